import { createHash } from 'node:crypto'
import { totalmem } from 'node:os'
import { layRows } from '@core/data/row-major'
import { bytesOfOrder } from '@core/data/sampler'
import { dataIssues, type DataSource, type RunSpec } from '@core/experiment'
import type { Table } from '@core/objectives/contract'
import { dataKindOf } from '@core/objectives/reading'
import { Fault, invalid } from '../../faults'
import { inSlices } from '../yielding'
import { madeOf, recipeOf, sharedColumn, TableMaker, type MadeTable } from './table-maker'
import type { Locate } from './table-source'

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
  readonly keptFor?: number
}

/** Data, and the kind of objective that they are for. */
export interface WantedTable {
  readonly objective: string
  readonly data: DataSource
}

/** A table in memory that all threads share, while it is in use. */
export interface KeptTable extends MadeTable {
  /** Keeps it for a run as well, one of those it was asked for, until the run is released. */
  hold(run: number, spec: RunSpec): void
}

interface Entry {
  readonly key: string
  /** Of the table, laid out one way and another. */
  bytes: number
  /** Of what runs hold for themselves. */
  beside: number
  /** What every kind of objective gets. */
  readonly columns: Promise<Table>
  /** By kind of objective. */
  readonly readings: Map<string, Promise<MadeTable>>
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

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20).toLocaleString('en')} MB`

const bytesOf = (numbers: number): number => numbers * Float64Array.BYTES_PER_ELEMENT

/** Names a data source; one that has its rows in itself goes by their hash. */
function keyOf(data: DataSource): string {
  const text = JSON.stringify(data)
  return data.source === 'inline' ? createHash('sha256').update(text).digest('hex') : text
}

/**
 * The tables of the runs, each in memory once however many runs, pictures and checks use it, and
 * for a while longer. What takes long is done in turns with other work, or on a thread of its own.
 */
export class TableKeeper {
  private readonly entries = new Map<string, Entry>()
  private readonly runs = new Map<number, Held>()
  private readonly maker: TableMaker
  private readonly budget: number
  private readonly keptFor: number

  constructor(
    private readonly links: TableLinks,
    { worker, budget = totalmem() / 4, keptFor = 60_000 }: KeeperOptions,
  ) {
    this.maker = new TableMaker(worker, links.locate)
    this.budget = budget
    this.keptFor = keptFor
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
    { objective, data }: WantedTable,
    work: (kept: KeptTable) => Result | Promise<Result>,
    runs: readonly RunSpec[] = [],
  ): Promise<Result> {
    const issues = dataIssues(data)
    if (issues.length > 0) throw invalid(issues)
    if (data.source === 'csv') await this.links.convert(data.path)
    const kind = dataKindOf(objective)
    const entry = this.entryOf(data, objective)
    this.enter(entry)
    let reserved = 0
    try {
      const { table: columns, view } = await this.readingOf(entry, data, objective)
      const isRead = runs.some((run) => kind.wantsRowMajor(columns, run))
      const table = isRead ? { ...columns, rowMajor: await this.rowMajorOf(entry, columns) } : columns
      const bytesOfRun = (run: RunSpec): number =>
        bytesOfOrder(table.target.length, run) + bytesOf(kind.numbersOfRun(table, run))
      const beside = runs.reduce((sum, run) => sum + bytesOfRun(run), 0)
      this.makeRoom(beside, 'what these runs hold beside their table')
      reserved = beside
      entry.beside += reserved
      return await work({ table, view, hold: (run, spec) => this.hold(run, entry, bytesOfRun(spec)) })
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
    for (const { idle } of this.entries.values()) clearTimeout(idle)
    await this.maker.close()
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
    entry.idle = setTimeout(() => this.drop(entry), this.keptFor).unref()
    // The one that was used last goes last.
    this.entries.delete(entry.key)
    this.entries.set(entry.key, entry)
  }

  private drop(entry: Entry): void {
    clearTimeout(entry.idle)
    if (this.entries.get(entry.key) === entry) this.entries.delete(entry.key)
  }

  private entryOf(data: DataSource, objective: string): Entry {
    const key = keyOf(data)
    const known = this.entries.get(key)
    if (known) return known
    const recipe = recipeOf(data, this.links.locate)
    const bytes = bytesOf(recipe.rows * recipe.columns)
    this.makeRoom(bytes, 'this table')
    const first = this.maker.make(data, recipe, objective)
    const columns = first.then((made) => made.columns)
    const entry: Entry = {
      key,
      bytes,
      beside: 0,
      columns,
      readings: new Map(),
      rowMajor: undefined,
      users: 0,
      idle: undefined,
    }
    this.entries.set(key, entry)
    this.keepReading(
      entry,
      objective,
      first.then((made) => madeOf(made.columns, made.reading, data)),
    )
    // Whoever waits for it hears what went wrong.
    columns.catch(() => this.drop(entry))
    return entry
  }

  /** Each kind of objective goes through a table once, however many of its runs are on it. */
  private readingOf(entry: Entry, data: DataSource, objective: string): Promise<MadeTable> {
    const known = entry.readings.get(objective)
    if (known) return known
    const reading = entry.columns.then(async (columns) => {
      return madeOf(columns, await this.maker.read(columns, objective), data)
    })
    return this.keepReading(entry, objective, reading)
  }

  private keepReading(entry: Entry, objective: string, reading: Promise<MadeTable>): Promise<MadeTable> {
    entry.readings.set(objective, reading)
    reading.catch(() => entry.readings.delete(objective))
    return reading
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
}
