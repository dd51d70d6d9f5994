import { iterationOf } from '@core/plan'
import type { Verdict } from '@core/reasons/verdict'
import { reasonText } from '@core/reasons/wording'
import type { PointBatch, RunMessage } from '../../../worker/protocol'
import type { RunRecord, Verification } from '../../contract'
import { Fault } from '../../faults'
import type { Store } from '../../store'
import type { Pool } from './pool'
import type { Job, RunHandle } from './threads'
import type { HashMaker, TrajectoryHash } from './trajectory-hash'
import { verifyValues } from './value-verifier'

interface Check {
  readonly record: RunRecord
  /** Points of the stored curve that a repetition must have as well. */
  readonly points: number
  readonly hash: TrajectoryHash
  compared: number
  difference: Verdict | undefined
  settle(verification: Verification): void
  fail(reason: unknown): void
}

/**
 * Runs stored runs once more and holds every recorded point against the stored one, bit for bit.
 */
export class Verifier {
  private readonly checks = new Set<Check>()

  constructor(
    private readonly store: Store,
    private readonly pool: Pool,
    private readonly hashOf: HashMaker,
  ) {}

  /**
   * @throws Fault `conflict` where the lab closes before it is done, `internal` where the repetition fails
   *   or what is stored can't be read
   */
  verify(record: RunRecord, job: Omit<Job, 'paused'>): Promise<Verification> {
    return new Promise((settle, fail) => {
      const points = comparablePoints(record)
      const hash = this.hashOf(record.series.length)
      const check: Check = { record, points, hash, compared: 0, difference: undefined, settle, fail }
      this.checks.add(check)
      const handle = this.pool.start({ ...job, paused: false }, (message) =>
        this.take(message, check, handle),
      )
    })
  }

  /** The same of a run of which no curve was kept: what it came to is compared. */
  verifyValues(record: RunRecord, job: Omit<Job, 'paused'>): Promise<Verification> {
    return verifyValues(record, job, this.pool, this.hashOf)
  }

  close(): void {
    const fault = new Fault('conflict', 'the lab was closed before the run had been repeated')
    for (const check of this.checks) check.fail(fault)
    this.checks.clear()
  }

  private take(message: RunMessage, check: Check, handle: RunHandle): void {
    if (!this.checks.has(check) || (message.type !== 'batch' && message.type !== 'ended')) return
    if (message.type === 'ended') return this.end(message, check)
    check.hash.take(message)
    try {
      if (check.difference === undefined) this.compare(check, message)
    } catch (error) {
      // What is stored can't be read: nobody can say whether it is the same.
      this.checks.delete(check)
      check.fail(error)
      handle.cancel()
    }
    const { record, compared, points, difference } = check
    // Of a run that was stopped, the rest is not known.
    if (difference !== undefined || (record.hash === null && compared >= points)) handle.cancel()
    void handle.credit([message])
  }

  private compare(check: Check, { first, count, columns }: PointBatch): void {
    const { record, points } = check
    const { id, series: names, recordEvery, iterations } = record
    const length = Math.min(count, points - first)
    if (length <= 0) return
    const stored = this.store.curves.read(id, names, first, length).series
    for (let point = 0; point < length; point++) {
      for (const [index, name] of names.entries()) {
        const before = stored[name][point]
        const found = columns[index * count + point]
        if (Object.is(before, found)) continue
        const iteration = iterationOf(first + point, recordEvery, iterations)
        const values = { series: name, iteration, stored: before, found }
        check.difference = { kind: 'value-differs', values }
        return
      }
    }
    check.compared = first + length
  }

  private end(message: Extract<RunMessage, { type: 'ended' }>, check: Check): void {
    const { record, compared, points } = check
    this.checks.delete(check)
    if (message.status === 'failed') {
      return check.fail(new Fault('internal', `the repetition failed: ${reasonText(message.reason)}`))
    }
    const found = check.hash.digest(message.status)
    const difference = check.difference ?? endDifference(record, message, found, compared, points)
    const values = { values: compared * record.series.length, points: compared }
    check.settle({
      run: record.id,
      label: record.label,
      same: difference === undefined,
      verdict: difference ?? { kind: 'same', values },
      recorded: record.hash,
      found,
    })
  }
}

/** What a run that was cut short recorded last need not be a point of its grid. */
function comparablePoints({ hash, points, iterations, recordEvery }: RunRecord): number {
  const whole = hash !== null || points === 0 || (points - 1) * recordEvery <= iterations
  return whole ? points : points - 1
}

function endDifference(
  record: RunRecord,
  { iterations }: Extract<RunMessage, { type: 'ended' }>,
  hash: string | null,
  compared: number,
  points: number,
): Verdict | undefined {
  if (compared < points) {
    return { kind: 'fewer-points', values: { iterations, points: compared, stored: points } }
  }
  if (record.hash === null || record.hash === hash) return undefined
  return { kind: 'other-hash', values: {} }
}
