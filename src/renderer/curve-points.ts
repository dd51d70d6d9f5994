import { iterationOf } from '@core/plan'
import type { RunRecord } from '../main/contract'
import { call } from './lab'
import type { Sequence } from './sequence'
import { turns } from './turns'

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

/** Of the six requests that a browser makes at a time some are left to others. */
const single = turns(2)

interface Listener {
  /** A point is there that was not. */
  read(): void
  failed(error: unknown): void
}

/**
 * Single points of a long curve, to the last bit: read one by one as they are asked for, with at
 * most one request under way. The newest point is always read, and the curve grows with it.
 */
export class RecordedPoints {
  private readonly kept = new Map<number, readonly (number | undefined)[]>()
  private readonly wanted = new Set<number>()
  private total: number
  private goal: number
  private last: number
  private reading = false

  constructor(
    private readonly run: Pick<RunRecord, 'id' | 'recordEvery' | 'points' | 'iterations'>,
    private readonly names: readonly string[],
    private readonly listener: Listener,
  ) {
    const { points, recordEvery, iterations } = run
    this.total = this.goal = points
    this.last = iterationOf(points - 1, recordEvery, iterations)
    this.want(points - 1)
  }

  /** The run has recorded so many points. */
  grow(points: number): void {
    if (points <= this.goal) return
    this.goal = points
    void this.readOn()
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
    this.wanted.add(index)
    const [first] = this.wanted
    if (this.wanted.size > mostWanted) this.wanted.delete(first)
    void this.readOn()
  }

  private next(): number | undefined {
    if (this.goal > this.total) return this.goal - 1
    return [...this.wanted].at(-1)
  }

  private async readOn(): Promise<void> {
    if (this.reading) return
    this.reading = true
    try {
      for (let next = this.next(); next !== undefined; next = this.next()) {
        const first = next
        const { id: run } = this.run
        const series = [...this.names]
        const slice = await single(() => call('curves.read', { run, series, first, limit: 1 }))
        this.wanted.delete(first)
        if (slice.count === 0) throw new Error(`point ${first} of run ${run} is not there`)
        this.keep(
          first,
          slice.iterations[0],
          this.names.map((name) => slice.series[name]?.[0]),
        )
        this.listener.read()
      }
    } catch (failure) {
      this.wanted.clear()
      this.goal = this.total
      this.listener.failed(failure)
    } finally {
      this.reading = false
    }
  }

  private keep(index: number, iteration: number, point: readonly (number | undefined)[]): void {
    const [oldest] = this.kept.keys()
    if (this.kept.size >= mostKept && oldest !== undefined) this.kept.delete(oldest)
    this.kept.set(index, point)
    if (index < this.total) return
    this.total = index + 1
    this.last = iteration
  }
}
