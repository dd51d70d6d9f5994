import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { parseExperiment, type Experiment } from '@core/experiment'
import { minimumOf, planRuns } from '@core/plan'
import type { RunRecord } from '../../../../src/main/contract'
import { openStore, type OpenOptions, type OpenResult, type Store } from '../../../../src/main/store'
import type { NewRun } from '../../../../src/main/store/tables/new-run'

/** A folder of its own for a test, gone when the test is. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'descent-lab-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const freshFile = (): string => join(freshFolder(), 'descent-lab.db')

/** Closed when the test is over, if the test has not done it. */
export function opened(options: OpenOptions): OpenResult {
  const result = openStore(options)
  onTestFinished(() => result.store.close())
  return result
}

export const openedWell = (options: OpenOptions): Store => {
  const { store, notices } = opened(options)
  if (notices.length > 0) throw new Error(notices.map(({ text }) => text).join('\n'))
  return store
}

export function experiment(name = 'Two ways down', labels: readonly string[] = ['GD', 'Adam']): Experiment {
  const parsed = parseExperiment({
    format: 'descent-lab/experiment@1',
    name,
    objective: { id: 'rosenbrock' },
    start: [-1.25, 1],
    iterations: 50_000,
    runs: labels.map((label, index) => ({ optimizer: index === 0 ? 'gd' : 'adam', label, seed: index })),
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  return parsed.value
}

export function newRuns(document: Experiment): readonly NewRun[] {
  const plans = planRuns(document)
  if (!plans.ok) throw new Error(JSON.stringify(plans.issues))
  return plans.value.map(({ run, objective, recordEvery, series, iterations }) => ({
    ...run,
    objective: document.objective.id,
    objectiveLabel: 'Rosenbrock',
    dimension: objective.dimension,
    rows: objective.rows,
    budget: iterations,
    recordEvery,
    series,
    minimum: minimumOf(objective) ?? null,
  }))
}

export interface Started {
  readonly session: number
  readonly runs: readonly RunRecord[]
}

export function start(store: Store, document = experiment(), startedAt = 1_000): Started {
  const session = store.sessions.begin(process.pid)
  return { session, runs: store.runs.insertLaunch({ document, runs: newRuns(document), session, startedAt }) }
}

export const startOne = (store: Store): RunRecord => start(store, experiment('One way down', ['GD'])).runs[0]

export const names = ['loss', 'gradient_norm'] as const

/** Points whose numbers say which point of which series they are. */
export function points(
  first: number,
  count: number,
): { first: number; count: number; columns: Float64Array<ArrayBuffer> } {
  const columns = new Float64Array(names.length * count)
  for (let i = 0; i < count; i++) {
    columns[i] = 1 / (1 + first + i)
    columns[count + i] = -(first + i)
  }
  return { first, count, columns }
}

/** The files in a folder that begin like the database, in their order. */
export const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.startsWith('descent-lab'))
    .sort()

/** Reads a database past the store. */
export function look<Result>(file: string, read: (db: Database.Database) => Result): Result {
  const db = new Database(file, { readonly: true })
  try {
    return read(db)
  } finally {
    db.close()
  }
}
