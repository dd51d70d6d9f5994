import { basename } from 'node:path'
import type { Experiment } from '@core/experiment'
import { countText } from '@core/issues'
import type { RunRecord } from '../../contract'
import { Fault } from '../../faults'
import { dispatch } from '../../lab/dispatch'
import { openLab, type Lab, type LabOptions } from '../../lab/lab'
import { hasEnded } from '../../lab/runs'
import { onTermination } from '../signals'
import { experimentIn } from './experiment-in'
import { progressTo } from './progress'
import { Results } from './results'
import { summaryOf } from './summary'
import { write } from './words'

/** What the command line needs to open a lab. */
export type Surroundings = Pick<LabOptions, 'resources' | 'worker'>

export interface RunOptions {
  readonly out?: string
  readonly db?: string
  readonly quiet: boolean
}

/** The experiment with its table in the lab, under the name the lab gave it. */
async function withTable(
  { handlers }: Lab,
  experiment: Experiment,
  csv: string | undefined,
): Promise<Experiment> {
  const { objective } = experiment
  const { data } = objective
  if (data?.source !== 'csv' || csv === undefined) return experiment
  const { name } = await handlers['datasets.import']({ name: basename(data.path), text: csv })
  return { ...experiment, objective: { ...objective, data: { ...data, path: name } } }
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
function requireWhole(runs: readonly RunRecord[], stopped: boolean): void {
  if (stopped) throw new Fault('conflict', 'stopped before the end; what was done so far is kept')
  const [first, ...others] = runs.filter(({ status }) => status === 'failed')
  if (!first) return
  const more = others.length > 0 ? ` (and ${countText(others.length, 'other run', 'other runs')})` : ''
  throw new Fault('internal', `${first.label} failed: ${first.reason}${more}`)
}

/**
 * Runs every run of an experiment file and writes the results.
 * @throws Fault `invalid` where the file is not a valid experiment; nothing is then written
 */
export async function runFile(file: string, options: RunOptions, surroundings: Surroundings): Promise<void> {
  const { out, db, quiet } = options
  const { experiment, csv } = experimentIn(file, surroundings.resources)
  const stop = new AbortController()
  onTermination(async () => stop.abort())
  const database = db ?? ':memory:'
  const lab = await openLab({ ...surroundings, shell: 'command line', database, borrowed: true })
  const { handlers } = lab
  try {
    const results = out === undefined ? undefined : new Results(out)
    const document = await withTable(lab, experiment, csv)
    const started = await handlers['runs.start']({ experiment: document, paused: false })
    const ids = started.map(({ id }) => id)
    const progress = progressTo(process.stderr, started, quiet)
    await untilEnded(lab, ids, stop.signal, progress.report)
    progress.stop()
    const runs = await Promise.all(ids.map((run) => handlers['runs.get']({ run })))
    try {
      results?.write('runs.csv', [await handlers['export.runs']({ runs: ids })])
      results?.write('curves.csv', lab.curvesCsv(ids))
    } finally {
      await write(process.stdout, `${summaryOf(runs)}\n`)
    }
    requireWhole(runs, stop.signal.aborted)
  } finally {
    await lab.close()
  }
}
