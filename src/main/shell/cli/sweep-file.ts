import { sweepDocument } from '@core/sweep/document'
import type { SweepRecord } from '../../contract'
import { Fault } from '../../faults'
import { openLab, type Lab } from '../../lab/lab'
import type { Shard } from '../../lab/sweeps/sweeps'
import { onTermination } from '../signals'
import { named, type Surroundings } from './experiment-in'
import { shareTo } from './share'
import { sweepIn } from './sweep-in'
import { sweepSummary } from './sweep-summary'
import { watchDatabase, withTable } from './running'
import { write } from './terminal-text'

export interface SweepFileOptions {
  readonly db?: string
  readonly shard?: Shard
  readonly threads?: number
  readonly quiet: boolean
}

/** Settles with the sweep when it goes no further; asked to stop, it stops where it is. */
function untilOver(
  lab: Lab,
  { id }: SweepRecord,
  stop: AbortSignal,
  report: (record: SweepRecord) => void,
): Promise<SweepRecord> {
  const pause = (): void => void lab.handlers['sweeps.control']({ sweep: id, action: 'pause' })
  return new Promise((settle) => {
    const take = (record: SweepRecord): void => {
      report(record)
      if (record.status === 'running') return
      stop.removeEventListener('abort', pause)
      unsubscribe()
      settle(record)
    }
    const unsubscribe = lab.on('sweeps.changed', (changed) => {
      const ours = changed.find((record) => record.id === id)
      if (ours) take(ours)
    })
    if (stop.aborted) pause()
    else stop.addEventListener('abort', pause)
    // It may have been over before anybody listened.
    void Promise.resolve(lab.handlers['sweeps.get']({ sweep: id })).then(take)
  })
}

/**
 * Makes all runs of a sweep's file, or one part of them; what the database has of it already is not made again.
 * @throws Fault `invalid` where the file is no valid sweep; nothing is then written
 */
export async function sweepFile(
  file: string,
  { db, shard, threads, quiet }: SweepFileOptions,
  surroundings: Surroundings,
): Promise<void> {
  const { sweep, csv } = await sweepIn(file)
  const stop = new AbortController()
  onTermination(async () => stop.abort())
  const lab = await openLab({
    ...surroundings,
    shell: 'command line',
    database: db ?? ':memory:',
    borrowed: true,
    ...(threads === undefined ? {} : { threads }),
  })
  const requireDatabase = watchDatabase(lab)
  try {
    const experiment = await withTable(lab, sweep.experiment, csv)
    const started = await named(file, () => lab.sweep(sweepDocument({ ...sweep, experiment }), shard))
    const share = shareTo(process.stderr, quiet, partOf(started.total, shard))
    const record = await untilOver(lab, started, stop.signal, ({ done }) => share.report(done))
    share.stop()
    await write(process.stdout, `${await summaryOf(lab, record, shard)}\n`)
    if (record.status === 'failed') throw new Fault('internal', record.message)
    if (stop.signal.aborted)
      throw new Fault(
        'conflict',
        'stopped before the end; what was done so far is kept: start it again to go on',
      )
    if (db === undefined && !quiet)
      await write(process.stderr, 'nothing was kept: --db FILE keeps the runs\n')
  } finally {
    await lab.close()
  }
  requireDatabase()
}

/** A part says nothing of which point is best: it has not all of its seeds. */
async function summaryOf(
  lab: Lab,
  { id, done, total }: SweepRecord,
  shard: Shard | undefined,
): Promise<string> {
  if (!shard) return sweepSummary(lab, id)
  return `part ${shard.part} of ${shard.of}: ${done} of ${total} runs are in the database; descent-lab merge puts the parts together`
}

/** Runs of a part. */
const partOf = (total: number, shard: Shard | undefined): number =>
  shard ? Math.ceil((total - shard.part + 1) / shard.of) : total
