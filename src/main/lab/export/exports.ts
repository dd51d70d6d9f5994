import { randomUUID } from 'node:crypto'
import { setImmediate as otherWork } from 'node:timers/promises'
import { bindObjective, planRun } from '@core/plan'
import type { ExportFile, ExportFormat, RunRecord } from '../../contract'
import { Fault } from '../../faults'
import type { Store } from '../../store'
import { exportFormats } from './'
import { required } from '../tables/table-maker'
import { tableOf } from '../tables/tables'
import type { Locate } from '../tables/table-source'
import type { ExportDefinition, RemadeRun, RunToWrite } from './contract'

/** A file on its way to somebody: pieces are made as they are asked for. */
export interface FileStream {
  /** Its media type. */
  readonly type: string
  readonly pieces: AsyncIterable<Uint8Array>
}

interface Order {
  readonly format: ExportDefinition
  readonly runs: readonly number[]
  readonly forget: NodeJS.Timeout
}

/** Milliseconds in which an export has to be fetched. */
const fetchedWithin = 60_000

/** Lets runs and other calls have their turn between the pieces. */
async function* unhurried(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    yield piece
    await otherWork()
  }
}

/** @throws Fault `missing` */
export function formatOf(id: string): ExportDefinition {
  const format = exportFormats.find((each) => each.id === id)
  if (format) return format
  const known = exportFormats.map((each) => each.id).join(', ')
  throw new Fault('missing', `there is no export format ${JSON.stringify(id)}; there are ${known}`)
}

/** Writes runs in the formats of the catalog, piece by piece, whatever their size. */
export class Exports {
  private readonly orders = new Map<string, Order>()

  /** @param recordOf throws Fault `missing` where there is no such run */
  constructor(
    private readonly store: Store,
    private readonly recordOf: (run: number) => RunRecord,
    private readonly locate: Locate,
  ) {}

  formats(): readonly ExportFormat[] {
    return exportFormats.map(({ id, label, about, extension, named }) => ({
      id,
      label,
      about,
      extension,
      named,
    }))
  }

  /**
   * The file's pieces. Runs are looked up at once; a piece of a curve is read when its turn comes.
   * @throws Fault `missing` where there is no such run
   */
  write(format: ExportDefinition, runs: readonly number[]): Iterable<Uint8Array> {
    return format.write(runs.map((run) => this.runToWrite(run)))
  }

  /**
   * Prepares a file to be fetched, once and within a minute.
   * @throws Fault `missing` where there is no such format or run, or what the format has against the runs
   */
  prepare(id: string, runs: readonly number[]): ExportFile {
    const format = formatOf(id)
    for (const run of runs) this.recordOf(run)
    format.check?.(runs.map((run) => this.runToWrite(run)))
    const ticket = randomUUID()
    const forget = setTimeout(() => this.orders.delete(ticket), fetchedWithin).unref()
    this.orders.set(ticket, { format, runs, forget })
    return { address: `export/${ticket}`, extension: format.extension }
  }

  /** The file that was prepared under this address; undefined where there is none, or none any more. */
  fetch(address: string): FileStream | undefined {
    const ticket = /^export\/([\w-]+)$/.exec(address)?.[1]
    const order = ticket === undefined ? undefined : this.orders.get(ticket)
    if (ticket === undefined || !order) return undefined
    this.orders.delete(ticket)
    clearTimeout(order.forget)
    return { type: order.format.type, pieces: unhurried(this.write(order.format, order.runs)) }
  }

  private runToWrite(run: number): RunToWrite {
    const record = this.recordOf(run)
    return {
      record,
      read: (first, count) => {
        const slice = this.store.curves.read(run, record.series, first, count)
        if (slice.count < count) throw new Fault('missing', `run ${run} was deleted meanwhile`)
        return slice.series
      },
      remade: () => this.remade(record),
    }
  }

  private remade({ id, position }: RunRecord): RemadeRun {
    const experiment = this.store.runs.document(id)
    const { objective } = experiment
    const table = objective.data && required(tableOf(objective.data, this.locate))
    const plan = planRun(experiment, experiment.runs[position], bindObjective(experiment, table))
    return { plan, objective, table }
  }
}
