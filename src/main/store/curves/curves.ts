import { SqliteError, type Database } from 'better-sqlite3'
import type { PointBatch } from '../../../worker/protocol'
import type { CurveSlice } from '../../contract'
import { Fault } from '../../faults'
import { blockPoints, Blocks, summarize } from './blocks'
import { byChunk, chunkPoints, createChunks } from './chunks'
import type { PickedPoints } from './m4'
import { blocksNeeded, pick } from './picking'

export type CurveBatch = Pick<PointBatch, 'first' | 'count' | 'columns'>
export type StoredSlice = Pick<CurveSlice, 'first' | 'count' | 'total' | 'series'>

/** Summaries stored in one transaction: a millisecond or two. */
const summariesAtOnce = 256

export type Curves = ReturnType<typeof createCurves>

/** Where the curve ends with these batches; each must begin where those before it ended, or earlier. */
function endOf(
  run: number,
  names: readonly string[],
  batches: readonly CurveBatch[],
  stored: number,
): number {
  return batches.reduce((end, { first, count, columns }) => {
    if (columns.length !== names.length * count) {
      throw new RangeError(`${columns.length} numbers are not ${names.length} series of ${count} points`)
    }
    if (first > end) throw new RangeError(`points ${end} to ${first - 1} of run ${run} are missing`)
    return Math.max(end, first + count)
  }, stored)
}

/** What the batches have of a series beyond the points stored. */
function* newPoints(
  series: number,
  batches: readonly CurveBatch[],
  stored: number,
): Generator<CurveBatch['columns']> {
  let at = stored
  for (const { first, count, columns } of batches) {
    if (first + count <= at) continue
    yield columns.subarray(series * count + at - first, (series + 1) * count)
    at = first + count
  }
}

/** Curves, series by series, in chunks of raw numbers: every bit of a NaN, an Infinity or a -0 stays. */
export function createCurves(db: Database) {
  const chunks = createChunks(db)
  const { count } = chunks

  function append(run: number, names: readonly string[], batches: readonly CurveBatch[]): number {
    const stored = count(run)
    if (endOf(run, names, batches, stored) === stored) return 0
    let written = 0
    for (const [index, name] of names.entries()) {
      for (const part of byChunk(newPoints(index, batches, stored), stored))
        written += chunks.add(run, name, part)
    }
    return written
  }

  const appendAlone = db.transaction(append)

  /** @throws Fault `missing` where there is none of the series, `internal` where there is a gap in it */
  function pointsOf(run: number, name: string, chunk: number, count: number): Float64Array {
    const points = chunks.read(run, name, chunk)
    if (points && points.length >= count) return points
    if (!chunks.read(run, name, 0)) throw new Fault('missing', `run ${run} has no recorded series ${name}`)
    const end = chunk * chunkPoints + (points?.length ?? 0)
    throw new Fault('internal', `${name} of run ${run} has a gap at point ${end}`)
  }

  /** Copies points `from .. from + values.length - 1` into `values`. */
  function fill(values: Float64Array, run: number, name: string, from: number): void {
    const to = from + values.length
    for (let at = from; at < to;) {
      const chunk = Math.floor(at / chunkPoints)
      const start = chunk * chunkPoints
      const end = Math.min(to, start + chunkPoints)
      values.set(pointsOf(run, name, chunk, end - start).subarray(at - start, end - start), at - from)
      at = end
    }
  }

  const read = db.transaction(
    (run: number, names: readonly string[], first: number, limit: number): StoredSlice => {
      const total = count(run)
      const from = Math.min(first, total)
      const points = Math.min(limit, total - from)
      const series = names.map((name) => {
        const values = new Float64Array(points)
        if (points > 0) fill(values, run, name, from)
        return [name, values] as const
      })
      return { first: from, count: points, total, series: Object.fromEntries(series) }
    },
  )

  /**
   * Picks from a series; summaries that had to be made for it are put into `made`.
   * @throws Fault as `pointsOf` does
   */
  function pickFrom(
    run: number,
    name: string,
    edges: readonly number[],
    made: Map<number, Buffer>,
  ): PickedPoints {
    const total = count(run)
    // It may have been deleted since somebody counted.
    if (edges[edges.length - 1] > total) {
      throw new Fault('missing', `run ${run} has no more than ${total} recorded points`)
    }
    const whole = Math.floor(total / chunkPoints)
    const [first, last] = blocksNeeded(edges)
    const stored = chunks.summaries(run, name, first, last)
    const points = (chunk: number): Float64Array =>
      pointsOf(run, name, chunk, Math.min(chunkPoints, total - chunk * chunkPoints))

    function block(chunk: number, place: number): Float64Array {
      const found = chunks.readBlock(run, name, chunk, place)
      if (found?.length === blockPoints) return found
      const start = place * blockPoints
      return pointsOf(run, name, chunk, start + blockPoints).subarray(start)
    }

    function blocks(chunk: number): Blocks | undefined {
      if (chunk >= whole || stored.has(chunk)) return stored.get(chunk)
      const summary = summarize(points(chunk))
      made.set(chunk, summary)
      return new Blocks(summary)
    }

    return pick({ points, block, blocks }, edges)
  }

  const pickSeries = db.transaction(pickFrom)

  /** What is lost with a summary is the time to make it again. Other writers get their turn in between. */
  function keep(run: number, name: string, summaries: ReadonlyMap<number, Buffer>): void {
    const all = [...summaries]
    try {
      for (let at = 0; at < all.length; at += summariesAtOnce) {
        chunks.addSummaries(run, name, new Map(all.slice(at, at + summariesAtOnce)))
      }
    } catch (error) {
      if (!(error instanceof SqliteError)) throw error
    }
  }

  function extremes(run: number, name: string, edges: readonly number[]): PickedPoints {
    const made = new Map<number, Buffer>()
    const picked = pickSeries(run, name, edges, made)
    keep(run, name, made)
    return picked
  }

  return {
    count,

    /**
     * Adds batches of points; those already there are left as they are, so that a batch
     * may come twice. All that waits is best added at once: every chunk is then written
     * once. `names` are the columns, the same for every batch of a run.
     * @returns how many bytes were written for them
     */
    append: (run: number, names: readonly string[], ...batches: readonly CurveBatch[]): number =>
      // A transaction in another one would keep every page as it was, though it is all or nothing anyway.
      db.inTransaction ? append(run, names, batches) : appendAlone.immediate(run, names, batches),

    /** Points `first .. first + limit - 1`, or what there is of them, all from the same moment. */
    read: (run: number, names: readonly string[], first = 0, limit = Infinity): StoredSlice =>
      read(run, names, first, limit),

    /**
     * What a picture needs of each stretch `edges[i] .. edges[i + 1] - 1` of a series: of its
     * finite points the first, the last, the lowest and the highest (of equals the first), and
     * the first and the last point that is not finite.
     */
    extremes,
  }
}
