import type { Database } from 'better-sqlite3'
import { Fault } from '../../faults'
import { blockPoints, Blocks, summarize } from './blocks'
import { pageSize } from '../open/database'
import { bytesOf, bytesPerNumber, numbersIn } from '../bytes'
import { createPacking } from './packing'

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

export type Chunks = ReturnType<typeof createChunks>

/** The chunks of series and, of whole ones, their summaries. */
export function createChunks(db: Database) {
  // The plus has the statement planned once, and not anew for every run that is bound.
  const last = db.prepare<{ run: number }, { chunk: number; count: number }>(`
    select chunk, count from curve_chunks
    where run = +@run and series = (select series from curve_chunks where run = @run limit 1)
    order by chunk desc limit 1`)
  // SQLite calls the concatenation of two blobs a text, and keeps its bytes.
  const extend = db.prepare<[run: number, series: string, chunk: number, count: number, data: Buffer]>(`
    insert into curve_chunks (run, series, chunk, count, data) values (?, ?, ?, ?, ?)
    on conflict (run, series, chunk) do update
    set count = count + excluded.count, data = cast(data || excluded.data as blob)`)
  const put = db.prepare<[run: number, series: string, chunk: number, count: number, data: Buffer]>(`
    insert into curve_chunks (run, series, chunk, count, data) values (?, ?, ?, ?, ?)
    on conflict (run, series, chunk) do update set count = excluded.count, data = excluded.data`)
  const dataOf = db
    .prepare<[run: number, series: string, chunk: number], [count: number, data: Buffer]>(
      'select count, data from curve_chunks where run = ? and series = ? and chunk = ?',
    )
    .raw()
  // Of numbers as they are, only those asked for.
  const partOf = db
    .prepare<
      { from: number; bytes: number; run: number; series: string; chunk: number },
      [count: number, isPlain: 0 | 1, data: Buffer]
    >(
      `select count, length(data) = ${bytesPerNumber} * count as plain,
              iif(length(data) = ${bytesPerNumber} * count, substr(data, @from, @bytes), data)
       from curve_chunks where run = @run and series = @series and chunk = @chunk`,
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

  const packing = createPacking(chunkPoints)

  /** The data of a whole chunk: its one value where they are all the same, else packed where that pays. */
  function encoded(values: Float64Array): Buffer {
    const data = bytesOf(values)
    if (isConstant(data)) return data.subarray(0, bytesPerNumber)
    const packed = packing.pack(values)
    return packed ? bytesOf(packed) : data
  }

  /** @throws Fault `internal` where there is nothing */
  function sound(values: Float64Array | undefined, run: number, series: string, chunk: number): Float64Array {
    if (values) return values
    const first = chunk * chunkPoints
    throw new Fault(
      'internal',
      `${series} of run ${run} is damaged between points ${first} and ${first + chunkPoints - 1}`,
    )
  }

  /** @throws Fault `internal` where the data are not those of as many points as they are said to be */
  function read(run: number, series: string, chunk: number): Float64Array | undefined {
    const found = dataOf.get(run, series, chunk)
    if (!found) return undefined
    const [count, data] = found
    if (data.length === count * bytesPerNumber) return numbersIn(data)
    if (data.length === bytesPerNumber) return new Float64Array(count).fill(numbersIn(data)[0])
    return sound(packing.unpack(data, count), run, series, chunk)
  }

  /** The values of a chunk that are stored, and some more. */
  function joined(run: number, series: string, { chunk, offset, values }: ChunkPart): Float64Array {
    const whole = new Float64Array(offset + values.length)
    const before = read(run, series, chunk)
    if (before) whole.set(before)
    whole.set(values, offset)
    return whole
  }

  return {
    /** How many points of a run are stored. */
    count(run: number): number {
      const found = last.get({ run })
      return found ? found.chunk * chunkPoints + found.count : 0
    },

    read,

    /** Points of one block of a chunk, or what there is of them; the others stay where they are. */
    readBlock(run: number, series: string, chunk: number, block: number): Float64Array | undefined {
      const bytes = blockPoints * bytesPerNumber
      const found = partOf.get({ from: 1 + block * bytes, bytes, run, series, chunk })
      if (!found) return undefined
      const [count, isPlain, data] = found
      if (isPlain) return numbersIn(data)
      if (data.length === bytesPerNumber) return new Float64Array(blockPoints).fill(numbersIn(data)[0])
      return sound(packing.unpackBlock(data, count, block), run, series, chunk)
    },

    /**
     * Adds points where the chunk ends; once it is whole it is packed, and has a summary if that is worth it.
     * @returns how many bytes were written for it, of what is large in whole pages
     */
    add(run: number, series: string, part: ChunkPart): number {
      const { chunk, offset, values } = part
      if (offset + values.length < chunkPoints) {
        extend.run(run, series, chunk, values.length, bytesOf(values))
        return (offset + values.length) * bytesPerNumber
      }
      const whole = offset === 0 ? values : joined(run, series, part)
      const data = encoded(whole)
      put.run(run, series, chunk, chunkPoints, data)
      if (data.length === bytesPerNumber) return data.length
      const pages = Math.ceil(data.length / pageSize)
      const summary = summarize(whole)
      addSummary.run(run, series, chunk, summary)
      return pages * pageSize + summary.length
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
