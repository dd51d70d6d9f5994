import type { Database } from 'better-sqlite3'
import { Blocks, summarize } from './blocks'
import { bytesOf, bytesPerNumber, numbersIn } from './numbers'

/** Points in a chunk; every chunk of a series but its last has so many. */
export const chunkPoints = 4_096

/** Points of one chunk, from `offset` on. */
export interface ChunkPart {
  readonly chunk: number
  readonly offset: number
  readonly values: Float64Array
}

/**
 * Cuts the points `from`, `from + 1`, ... of a series at the borders of chunks. A chunk that
 * comes whole is not copied; a part is to be used before the next one is asked for.
 */
export function* byChunk(points: Iterable<Float64Array>, from: number): Generator<ChunkPart> {
  let chunk = Math.floor(from / chunkPoints)
  let offset = from % chunkPoints
  let filled = offset
  let gathered: Float64Array | undefined
  for (const part of points) {
    for (let taken = 0; taken < part.length;) {
      const values = part.subarray(taken, taken + chunkPoints - filled)
      taken += values.length
      if (values.length === chunkPoints) {
        yield { chunk: chunk++, offset: 0, values }
        continue
      }
      gathered ??= new Float64Array(chunkPoints)
      gathered.set(values, filled)
      filled += values.length
      if (filled < chunkPoints) continue
      yield { chunk: chunk++, offset, values: gathered.subarray(offset) }
      offset = filled = 0
    }
  }
  if (gathered && filled > offset) yield { chunk, offset, values: gathered.subarray(offset, filled) }
}

/** Whether all values are the same, bit for bit: the bytes, moved by one value, lie over themselves. */
const isConstant = (data: Buffer): boolean =>
  data.compare(data, bytesPerNumber, data.length, 0, data.length - bytesPerNumber) === 0

/** The values of a chunk; the data of a constant one are its one value. */
function decoded(count: number, data: Buffer): Float64Array {
  return data.length === bytesPerNumber ? new Float64Array(count).fill(numbersIn(data)[0]) : numbersIn(data)
}

export type Chunks = ReturnType<typeof createChunks>

/** The chunks of series and, of whole ones, their summaries. */
export function createChunks(db: Database) {
  const last = db.prepare<{ run: number }, { chunk: number; count: number }>(`
    select chunk, count from curve_chunks
    where run = @run and series = (select series from curve_chunks where run = @run limit 1)
    order by chunk desc limit 1`)
  // SQLite calls the concatenation of two blobs a text, and keeps its bytes.
  const extend = db.prepare<[run: number, series: string, chunk: number, count: number, data: Buffer]>(`
    insert into curve_chunks (run, series, chunk, count, data) values (?, ?, ?, ?, ?)
    on conflict (run, series, chunk) do update
    set count = count + excluded.count, data = cast(data || excluded.data as blob)`)
  const dataOf = db
    .prepare<[run: number, series: string, chunk: number], [count: number, data: Buffer]>(
      'select count, data from curve_chunks where run = ? and series = ? and chunk = ?',
    )
    .raw()
  const summariesOf = db
    .prepare<[run: number, series: string, from: number, to: number], [chunk: number, data: Buffer]>(
      'select chunk, data from curve_summaries where run = ? and series = ? and chunk between ? and ?',
    )
    .raw()
  const addSummary = db.prepare<[run: number, series: string, chunk: number, data: Buffer]>(
    'insert or ignore into curve_summaries (run, series, chunk, data) values (?, ?, ?, ?)',
  )

  const read = (run: number, series: string, chunk: number): Float64Array | undefined => {
    const found = dataOf.get(run, series, chunk)
    return found && decoded(...found)
  }

  return {
    /** How many points of a run are stored. */
    count(run: number): number {
      const found = last.get({ run })
      return found ? found.chunk * chunkPoints + found.count : 0
    },

    read,

    /** Adds points where the chunk ends; once it is whole it has a summary. */
    add(run: number, series: string, { chunk, offset, values }: ChunkPart): void {
      const data = bytesOf(values)
      if (values.length === chunkPoints && isConstant(data)) {
        // Nothing of it is worth a summary.
        extend.run(run, series, chunk, chunkPoints, data.subarray(0, bytesPerNumber))
        return
      }
      extend.run(run, series, chunk, values.length, data)
      if (offset + values.length < chunkPoints) return
      const whole = offset === 0 ? values : read(run, series, chunk)
      if (whole) addSummary.run(run, series, chunk, summarize(whole))
    },

    /** The summaries there are of chunks `from .. to`. */
    summaries: (run: number, series: string, from: number, to: number): Map<number, Blocks> =>
      new Map(
        summariesOf.all(run, series, from, to).map(([chunk, data]) => [chunk, new Blocks(data)] as const),
      ),

    /** Gives chunks from before there were summaries their own. */
    addSummaries: db.transaction(
      (run: number, series: string, summaries: ReadonlyMap<number, Buffer>): void => {
        for (const [chunk, data] of summaries) addSummary.run(run, series, chunk, data)
      },
    ).immediate,
  }
}
