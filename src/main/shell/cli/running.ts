import { basename } from 'node:path'
import type { Experiment } from '@core/experiment'
import { countText } from '@core/issues'
import { plain } from '@core/plain-text'
import { reasonText } from '@core/reasons/wording'
import type { Notice, RunRecord } from '../../contract'
import { Fault } from '../../faults'
import { dispatch } from '../../lab/dispatch'
import type { Lab } from '../../lab/lab'
import { hasEnded } from '../../lab/runs/prepare'
import type { TableFile } from '../../lab/tables/table-file'
import type { ReadExperiment } from './experiment-in'
import { progressTo } from './progress'
import { write } from './terminal-text'

/** The experiment with its table in the lab, under the name the lab gave it, and with how that was read. */
export async function withTable(
  lab: Lab,
  experiment: Experiment,
  csv: TableFile | undefined,
): Promise<Experiment> {
  const { objective } = experiment
  const { data } = objective
  if (data?.source !== 'csv' || csv === undefined) return experiment
  const { name } = await lab.addTable(basename(data.path), csv)
  return { ...experiment, objective: { ...objective, data: { ...data, path: name, read: csv.read } } }
}

/** Settles when every run has ended; asked to stop, it cancels those still going. */
function untilEnded(
  lab: Lab,
  ids: readonly number[],
  stop: AbortSignal,
  report: (runs: readonly RunRecord[]) => void,
): Promise<void> {
  const going = new Set(ids)
  const cancel = (): void => {
    void dispatch(lab.handlers, 'runs.control', { runs: [...going], action: 'cancel' })
  }
  return new Promise((settle) => {
    const unsubscribe = lab.on('runs.changed', (changed) => {
      const ours = changed.filter(({ id }) => going.has(id))
      report(ours)
      for (const run of ours) if (hasEnded(run)) going.delete(run.id)
      if (going.size > 0) return
      stop.removeEventListener('abort', cancel)
      unsubscribe()
      settle()
    })
    if (stop.aborted) cancel()
    else stop.addEventListener('abort', cancel)
  })
}

/** @throws Fault where the runs did not all come to an end of their own */
export function requireWhole(runs: readonly RunRecord[], stopped: boolean): void {
  if (stopped) throw new Fault('conflict', 'stopped before the end; what was done so far is kept')
  const [first, ...others] = runs.filter(({ status }) => status === 'failed')
  if (!first) return
  const more = others.length > 0 ? ` (and ${countText(others.length, 'other run', 'other runs')})` : ''
  throw new Fault('internal', `${first.label} failed: ${reasonText(first.reason)}${more}`)
}

/**
 * Says on standard error, at once, what becomes of the database while the lab is open.
 * @returns throws where the runs are not in the file that was asked for, once they are done
 */
export function watchDatabase(lab: Lab): () => void {
  let last: Notice | undefined
  const unsubscribe = lab.on('app.changed', ({ notices }) => {
    last = notices.at(-1)
    if (last)
      void write(process.stderr, `descent-lab: ${plain(`${last.title}: ${last.text}`)}\n`).catch(
        () => undefined,
      )
  })
  return () => {
    unsubscribe()
    if (last) throw new Fault('conflict', last.text)
  }
}

/** Runs every run of an experiment to its end, in the file's order; asked to stop, cancels what still goes. */
export async function runToEnd(
  lab: Lab,
  { experiment, csv }: ReadExperiment,
  stop: AbortSignal,
  quiet: boolean,
): Promise<readonly RunRecord[]> {
  const { handlers } = lab
  const document = await withTable(lab, experiment, csv)
  const started = await handlers['runs.start']({ experiment: document, paused: false })
  const ids = started.map(({ id }) => id)
  const progress = progressTo(process.stderr, started, quiet)
  await untilEnded(lab, ids, stop, progress.report)
  progress.stop()
  return Promise.all(ids.map((run) => handlers['runs.get']({ run })))
}
