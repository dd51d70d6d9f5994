import { iterationOf } from '@core/plan'
import type { CurveSlice, RunRecord } from '../../../main/contract'
import type { Sequence } from '../sequence'

/** Points of a run that may be held whole. */
const mostOfRun = 200_000
/** Points that all runs shown together may hold. */
const mostTogether = 2_000_000

/** How many points of each run are held: all of them, or the first so many where there are more. */
export function heldPoints(points: readonly number[]): number {
  const together = points.reduce((sum, count) => sum + count, 0)
  if (together <= mostTogether) return mostOfRun
  return Math.min(mostOfRun, Math.floor(mostTogether / points.length))
}

/** Every recorded point of a curve that is too long to be held. */
export interface WholeCurve {
  readonly iterations: Sequence
  readonly series: Readonly<Record<string, Sequence>>
}

/** Points kept of a run once read; those read first make room. */
const mostKept = 1_024
/** Points waiting to be read; of more, those asked for first are let go, for the pointer has moved on. */
const mostWanted = 16

/**
 * Single points of a long curve, to the last bit: read one by one as they are asked for. The newest
 * point is always read, and the curve grows with it.
 */
export class RecordedPoints {
  private readonly kept = new Map<number, readonly (number | undefined)[]>()
  private readonly wanted = new Set<number>()
  private total: number
  private goal: number
  private last: number

  /** @param wake called when there is a point to read that was not */
  constructor(
    private readonly run: Pick<RunRecord, 'recordEvery' | 'points' | 'iterations'>,
    private readonly names: readonly string[],
    private readonly wake: () => void,
  ) {
    const { points, recordEvery, iterations } = run
    this.total = this.goal = points
    this.last = iterationOf(points - 1, recordEvery, iterations)
    this.wanted.add(points - 1)
  }

  /** The run has recorded so many points. */
  grow(points: number): void {
    this.goal = Math.max(this.goal, points)
  }

  /** The point to read next; undefined where none is missed. */
  next(): number | undefined {
    if (this.goal > this.total) return this.goal - 1
    return [...this.wanted].at(-1)
  }

  /** A point that has been read. */
  take({ first, count, every, last, series }: CurveSlice): void {
    this.wanted.delete(first)
    if (count === 0) return
    const [oldest] = this.kept.keys()
    if (this.kept.size >= mostKept && oldest !== undefined) this.kept.delete(oldest)
    this.kept.set(
      first,
      this.names.map((name) => series[name]?.[0]),
    )
    if (first < this.total) return
    this.total = first + 1
    this.last = iterationOf(first, every, last)
  }

  /** What there is now. */
  whole(): WholeCurve {
    const { total: length, last } = this
    const every = this.run.recordEvery
    const valueOf = (column: number): Sequence => ({ length, at: (index) => this.value(column, index) })
    return {
      iterations: {
        length,
        at: (index) => (index >= 0 && index < length ? iterationOf(index, every, last) : undefined),
      },
      series: Object.fromEntries(this.names.map((name, column) => [name, valueOf(column)])),
    }
  }

  private value(column: number, index: number): number | undefined {
    const point = this.kept.get(index)
    if (!point && index >= 0 && index < this.total) this.want(index)
    return point?.[column]
  }

  private want(index: number): void {
    if (this.wanted.has(index)) return
    this.wanted.add(index)
    const [first] = this.wanted
    if (this.wanted.size > mostWanted) this.wanted.delete(first)
    this.wake()
  }
}
