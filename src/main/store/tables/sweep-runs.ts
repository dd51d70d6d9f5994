import type { Database } from 'better-sqlite3'
import type { OutcomeNumbers } from '@core/sweep/packing'
import type { RunKey } from '@core/sweep/runs'
import { runStatuses, type RunStatus } from '@core/run-statuses'
import type { RunRecord, SweepResults } from '../../contract'
import type { CurveBatch, Curves } from '../curves/curves'
import { columnOf, kept, recordFrom, rowFrom, type Row } from './run-rows'

/** A run of a sweep that has come to its end. */
export interface SweepRun {
  readonly key: RunKey
  readonly record: Omit<RunRecord, 'id' | 'experimentName' | 'launch' | 'position'>
  readonly outcome: OutcomeNumbers
  /** Empty where it is not kept. */
  readonly curve: readonly CurveBatch[]
}

/** Results as they are stored; the values of the axes follow from the trials. */
export type StoredResults = Omit<SweepResults, 'sweep' | 'total' | 'values'>

const columns = [
  'run',
  'method',
  'problem',
  'trial',
  'seed',
  'status',
  'start_loss',
  'final_loss',
  'best_loss',
  'best_iteration',
  'iterations',
  'evaluations',
  'duration',
  'reached',
] as const

type Cell = number | string | Buffer | null

/** A run with what its sweep knows of it. */
interface WholeRow extends Row, Pick<RunKey, 'method' | 'problem' | 'trial'> {
  readonly seedPlace: number
  readonly start: number | null
  readonly reached: Buffer
}

const bytes = Float64Array.BYTES_PER_ELEMENT

function packed(updates: readonly number[], evaluations: readonly number[]): Buffer {
  const buffer = Buffer.alloc(bytes * (updates.length + evaluations.length))
  for (const [index, value] of [...updates, ...evaluations].entries())
    buffer.writeDoubleLE(value, bytes * index)
  return buffer
}

/** What the runs of sweeps came to. */
export function createSweepRuns(db: Database, curves: Curves) {
  const newRun = db.prepare<ReturnType<typeof rowFrom> & { readonly sweep: number }>(`
    insert into runs (sweep, ${kept.map((field) => columnOf[field]).join(', ')})
    values (@sweep, ${kept.map((field) => `@${field}`).join(', ')})`)
  const newResult = db.prepare<Cell[]>(`
    insert into sweep_runs (sweep, place, ${columns.join(', ')})
    values (?, ?, ${columns.map(() => '?').join(', ')})`)
  const isThere = db
    .prepare<number[], number>(
      'select 1 from sweep_runs where sweep = ? and method = ? and problem = ? and trial = ? and seed = ?',
    )
    .pluck()
  const nextPlace = db
    .prepare<[sweep: number], number>('select coalesce(max(place) + 1, 0) from sweep_runs where sweep = ?')
    .pluck()
  const some = db.prepare<[sweep: number, first: number, end: number], Cell[]>(
    `select ${columns.join(', ')} from sweep_runs where sweep = ? and place >= ? and place < ? order by place`,
  )
  const keys = db.prepare<[sweep: number], number[]>(
    'select method, problem, trial, seed from sweep_runs where sweep = ?',
  )
  const keyOf = db.prepare<[run: number], RunKey>(`
    select method, problem, trial, sweep_runs.seed as seed from sweep_runs
    join runs on runs.sweep = sweep_runs.sweep and runs.position = sweep_runs.place where runs.id = +?`)
  const whole = db.prepare<[sweep: number], WholeRow>(`
    select runs.id, launches.name as experimentName,
      ${kept.map((field) => `runs.${columnOf[field]} as ${field}`).join(', ')},
      sweep_runs.method, sweep_runs.problem, sweep_runs.trial, sweep_runs.seed as seedPlace,
      sweep_runs.start_loss as start, sweep_runs.reached
    from sweep_runs join runs on runs.id = sweep_runs.run join launches on launches.id = runs.launch
    where sweep_runs.sweep = ? order by sweep_runs.place`)
  some.raw()
  keys.raw()

  /** Within a transaction. @returns those that were not there yet */
  function add(sweep: number, launch: number, runs: readonly SweepRun[]): readonly SweepRun[] {
    let place = nextPlace.get(sweep) ?? 0
    const added: SweepRun[] = []
    for (const run of runs) {
      const { key, record, outcome } = run
      const { method, problem, trial, seed } = key
      if (isThere.get(sweep, method, problem, trial, seed) !== undefined) continue
      const id = Number(
        newRun.run({ ...rowFrom({ ...record, launch, position: place }), sweep }).lastInsertRowid,
      )
      const evaluations = outcome.valueEvaluations + outcome.gradientEvaluations + outcome.hessianEvaluations
      newResult.run(
        ...[sweep, place, id, method, problem, trial, seed, outcome.status],
        ...[outcome.startLoss, outcome.finalLoss, outcome.bestLoss, outcome.bestIteration],
        ...[outcome.iterations, evaluations, outcome.duration],
        packed(outcome.reachedUpdates, outcome.reachedEvaluations),
      )
      if (run.curve.length > 0) curves.append(id, record.series, ...run.curve)
      place += 1
      added.push(run)
    }
    return added
  }

  /** @param targets of the sweep */
  function results(sweep: number, targets: number, first: number, limit: number): StoredResults {
    const rows = some.all(sweep, first, first + limit)
    const count = rows.length
    const column = (): Float64Array => new Float64Array(count)
    const numbers = columns.map(column)
    const reached = Array.from({ length: 2 * targets }, column)
    const status = columns.indexOf('status')
    const last = columns.indexOf('reached')
    for (const [index, row] of rows.entries()) {
      for (let k = 0; k < last; k++) {
        const cell = row[k]
        numbers[k][index] = typeof cell === 'number' ? cell : NaN
      }
      numbers[status][index] = runStatuses.indexOf(row[status] as RunStatus)
      const blob = row[last] as Buffer
      for (let k = 0; k < reached.length; k++)
        reached[k][index] = bytes * k < blob.length ? blob.readDoubleLE(bytes * k) : NaN
    }
    const [run, method, problem, trial, seed, statuses, startLoss, finalLoss, bestLoss] = numbers
    const [bestIteration, iterations, evaluations, duration] = numbers.slice(9)
    return {
      first,
      count,
      run,
      method,
      problem,
      trial,
      seed,
      status: statuses,
      startLoss,
      finalLoss,
      bestLoss,
      bestIteration,
      iterations,
      evaluations,
      duration,
      reachedUpdates: reached.slice(0, targets),
      reachedEvaluations: reached.slice(targets),
    }
  }

  /** Every run with its row, to be stored elsewhere. */
  function* stored(sweep: number, targets: number): Generator<SweepRun> {
    for (const { method, problem, trial, start, reached, ...row } of whole.iterate(sweep)) {
      const record = recordFrom(row)
      const numbers = Array.from({ length: 2 * targets }, (_, k) => reached.readDoubleLE(bytes * k))
      yield {
        curve: [],
        key: { method, problem, trial, seed: row.seedPlace },
        record,
        outcome: {
          duration: record.duration,
          iterations: record.iterations,
          finalLoss: record.finalLoss,
          bestLoss: record.bestLoss,
          bestIteration: record.bestIteration,
          status: record.status as OutcomeNumbers['status'],
          startLoss: start ?? NaN,
          valueEvaluations: record.valueEvaluations ?? 0,
          gradientEvaluations: record.gradientEvaluations ?? 0,
          hessianEvaluations: record.hessianEvaluations ?? 0,
          reachedUpdates: numbers.slice(0, targets),
          reachedEvaluations: numbers.slice(targets),
        },
      }
    }
  }

  return {
    add,
    stored,
    results,
    /** Method, problem, trial and seed of every run that is stored. */
    keys: (sweep: number): IterableIterator<number[]> => keys.iterate(sweep),
    /** Which run of its sweep a run is; undefined where it is of none. */
    keyOf: (run: number): RunKey | undefined => keyOf.get(run),
  }
}
