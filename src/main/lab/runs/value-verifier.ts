import type { Verdict } from '@core/reasons/verdict'
import { reasonText } from '@core/reasons/wording'
import type { RunMessage } from '../../../worker/protocol'
import type { RunRecord, Verification } from '../../contract'
import { Fault } from '../../faults'
import { liveRun, measure, reach, type Live } from './live-run'
import type { Pool } from './pool'
import type { Job, RunHandle } from './threads'
import type { HashMaker } from './trajectory-hash'

/** What a run without a curve is known by. */
const compared = ['finalLoss', 'bestLoss', 'bestIteration', 'iterations'] as const

function verdictOf(stored: RunRecord, found: Live['ahead']): Verdict {
  const different = compared.find((name) => !Object.is(stored[name], found[name]))
  if (!different) return { kind: 'same', values: { values: compared.length, points: 1 } }
  const values = {
    series: 'loss',
    iteration: different === 'bestLoss' ? stored.bestIteration : stored.iterations,
    stored: different === 'bestLoss' ? stored.bestLoss : stored.finalLoss,
    found: different === 'bestLoss' ? found.bestLoss : found.finalLoss,
  }
  return { kind: 'value-differs', values }
}

/**
 * Runs a run once more of which no curve was kept, and compares what it came to, bit for bit.
 * @throws Fault `internal` where the repetition fails, `conflict` where it is cut short
 */
export function verifyValues(
  record: RunRecord,
  job: Omit<Job, 'paused'>,
  pool: Pool,
  hashOf: HashMaker,
): Promise<Verification> {
  return new Promise((settle, fail) => {
    let live: Live | undefined
    const blank = { ...record, points: 0, finalLoss: NaN, bestLoss: NaN, bestIteration: 0, iterations: 0 }
    const take = (message: RunMessage, handle: RunHandle): void => {
      live ??= liveRun(blank, hashOf(record.series.length), handle)
      if (message.type === 'batch') {
        measure(live, message)
        void handle.credit([message])
      }
      if (message.type !== 'ended') return
      if (message.status === 'failed')
        return fail(new Fault('internal', `the repetition failed: ${reasonText(message.reason)}`))
      if (message.status === 'cancelled')
        return fail(new Fault('conflict', 'the lab was closed before the run had been repeated'))
      reach(live, message.iterations, message.evaluations)
      const verdict = verdictOf(record, live.ahead)
      const { id: run, label } = record
      settle({ run, label, same: verdict.kind === 'same', verdict, recorded: null, found: null })
    }
    const handle = pool.start({ ...job, paused: false }, (message) => take(message, handle))
  })
}
