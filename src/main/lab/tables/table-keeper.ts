import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { totalmem } from 'node:os'
import { Worker } from 'node:worker_threads'
import { layRows } from '@core/data/row-major'
import type { TableView } from '@core/data/view'
import { dataIssues, type DataSource, type RunSpec } from '@core/experiment'
import type { Parsed } from '@core/issues'
import type { Table } from '@core/objectives/contract'
import { momentsOf } from '@core/objectives/regression/moments'
import { bytesOfRun, wantsRowMajor } from '@core/objectives/regression/run-memory'
import type { TableAnswer, TableOrder } from '../../../worker/protocol'
import { Fault, invalid } from '../../faults'
import { placesOf, takeColumns, type Locate } from './table-source'
import { csvTableOf, inlineTable, missingTable, cannotStandardize, tableOf } from './tables'
import { inSlices } from '../yielding'

/** What a keeper needs of the data sets. */
export interface TableLinks {
  /** Turns a table of an older version into numbers. */
  convert(path: string): Promise<void>
  readonly locate: Locate
}

export interface KeeperOptions {
  /** The built thread entry. */
  readonly worker: URL
  /** Bytes that tables, and what runs hold beside them, may take in memory, all together. */
  readonly budget?: number
  /** How long a table that nobody uses is kept, in milliseconds. */
  readonly patience?: number
}

/** A table in memory that all threads share, while it is in use. */
export interface KeptTable {
  readonly table: Table
  /** As much of it as leaves the lab, and as it takes to plan a run. */
  readonly view: TableView
  /** Keeps it for a run as well, one of those it was asked for, until the run is released. */
  hold(run: number, spec: RunSpec): void
}

type Made = Omit<KeptTable, 'hold'>

interface Entry {
  readonly key: string
  /** Of the table, laid out one way and another. */
  bytes: number
  /** Of what runs hold for themselves. */
  beside: number
  readonly made: Promise<Made>
  /** Asked for by a run that reads the table row by row. */
  rowMajor: Promise<Float64Array> | undefined
  users: number
  idle: NodeJS.Timeout | undefined
}

/** What a run holds. */
interface Held {
  readonly entry: Entry
  readonly bytes: number
}

/** How large a table is to be, and what fills it. */
interface Recipe {
  readonly rows: number
  readonly columns: number
  order(): Promise<TableOrder>
}

/** Numbers that are got ready without a thread: a few milliseconds. */
const fewNumbers = 20_000

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20).toLocaleString('en')} MB`

const bytesOf = (numbers: number): number => numbers * Float64Array.BYTES_PER_ELEMENT

const sharedColumn = (rows: number): Float64Array => new Float64Array(new SharedArrayBuffer(bytesOf(rows)))

function shared(table: Table): Table {
  const copy = (values: Float64Array): Float64Array => {
    const column = sharedColumn(values.length)
    column.set(values)
    return column
  }
  return { ...table, features: table.features.map(copy), target: copy(table.target) }
}

function required<Value>(parsed: Parsed<Value>): Value {
  if (!parsed.ok) throw invalid(parsed.issues)
  return parsed.value
}

/** Names a data source; one that has its rows in itself goes by their hash. */
function keyOf(data: DataSource): string {
  const text = JSON.stringify(data)
  return data.source === 'inline' ? createHash('sha256').update(text).digest('hex') : text
}

function recipeOf(data: DataSource, locate: Locate): Recipe {
  if (data.source === 'normal') {
    const { rows, seed } = data
    const order = async (): Promise<TableOrder> => ({
      table: {
        featureNames: ['x'],
        targetName: 'y',
        features: [sharedColumn(rows)],
        target: sharedColumn(rows),
      },
      normal: { seed },
      standardize: false,
    })
    return { rows, columns: 2, order }
  }
  const { standardize } = data
  if (data.source === 'inline') {
    const order = async (): Promise<TableOrder> => ({
      table: shared(inlineTable(data)),
      normal: undefined,
      standardize,
    })
    return { rows: data.y.length, columns: data.x[0].length + 1, order }
  }
  const source = locate(data.path)
  if (!source) throw invalid(missingTable(data).issues)
  const places = required(placesOf(source, data))
  return {
    rows: source.rows,
    columns: places.length,
    async order() {
      const columns = required(await inSlices(takeColumns(source, places, sharedColumn)))
      return { table: csvTableOf(data, columns), normal: undefined, standardize }
    },
  }
}

/**
 * The tables of the runs, each in memory once however many runs, pictures and checks use it, and
 * for a while longer. What takes long is done in turns with other work, or on a thread of its own.
 */
export class TableKeeper {
  private readonly entries = new Map<string, Entry>()
  private readonly runs = new Map<number, Held>()
  private thread: Worker | undefined
  /** When the table before is made: several at once would only take the processors from the runs. */
  private turn: Promise<unknown> = Promise.resolve()
  private closing = false
  private readonly worker: URL
  private readonly budget: number
  private readonly patience: number

  constructor(
    private readonly links: TableLinks,
    { worker, budget = totalmem() / 4, patience = 60_000 }: KeeperOptions,
  ) {
    this.worker = worker
    this.budget = budget
    this.patience = patience
  }

  /** What the tables, and the runs beside them, take in memory, in bytes. */
  get bytes(): number {
    return [...this.entries.values()].reduce((sum, { bytes, beside }) => sum + bytes + beside, 0)
  }

  /**
   * Hands a table to `work` and keeps it until that is done.
   * @param runs those that the table is asked for
   * @throws Fault `invalid` with the paths of what is wrong with the data, `limit` where there is no room
   */
  async use<Result>(
    data: DataSource,
    work: (kept: KeptTable) => Result | Promise<Result>,
    runs: readonly RunSpec[] = [],
  ): Promise<Result> {
    const issues = dataIssues(data)
    if (issues.length > 0) throw invalid(issues)
    if (data.source === 'csv') await this.links.convert(data.path)
    const entry = this.entryOf(data)
    this.enter(entry)
    let reserved = 0
    try {
      const { table: columns, view } = await entry.made
      const isRead = runs.some((run) => wantsRowMajor(columns, run))
      const table = isRead ? { ...columns, rowMajor: await this.rowMajorOf(entry, columns) } : columns
      const beside = runs.reduce((sum, run) => sum + bytesOfRun(table, run), 0)
      this.makeRoom(beside, 'what these runs hold beside their table')
      reserved = beside
      entry.beside += reserved
      return await work({ table, view, hold: (run, spec) => this.hold(run, entry, bytesOfRun(table, spec)) })
    } finally {
      entry.beside -= reserved
      this.leave(entry)
    }
  }

  /** A run has ended; one without a table is no error. */
  release(run: number): void {
    const held = this.runs.get(run)
    if (!held) return
    this.runs.delete(run)
    held.entry.beside -= held.bytes
    this.leave(held.entry)
  }

  async close(): Promise<void> {
    this.closing = true
    for (const { idle } of this.entries.values()) clearTimeout(idle)
    await this.thread?.terminate()
  }

  private hold(run: number, entry: Entry, bytes: number): void {
    this.enter(entry)
    entry.beside += bytes
    this.runs.set(run, { entry, bytes })
  }

  private enter(entry: Entry): void {
    entry.users += 1
    clearTimeout(entry.idle)
  }

  private leave(entry: Entry): void {
    entry.users -= 1
    // One that could not be made is gone already, and another may stand in its place.
    if (entry.users > 0 || this.entries.get(entry.key) !== entry) return
    entry.idle = setTimeout(() => this.drop(entry), this.patience).unref()
    // The one that was used last goes last.
    this.entries.delete(entry.key)
    this.entries.set(entry.key, entry)
  }

  private drop(entry: Entry): void {
    clearTimeout(entry.idle)
    if (this.entries.get(entry.key) === entry) this.entries.delete(entry.key)
  }

  private entryOf(data: DataSource): Entry {
    const key = keyOf(data)
    const known = this.entries.get(key)
    if (known) return known
    const recipe = recipeOf(data, this.links.locate)
    const bytes = bytesOf(recipe.rows * recipe.columns)
    this.makeRoom(bytes, 'this table')
    const made = this.make(data, recipe)
    const entry: Entry = { key, bytes, beside: 0, made, rowMajor: undefined, users: 0, idle: undefined }
    this.entries.set(key, entry)
    // Whoever waits for it hears what went wrong.
    made.catch(() => this.drop(entry))
    return entry
  }

  private rowMajorOf(entry: Entry, { features, target }: Table): Promise<Float64Array> {
    if (entry.rowMajor) return entry.rowMajor
    const numbers = features.length * target.length
    this.makeRoom(bytesOf(numbers), 'this table laid out for batches')
    entry.bytes += bytesOf(numbers)
    const rows = sharedColumn(numbers)
    entry.rowMajor = inSlices(layRows(features, rows)).then(() => rows)
    return entry.rowMajor
  }

  /** @throws Fault `limit` */
  private makeRoom(bytes: number, what: string): void {
    const resting = [...this.entries.values()].filter(({ users }) => users === 0)
    for (const entry of resting) if (this.bytes + bytes > this.budget) this.drop(entry)
    if (this.bytes + bytes <= this.budget) return
    const inUse = this.bytes > 0 ? `, and those in use take ${megabytes(this.bytes)}` : ''
    const message = `${what} takes ${megabytes(bytes)} of memory; the limit for all tables is ${megabytes(this.budget)}${inUse}`
    throw new Fault('limit', message)
  }

  private async make(data: DataSource, { rows, columns, order }: Recipe): Promise<Made> {
    if (rows * columns <= fewNumbers) {
      const table = required(tableOf(data, this.links.locate))
      // Gone through once, not by every run of it again.
      const moments = momentsOf(table)
      return { table: { ...shared(table), moments }, view: { ...table, moments } }
    }
    const filled = await order()
    const answer = await this.inTurn(filled)
    if (!answer.ok) throw invalid(cannotStandardize(answer.message).issues)
    const { moments, view } = answer
    return { table: { ...filled.table, moments }, view }
  }

  private inTurn(order: TableOrder): Promise<TableAnswer> {
    const answer = this.turn.then(() => this.onThread(order))
    this.turn = answer.catch(() => undefined)
    return answer
  }

  private async onThread(workerData: TableOrder): Promise<TableAnswer> {
    if (this.closing) throw new Fault('conflict', 'the lab is closing; start it again to use these data')
    const thread = new Worker(this.worker, { workerData })
    this.thread = thread
    const ended = new AbortController()
    thread.once('exit', () => ended.abort())
    try {
      const [answer] = (await once(thread, 'message', { signal: ended.signal })) as [TableAnswer]
      return answer
    } catch (error) {
      const detail = ended.signal.aborted ? 'its thread ended' : String(error)
      throw new Fault('internal', `the table could not be made: ${detail}`)
    } finally {
      this.thread = undefined
      await thread.terminate()
    }
  }
}
