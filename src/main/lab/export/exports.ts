import { randomUUID } from 'node:crypto'
import { setImmediate as otherWork } from 'node:timers/promises'
import { bindObjective, planRun } from '@core/plan'
import type { ExportFile, ExportFormat, RunRecord } from '../../contract'
import { Fault } from '../../faults'
import type { Store } from '../../store'
import { sweepLimits } from '@core/sweep/options'
import { problemLabelsOf } from '@core/sweep/runs'
import { parsedSweep } from '../sweeps/preparing'
import { exportFormats } from './'
import { required } from '../tables/table-maker'
import { tableOf } from '../tables/tables'
import type { Locate } from '../tables/table-source'
import type { ExportDefinition, RemadeRun, RunToWrite } from './contract'
import { sweepCsv } from './sweep-csv'

/** A file on its way to somebody: pieces are made as they are asked for. */
export interface FileStream {
  /** Its media type. */
  readonly type: string
  readonly pieces: AsyncIterable<Uint8Array>
}

interface Order {
  /** Media type of the file. */
  readonly type: string
  write(): Iterable<Uint8Array>
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
    for (const run of runs) this.requireCurve(format, this.recordOf(run))
    return format.write(runs.map((run) => this.runToWrite(run)))
  }

  /**
   * Prepares a file to be fetched, once and within a minute.
   * @throws Fault `missing` where there is no such format or run, or what the format has against the runs
   */
  prepare(id: string, runs: readonly number[]): ExportFile {
    const format = formatOf(id)
    for (const run of runs) this.requireCurve(format, this.recordOf(run))
    format.check?.(runs.map((run) => this.runToWrite(run)))
    return this.keep(format.type, format.extension, () => this.write(format, runs))
  }

  /**
   * A file of a whole sweep, a row a run.
   * @throws Fault `missing` where there is no such sweep
   */
  sweep(id: number): Iterable<Uint8Array> {
    const { sweeps } = this.store
    const sweep = parsedSweep(sweeps.document(id))
    const stored = sweeps.results(id, sweep.options.targets.length, 0, sweepLimits.runs)
    return sweepCsv(sweep, problemLabelsOf(sweep), stored)
  }

  /** Prepares one to be fetched. @throws Fault `missing` */
  prepareSweep(id: number): ExportFile {
    if (!this.store.sweeps.get(id)) throw new Fault('missing', `there is no sweep ${id}`)
    return this.keep('text/csv;charset=utf-8', 'csv', () => this.sweep(id))
  }

  /** The file that was prepared under this address; undefined where there is none, or none any more. */
  fetch(address: string): FileStream | undefined {
    const ticket = /^export\/([\w-]+)$/.exec(address)?.[1]
    const order = ticket === undefined ? undefined : this.orders.get(ticket)
    if (ticket === undefined || !order) return undefined
    this.orders.delete(ticket)
    clearTimeout(order.forget)
    return { type: order.type, pieces: unhurried(order.write()) }
  }

  /** @throws Fault `conflict` where a curve is asked for that was not kept */
  private requireCurve({ recordsOnly }: ExportDefinition, { id, points }: RunRecord): void {
    if (recordsOnly || points > 0 || !this.store.sweeps.keyOf(id)) return
    const message = `the sweep of run ${id} kept values and no curves; open the run in the Lab to make its curve, or sweep with "keep": "curves"`
    throw new Fault('conflict', message)
  }

  private keep(type: string, extension: string, write: () => Iterable<Uint8Array>): ExportFile {
    const ticket = randomUUID()
    const forget = setTimeout(() => this.orders.delete(ticket), fetchedWithin).unref()
    this.orders.set(ticket, { type, write, forget })
    return { address: `export/${ticket}`, extension }
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
