import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { TableView } from '@core/data/view'
import type { DataSource } from '@core/experiment'
import type { Parsed } from '@core/issues'
import type { DataFault, Table } from '@core/objectives/contract'
import { readTable, type TableReading } from '@core/objectives/reading'
import type { TableAnswer, TableOrder } from '../../../worker/protocol'
import { Fault, invalid } from '../../faults'
import { inSlices } from '../yielding'
import { placesOf, takeColumns, type Locate } from './table-source'
import { csvTableOf, inlineTable, missingTable, cannotStandardize, tableOf } from './tables'

/** A table as a kind of objective has it. */
export interface MadeTable {
  /** In memory that threads share, with the summary of the kind. */
  readonly table: Table
  /** As much of it as leaves the lab, and as it takes to plan a run. */
  readonly view: TableView
}

/** Columns of full length, and what is still to be done to them. */
type Columns = Omit<TableOrder, 'objective'>

/** How large a table is to be, and what fills it. */
export interface Recipe {
  readonly rows: number
  readonly columns: number
  order(): Promise<Columns>
}

/** Columns as they are to be, and what the first kind of objective that asked made of them. */
export interface FirstReading {
  readonly columns: Table
  readonly reading: TableReading
}

/** Numbers that are got ready without a thread: a few milliseconds. */
const fewNumbers = 20_000

const bytesOf = (numbers: number): number => numbers * Float64Array.BYTES_PER_ELEMENT

/** Memory that threads share. */
export const sharedColumn = (rows: number): Float64Array =>
  new Float64Array(new SharedArrayBuffer(bytesOf(rows)))

function shared(table: Table): Table {
  const copy = (values: Float64Array): Float64Array => {
    const column = sharedColumn(values.length)
    column.set(values)
    return column
  }
  return { ...table, features: table.features.map(copy), target: copy(table.target) }
}

/** @throws Fault `invalid` */
export function required<Value>(parsed: Parsed<Value>): Value {
  if (!parsed.ok) throw invalid(parsed.issues)
  return parsed.value
}

/** Where the fault stands in the experiment. */
const faultPath = ({ part }: DataFault, { source }: DataSource): string =>
  source === 'normal' ? 'objective.data' : `objective.data.${part}`

/** @throws Fault `invalid` where the kind does not take the table */
export function madeOf(columns: Table, reading: TableReading, data: DataSource): MadeTable {
  if (reading.ok) return { table: { ...columns, summary: reading.summary }, view: reading.view }
  const { fault } = reading
  throw invalid([{ path: faultPath(fault, data), message: `must ${fault.message}` }])
}

/** @throws Fault `invalid` where there are no such data */
export function recipeOf(data: DataSource, locate: Locate): Recipe {
  if (data.source === 'normal') {
    const { rows, seed } = data
    const order = async (): Promise<Columns> => ({
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
    const order = async (): Promise<Columns> => ({
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
 * Makes tables, and has kinds of objectives go through them: those of few numbers here, one after another on
 * a thread of its own.
 */
export class TableMaker {
  private thread: Worker | undefined
  /** When the table before is made: several at once would only take the processors from the runs. */
  private turn: Promise<unknown> = Promise.resolve()
  private closing = false

  constructor(
    private readonly worker: URL,
    private readonly locate: Locate,
  ) {}

  async close(): Promise<void> {
    this.closing = true
    await this.thread?.terminate()
  }

  /** The table, as every kind of objective gets it, and what one of them makes of it. */
  async make(data: DataSource, { rows, columns, order }: Recipe, objective: string): Promise<FirstReading> {
    if (rows * columns <= fewNumbers) {
      const table = shared(required(tableOf(data, this.locate)))
      return { columns: table, reading: readTable(table, objective) }
    }
    const filled = await order()
    const answer = await this.inTurn({ ...filled, objective })
    if (!answer.ok) throw invalid(cannotStandardize(answer.message).issues)
    const { reading } = answer
    const scales = reading.ok ? reading.view.scales : undefined
    return { columns: { ...filled.table, ...(scales && { scales }) }, reading }
  }

  /** What another kind of objective makes of a table. */
  async read(table: Table, objective: string): Promise<TableReading> {
    if ((table.features.length + 1) * table.target.length <= fewNumbers) return readTable(table, objective)
    const answer = await this.inTurn({ objective, table, normal: undefined, standardize: false })
    if (!answer.ok) throw new Fault('internal', answer.message)
    return answer.reading
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
