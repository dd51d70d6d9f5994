import { endianness } from 'node:os'
import type { Database } from 'better-sqlite3'
import type { PointBatch } from '../../worker/protocol'
import type { CurveSlice } from '../contract'
import { Fault } from '../faults'
import { Extremes, type PickedPoints } from './extremes'

/** Points in a chunk; every chunk of a series but its last has so many. */
export const chunkPoints = 4_096

const bytesAPoint = Float64Array.BYTES_PER_ELEMENT

if (endianness() !== 'LE') throw new Error('curves are kept as little-endian machines hold them')

export type CurveBatch = Pick<PointBatch, 'first' | 'count' | 'columns'>
export type StoredSlice = Pick<CurveSlice, 'first' | 'count' | 'total' | 'series'>

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

/** Curves, series by series, in chunks of raw numbers: every bit of a NaN, an Infinity or a -0 stays. */
export function createCurves(db: Database) {
  const last = db.prepare<{ run: number }, { chunk: number; count: number }>(`
    select chunk, count from curve_chunks
    where run = @run and series = (select series from curve_chunks where run = @run limit 1)
    order by chunk desc limit 1`)
  // SQLite calls the concatenation of two blobs a text, and keeps its bytes.
  const extend = db.prepare<[run: number, series: string, chunk: number, count: number, data: Buffer]>(`
    insert into curve_chunks (run, series, chunk, count, data) values (?, ?, ?, ?, ?)
    on conflict (run, series, chunk) do update
    set count = count + excluded.count, data = cast(data || excluded.data as blob)`)
  const chunks = db
    .prepare<[run: number, series: string, from: number, to: number], [chunk: number, data: Buffer]>(
      `select chunk, data from curve_chunks
       where run = ? and series = ? and chunk between ? and ? order by chunk`,
    )
    .raw()

  /** How many points of a run are stored. */
  function count(run: number): number {
    const found = last.get({ run })
    return found ? found.chunk * chunkPoints + found.count : 0
  }

  const append = db.transaction(
    (run: number, names: readonly string[], batches: readonly CurveBatch[]): void => {
      const stored = count(run)
      const end = endOf(run, names, batches, stored)
      if (end === stored) return
      const added = new Float64Array(end - stored)
      const bytes = Buffer.from(added.buffer)
      for (const [index, name] of names.entries()) {
        let at = stored
        for (const { first, count, columns } of batches) {
          if (first + count <= at) continue
          added.set(columns.subarray(index * count + at - first, (index + 1) * count), at - stored)
          at = first + count
        }
        for (let from = stored; from < end;) {
          const chunk = Math.floor(from / chunkPoints)
          const to = Math.min(end, (chunk + 1) * chunkPoints)
          const data = bytes.subarray((from - stored) * bytesAPoint, (to - stored) * bytesAPoint)
          extend.run(run, name, chunk, to - from, data)
          from = to
        }
      }
    },
  )

  /** Copies points `from .. from + values.length - 1` into `values`. */
  function fill(values: Float64Array<ArrayBuffer>, run: number, name: string, from: number): void {
    const to = from + values.length
    const bytes = new Uint8Array(values.buffer)
    let filled = from
    const first = Math.floor(from / chunkPoints)
    for (const [chunk, data] of chunks.iterate(run, name, first, Math.floor((to - 1) / chunkPoints))) {
      const start = chunk * chunkPoints
      const low = Math.max(start, from)
      const high = Math.min(start + data.length / bytesAPoint, to)
      if (low !== filled) break
      bytes.set(
        data.subarray((low - start) * bytesAPoint, (high - start) * bytesAPoint),
        (low - from) * bytesAPoint,
      )
      filled = high
    }
    if (filled === from) throw new Fault('missing', `run ${run} has no recorded series ${name}`)
    if (filled < to) throw new Fault('internal', `${name} of run ${run} has a gap at point ${filled}`)
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

  /** The points of a series that a picture needs of the stretches `edges[i] .. edges[i + 1] - 1`. */
  function extremes(run: number, name: string, edges: readonly number[]): PickedPoints {
    const [from] = edges
    const until = edges[edges.length - 1]
    const values = new Float64Array(until - from)
    if (until > from) fill(values, run, name, from)
    const extremes = new Extremes(edges.length - 1)
    for (let stretch = 0; stretch < edges.length - 1; stretch++) {
      for (let index = edges[stretch]; index < edges[stretch + 1]; index++) {
        extremes.take(index, values[index - from])
      }
      extremes.flush()
    }
    return extremes.picked()
  }

  return {
    count,

    extremes,

    /**
     * Adds batches of points; those already there are left as they are, so that a batch
     * may come twice. All that waits is best added at once: every chunk is then written
     * once. `names` are the columns, the same for every batch of a run.
     */
    append: (run: number, names: readonly string[], ...batches: readonly CurveBatch[]): void =>
      append.immediate(run, names, batches),

    /** Points `first .. first + limit - 1`, or what there is of them, all from the same moment. */
    read: (run: number, names: readonly string[], first = 0, limit = Infinity): StoredSlice =>
      read(run, names, first, limit),
  }
}
