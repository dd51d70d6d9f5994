import { countText, shortNumber } from '@core/issues'
import { iterationOf } from '@core/plan'
import { reasonText } from '@core/reasons/wording'
import type { PointBatch } from '../../../worker/protocol'
import type { RunRecord, Verification } from '../../contract'
import { Fault } from '../../faults'
import type { Store } from '../../store'
import type { RunMessage } from './pool'
import type { Job } from './threads'
import type { HashMaker, TrajectoryHash } from './trajectory-hash'

/** What a verification needs of the pool. */
export interface VerifierLinks {
  start(job: Job): void
  credit(run: number, batches: readonly PointBatch[]): void
  cancel(run: number): void
  readonly hashOf: HashMaker
}

interface Check {
  readonly record: RunRecord
  /** Points of the stored curve that a repetition must have as well. */
  readonly points: number
  readonly hash: TrajectoryHash
  compared: number
  difference: string | undefined
  settle(verification: Verification): void
  fail(reason: unknown): void
}

/** Numbers that differ by their last bits must not look the same. */
const asWritten = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))

/**
 * Runs stored runs once more and holds every recorded point against the stored one, bit for
 * bit. Its runs have negative numbers in the pool, so that nobody takes them for stored ones.
 */
export class Verifier {
  private readonly checks = new Map<number, Check>()
  private newest = 0

  constructor(
    private readonly store: Store,
    private readonly links: VerifierLinks,
  ) {}

  /**
   * @throws Fault `conflict` where the lab closes before it is done, `internal` where the repetition fails
   *   or what is stored can't be read
   */
  verify(record: RunRecord, job: Omit<Job, 'run' | 'paused'>): Promise<Verification> {
    this.newest -= 1
    const run = this.newest
    return new Promise((settle, fail) => {
      const points = comparablePoints(record)
      const hash = this.links.hashOf(record.series.length)
      this.checks.set(run, { record, points, hash, compared: 0, difference: undefined, settle, fail })
      this.links.start({ ...job, run, paused: false })
    })
  }

  take(message: RunMessage): void {
    const check = this.checks.get(message.run)
    if (!check || message.type === 'paused' || message.type === 'changed') return
    if (message.type === 'ended') return this.end(message, check)
    check.hash.take(message)
    try {
      if (check.difference === undefined) this.compare(check, message)
    } catch (error) {
      // What is stored can't be read: nobody can say whether it is the same.
      return this.giveUp(message, check, error)
    }
    const { record, compared, points, difference } = check
    // Of a run that was stopped, the rest is not known.
    if (difference !== undefined || (record.hash === null && compared >= points))
      this.links.cancel(message.run)
    this.links.credit(message.run, [message])
  }

  close(): void {
    const fault = new Fault('conflict', 'the lab was closed before the run had been repeated')
    for (const check of this.checks.values()) check.fail(fault)
    this.checks.clear()
  }

  private giveUp(batch: Extract<RunMessage, { type: 'batch' }>, check: Check, error: unknown): void {
    this.checks.delete(batch.run)
    check.fail(error)
    this.links.cancel(batch.run)
    this.links.credit(batch.run, [batch])
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
        const now = columns[index * count + point]
        if (Object.is(before, now)) continue
        const at = iterationOf(first + point, recordEvery, iterations)
        check.difference = `${name} differs first at iteration ${at}: ${asWritten(before)} was stored, ${asWritten(now)} came out now`
        return
      }
    }
    check.compared = first + length
  }

  private end(message: Extract<RunMessage, { type: 'ended' }>, check: Check): void {
    const { record, compared, points } = check
    this.checks.delete(message.run)
    if (message.status === 'failed') {
      return check.fail(new Fault('internal', `the repetition failed: ${reasonText(message.reason)}`))
    }
    const found = check.hash.digest(message.status)
    const difference = check.difference ?? endDifference(record, message, found, compared, points)
    const values = countText(compared * record.series.length, 'value', 'values')
    check.settle({
      run: record.id,
      label: record.label,
      same: difference === undefined,
      verdict:
        difference ??
        `all ${values} of ${countText(compared, 'point', 'points')} came out the same, bit for bit`,
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
): string | undefined {
  if (compared < points) {
    return `it ended after ${shortNumber(iterations)} iterations, with ${compared} of the ${points} points stored`
  }
  if (record.hash === null || record.hash === hash) return undefined
  return 'every stored point came out the same, but the hash kept with the run is another one'
}
