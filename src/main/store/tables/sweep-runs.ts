import type { Database } from 'better-sqlite3'
import type { Experiment } from '@core/experiment'
import { keyIn, targetsOf, unpackRun, type OutcomeNumbers } from '@core/sweep/packing'
import type { RunKey, SweepRuns as RunsOf } from '@core/sweep/runs'
import type { ToldReason } from '../../../worker/protocol'
import type { RunRecord } from '../../contract'
import type { CurveBatch, Curves } from '../curves/curves'
import { sweepFrom } from './document'
import type { ObjectiveFacts } from './new-run'
import { columnOf, kept, recordFrom, rowFrom, type Row } from './run-rows'
import {
  createSweepChunks,
  type Chunk,
  type ChunkWithReasons,
  type RunPlace,
  type Rows,
} from './sweep-chunks'
import { recordInSweep } from './sweep-record'
import { resultsOf, type StoredResults } from './sweep-results'

/** What a run's own row says that does not follow from its sweep. */
type Own = Pick<RunRecord, 'points' | 'hash'> & Partial<Pick<RunRecord, 'label' | 'note'>>

/** A run that gets a row of its own, and its curve. */
export interface OwnRow {
  readonly own: Own
  readonly curve: () => readonly CurveBatch[]
}

/** Runs of a sweep that have come to their end. */
export interface EndedRuns extends Rows {
  /** By their places in the rows. */
  readonly owned: ReadonlyMap<number, OwnRow>
}

/** A run as it is stored, to be stored elsewhere. */
export interface StoredRun {
  readonly key: RunKey
  readonly outcome: OutcomeNumbers
  readonly endedAt: number
  readonly reason: ToldReason
  readonly owned: OwnRow | undefined
}

interface Origin {
  readonly launch: number
  readonly name: string
  readonly document: string
  readonly objectives: string
}

export type SweepRuns = ReturnType<typeof createSweepRuns>

/**
 * The runs of sweeps. What a row of `runs` would say of one follows from its sweep's document and the numbers
 * that are stored; only a run that is more than that has a row: one that somebody named, or with a curve.
 */
export function createSweepRuns(db: Database, curves: Curves) {
  const chunks = createSweepChunks(db)
  const rows = db.prepare<{ first: number; last: number }, Row>(`
    select id, '' as experimentName, ${kept.map((field) => `runs.${columnOf[field]} as ${field}`).join(', ')}
    from runs where id between @first and @last`)
  const newRow = db.prepare<ReturnType<typeof rowFrom> & { readonly id: number; readonly sweep: number }>(`
    insert into runs (id, sweep, ${kept.map((field) => columnOf[field]).join(', ')})
    values (@id, @sweep, ${kept.map((field) => `@${field}`).join(', ')})`)
  const originOf = db.prepare<[sweep: number], Origin>(`
    select launch, launches.name, document, objectives from sweeps join launches on launches.id = launch
    where sweeps.id = ? and (trashed_at is null or trashed_at >= 0)`)
  /** The document that was asked about last. */
  let last: { readonly document: string; readonly sweep: RunsOf } | undefined

  function sweepOf(origin: Origin, run: number): RunsOf {
    if (last?.document !== origin.document)
      last = { document: origin.document, sweep: sweepFrom(origin, `run ${run}`) }
    return last.sweep
  }

  function recordAt(run: number, place: RunPlace): RunRecord | undefined {
    const origin = originOf.get(place.sweep)
    if (!origin) return undefined
    return recordInSweep({
      id: run,
      launch: origin.launch,
      name: origin.name,
      sweep: sweepOf(origin, run),
      objectives: JSON.parse(origin.objectives) as readonly ObjectiveFacts[],
      ...chunks.row(place),
    })
  }

  /** @returns false where it is a run of no sweep */
  function giveRow(run: number, own: Partial<Own> = {}): boolean {
    const place = chunks.placeOf(run)
    const record = place && recordAt(run, place)
    if (!record) return false
    const position = place.chunk + place.at
    newRow.run({ ...rowFrom({ ...record, ...own, position }), id: run, sweep: place.sweep })
    return true
  }

  function ownRow(row: Row): OwnRow {
    const { id, label, note, points, hash, series } = recordFrom(row)
    const read = (): CurveBatch => {
      const { count, series: columns } = curves.read(id, series)
      const batch = new Float64Array(count * series.length)
      for (const [index, name] of series.entries()) batch.set(columns[name], index * count)
      return { first: 0, count, columns: batch }
    }
    return { own: { label, note, points, hash }, curve: () => (points > 0 ? [read()] : []) }
  }

  function* storedIn({ firstRun, count, numbers, reasons }: ChunkWithReasons): Generator<StoredRun> {
    const told = reasons()
    const width = numbers.length / count
    const owned = new Map(
      rows.all({ first: firstRun, last: firstRun + count - 1 }).map((row) => [row.id, row]),
    )
    for (let at = 0; at < count; at++) {
      const { reason, ...packed } = unpackRun(numbers, at * width, targetsOf(width))
      const row = owned.get(firstRun + at)
      yield { ...packed, reason: told[reason], owned: row && ownRow(row) }
    }
  }

  return {
    giveRow,

    /** Within a transaction; one that is stored already is passed over. @returns those that were not */
    add(sweep: number, { owned, ...ended }: EndedRuns): Chunk | undefined {
      const added = chunks.add(sweep, ended)
      if (!added || owned.size === 0) return added?.chunk
      for (const [at, place] of added.places.entries()) {
        const its = owned.get(place)
        const run = added.chunk.firstRun + at
        if (!its || !giveRow(run, its.own)) continue
        const [row] = rows.all({ first: run, last: run })
        curves.append(run, recordFrom(row).series, ...its.curve())
      }
      return added.chunk
    },

    /** @param targets of the sweep */
    results: (sweep: number, targets: number, first: number, limit: number): StoredResults =>
      resultsOf([...chunks.some(sweep, first, first + limit)], targets, first, limit),

    /** Every run, to be stored elsewhere. */
    *stored(sweep: number): Generator<StoredRun> {
      for (const chunk of [...chunks.some(sweep)]) yield* storedIn(chunk)
    },

    /** Which run of its sweep each is that is stored. */
    *keys(sweep: number): Generator<RunKey> {
      for (const { count, numbers } of chunks.some(sweep))
        for (let at = 0; at < numbers.length; at += numbers.length / count) yield keyIn(numbers, at)
    },

    /** Which run of its sweep a run is; undefined where it is of none. */
    keyOf(run: number): RunKey | undefined {
      const place = chunks.placeOf(run)
      return place && keyIn(chunks.row(place).numbers, 0)
    },

    /** A run that has no row of its own; undefined where there is none. */
    record(run: number): RunRecord | undefined {
      const place = chunks.placeOf(run)
      return place && recordAt(run, place)
    },

    /** A run of a sweep by itself; undefined where it is of none. */
    experimentOf(run: number): Experiment | undefined {
      const place = chunks.placeOf(run)
      const origin = place && originOf.get(place.sweep)
      return place && origin && sweepOf(origin, run).experimentOf(keyIn(chunks.row(place).numbers, 0))
    },
  }
}
