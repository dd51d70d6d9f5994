import type { Database } from 'better-sqlite3'
import { placeOf } from '@core/sweep/packing'
import type { ToldReason } from '../../../worker/protocol'
import { bytesOf, numbersIn } from '../bytes'

/** Runs of a sweep in the order they were stored: a row of numbers each, as `core/sweep/packing` has them. */
export interface Chunk {
  /** Runs of the sweep that were stored before these. */
  readonly place: number
  /** The id of the first; those of the others follow it. */
  readonly firstRun: number
  readonly count: number
  readonly numbers: Float64Array
}

/** Runs that have come to their end. */
export interface Rows extends Pick<Chunk, 'count' | 'numbers'> {
  /** What rows name as their reason. */
  readonly reasons: readonly ToldReason[]
}

/** A chunk with its reasons, which are read where they are asked for. */
export interface ChunkWithReasons extends Chunk {
  readonly reasons: () => readonly ToldReason[]
}

/** Where a run is: in which chunk of which sweep, and where in there. */
export interface RunPlace {
  readonly sweep: number
  readonly chunk: number
  readonly at: number
}

/** Sweeps whose keys are kept in memory. */
const mostKnown = 4

/** Apart for every two runs: beyond all limits of a sweep. */
const keyNumber = (row: Float64Array, at: number): number =>
  ((row[at + placeOf.method] * 1_000 + row[at + placeOf.problem]) * 1e6 + row[at + placeOf.trial]) * 1e5 +
  row[at + placeOf.seed]

const reasonsIn = (text: string): readonly ToldReason[] => JSON.parse(text) as readonly ToldReason[]

/** The rows at some places of all of them. */
function picked(numbers: Float64Array, places: readonly number[], width: number): Float64Array {
  const rows = new Float64Array(places.length * width)
  for (const [to, from] of places.entries())
    rows.set(numbers.subarray(from * width, (from + 1) * width), to * width)
  return rows
}

/** Runs of sweeps, many in a row of a table: a thousand times less to write than a row each. */
export function createSweepChunks(db: Database) {
  const insert = db.prepare<
    Record<'sweep' | 'place' | 'firstRun' | 'count', number> & {
      readonly reasons: string
      readonly numbers: Buffer
    }
  >(`
    insert into sweep_chunks (sweep, place, first_run, count, reasons, numbers)
    values (@sweep, @place, @firstRun, @count, @reasons, @numbers)`)
  const lastId = db
    .prepare<[], number>(`select coalesce(max(seq), 0) from sqlite_sequence where name = 'runs'`)
    .pluck()
  const moveLastId = db.prepare<[last: number]>(`update sqlite_sequence set seq = ? where name = 'runs'`)
  const setLastId = db.prepare<[last: number]>(`insert into sqlite_sequence (name, seq) values ('runs', ?)`)
  const endOf = db
    .prepare<[sweep: number], number>(
      'select place + count from sweep_chunks where sweep = ? order by place desc limit 1',
    )
    .pluck()
  const some = db.prepare<
    { sweep: number; first: number; end: number },
    Omit<Chunk, 'numbers'> & { numbers: Buffer; reasons: string }
  >(`
    select place, first_run as firstRun, count, numbers, reasons from sweep_chunks
    where sweep = @sweep and place < @end and place + count > @first order by place`)
  const before = db.prepare<[run: number], Omit<RunPlace, 'at'> & Pick<Chunk, 'firstRun' | 'count'>>(`
    select sweep, place as chunk, first_run as firstRun, count from sweep_chunks
    where first_run <= ? order by first_run desc limit 1`)
  const rowAt = db.prepare<RunPlace, { numbers: Buffer; reasons: string }>(`
    select substr(numbers, 1 + @at * (length(numbers) / count), length(numbers) / count) as numbers, reasons
    from sweep_chunks where sweep = @sweep and place = @chunk`)
  /** The runs there are of sweeps, as of so many. */
  const known = new Map<number, { end: number; readonly keys: Set<number> }>()

  /** Ids for so many runs, which no other gets. @returns the first */
  function reserved(count: number): number {
    const last = lastId.get() ?? 0
    if (moveLastId.run(last + count).changes === 0) setLastId.run(last + count)
    return last + 1
  }

  function knownOf(sweep: number): { end: number; readonly keys: Set<number> } {
    const end = endOf.get(sweep) ?? 0
    const found = known.get(sweep)
    if (found?.end === end) return found
    const keys = new Set<number>()
    for (const { count, numbers } of some.iterate({ sweep, first: 0, end })) {
      const rows = numbersIn(numbers)
      for (let at = 0; at < rows.length; at += rows.length / count) keys.add(keyNumber(rows, at))
    }
    const read = { end, keys }
    if (known.size >= mostKnown) known.clear()
    known.set(sweep, read)
    return read
  }

  return {
    /**
     * Within a transaction; runs that are there already are passed over.
     * @returns what was stored, and which of the rows those are; undefined where nothing was
     */
    add(
      sweep: number,
      { count, numbers, reasons }: Rows,
    ): { readonly chunk: Chunk; readonly places: readonly number[] } | undefined {
      const width = numbers.length / count
      const there = knownOf(sweep)
      const keys = Array.from({ length: count }, (_, place) => keyNumber(numbers, place * width))
      const places: number[] = []
      for (let place = 0; place < count; place++) {
        if (there.keys.has(keys[place])) continue
        there.keys.add(keys[place])
        places.push(place)
      }
      if (places.length === 0) return undefined
      // What fails from here on is found out by the number of those that are there.
      const rows = places.length === count ? numbers : picked(numbers, places, width)
      const chunk = {
        place: there.end,
        firstRun: reserved(places.length),
        count: places.length,
        numbers: rows,
      }
      there.end = NaN
      insert.run({ sweep, ...chunk, numbers: bytesOf(rows), reasons: JSON.stringify(reasons) })
      there.end = chunk.place + chunk.count
      return { chunk, places }
    },

    /** Those that have places `first .. end - 1`, and maybe some more on either side. */
    *some(sweep: number, first = 0, end = Infinity): Generator<ChunkWithReasons> {
      for (const { numbers, reasons, ...chunk } of some.iterate({ sweep, first, end }))
        yield { ...chunk, numbers: numbersIn(numbers), reasons: () => reasonsIn(reasons) }
    },

    /** Where a run is; undefined where it is of no sweep. */
    placeOf(run: number): RunPlace | undefined {
      const found = before.get(run)
      if (!found || run >= found.firstRun + found.count) return undefined
      return { sweep: found.sweep, chunk: found.chunk, at: run - found.firstRun }
    },

    /** One run's row, with the reasons that it may name. */
    row(place: RunPlace): Pick<Rows, 'numbers' | 'reasons'> {
      const found = rowAt.get(place)
      if (!found) throw new Error(`sweep ${place.sweep} has no chunk ${place.chunk}`)
      return {
        numbers: numbersIn(found.numbers),
        reasons: reasonsIn(found.reasons),
      }
    },
  }
}
