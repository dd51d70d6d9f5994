import { dimensionOf } from '@core/experiment'
import { bindObjective, minimumOf } from '@core/plan'
import { sweepDocument, type Sweep } from '@core/sweep/document'
import { axesOf } from '@core/sweep/sizes'
import { problemLabelsOf, sweepRuns } from '@core/sweep/runs'
import type { SweepAxis } from '@core/sweep/contract'
import type { CallArguments, LabHandlers, SweepDetail, SweepRecord, SweepResults } from '../../contract'
import { Fault } from '../../faults'
import type { Store } from '../../store'
import type { Exports } from '../export/exports'
import type { StoredResults } from '../../store/tables/sweep-results'
import { parsedSweep } from './preparing'
import type { Sweeps } from './sweeps'

export interface SweepAnswerParts {
  readonly store: Store
  readonly sweeps: Sweeps
  readonly exports: Exports
  readonly session: number
  requireOpen(): void
  /** Has what was purged deleted. */
  discard(): void
}

type SweepHandlers = Pick<LabHandlers, Extract<keyof LabHandlers, `sweeps.${string}`>>

/** A number for a value on an axis: itself, or of a list of others its place. */
function numberer({ axis }: SweepAxis): (value: unknown) => number {
  if (axis.kind !== 'list' || axis.values.every((value) => typeof value === 'number')) return Number
  return (value) => axis.values.findIndex((each) => each === value)
}

/** What each run had on each axis, from its trial. */
function valuesOf(sweep: Sweep, { count, method, trial }: StoredResults): readonly Float64Array[] {
  const runs = sweepRuns(sweep)
  const columns = sweep.axes.map(() => new Float64Array(count).fill(NaN))
  const own = sweep.experiment.runs.map((_, run) =>
    axesOf(sweep.axes, run).map((axis) => ({
      column: columns[sweep.axes.indexOf(axis)],
      number: numberer(axis),
    })),
  )
  const known = own.map(() => new Map<number, readonly number[]>())
  for (let index = 0; index < count; index++) {
    const places = own[method[index]]
    const numbers = known[method[index]]
    let point = numbers.get(trial[index])
    if (!point) {
      point = runs.valuesOf(method[index], trial[index]).map((value, axis) => places[axis].number(value))
      numbers.set(trial[index], point)
    }
    for (const [axis, { column }] of places.entries()) column[index] = point[axis]
  }
  return columns
}

/** The lowest known value of a problem; null where none is, or only its data could tell. */
function minimumWithoutData(problem: Sweep['experiment']): number | null {
  if (problem.objective.data) return null
  return minimumOf(bindObjective(problem)) ?? null
}

export function sweepAnswersOf(parts: SweepAnswerParts): SweepHandlers {
  const { store, sweeps } = parts

  function found(id: number): SweepRecord {
    const record = store.sweeps.get(id)
    if (!record) throw new Fault('missing', `there is no sweep ${id}`)
    return sweeps.latest(record)
  }

  function detail(id: number): SweepDetail {
    const record = found(id)
    const sweep = parsedSweep(store.sweeps.document(id))
    const { problems } = sweepRuns(sweep)
    return {
      ...record,
      document: sweepDocument(sweep),
      axes: sweep.axes,
      options: sweep.options,
      problemLabels: problemLabelsOf(sweep),
      minima: problems.map(minimumWithoutData),
      dimensions: problems.map(({ objective }) => dimensionOf(objective) ?? NaN),
    }
  }

  function results({ sweep: id, first, limit }: CallArguments<'sweeps.results'>): SweepResults {
    const { done } = found(id)
    const sweep = parsedSweep(store.sweeps.document(id))
    const stored = store.sweeps.results(id, sweep.options.targets.length, first, limit)
    return { ...stored, sweep: id, total: done, values: valuesOf(sweep, stored) }
  }

  function requireNotElsewhere(id: number): void {
    store.sweeps.markInterrupted()
    if (sweeps.isGoing(id) || found(id).status !== 'running') return
    const where = 'another Descent Lab that is still open'
    throw new Fault('conflict', `sweep ${id} is under way in ${where}; control it there`)
  }

  async function control({ sweep: id, action }: CallArguments<'sweeps.control'>): Promise<SweepRecord> {
    requireNotElsewhere(id)
    if (action === 'resume') {
      if (sweeps.isGoing(id) || found(id).status === 'finished') return found(id)
      parts.requireOpen()
      return sweeps.resume(id)
    }
    const status = action === 'pause' ? 'paused' : 'cancelled'
    if (sweeps.isGoing(id)) await sweeps.stop(id, status)
    else if (action === 'cancel' && ['paused', 'interrupted'].includes(found(id).status)) {
      store.sweeps.update(id, { status, endedAt: Date.now() })
      sweeps.changed([id])
    }
    return found(id)
  }

  async function extend({ sweep: id, seeds, trials }: CallArguments<'sweeps.extend'>): Promise<SweepRecord> {
    requireNotElsewhere(id)
    const { axes, experiment, options } = parsedSweep(store.sweeps.document(id))
    if (trials > 0 && options.design === 'grid') {
      throw new Fault('invalid', 'trials: a grid ends with its steps; only more seeds can be added to it')
    }
    const longer = parsedSweep(
      sweepDocument({
        axes,
        experiment,
        options: {
          ...options,
          seeds: options.seeds + seeds,
          ...(options.trials === undefined ? {} : { trials: options.trials + trials }),
        },
      }),
    )
    parts.requireOpen()
    await sweeps.stop(id, 'paused')
    sweeps.lengthen(id, longer)
    return sweeps.resume(id)
  }

  function trash(ids: readonly number[]): null {
    for (const id of ids) requireNotElsewhere(id)
    const going = ids.find((id) => sweeps.isGoing(id))
    if (going !== undefined) {
      throw new Fault('conflict', `sweep ${going} (${found(going).name}) is still going; stop it first`)
    }
    store.sweeps.trash(ids)
    sweeps.changed(ids)
    return null
  }

  return {
    'sweeps.plan': ({ document }) => sweeps.plan(document),
    'sweeps.start': ({ document }) => {
      parts.requireOpen()
      return sweeps.start(document)
    },
    'sweeps.list': ({ trash: isTrash }) =>
      store.sweeps.list({ trash: isTrash }).map((record) => sweeps.latest(record)),
    'sweeps.get': ({ sweep }) => detail(sweep),
    'sweeps.control': control,
    'sweeps.extend': extend,
    'sweeps.results': results,
    'sweeps.experiment': ({ run }) => {
      if (!store.sweeps.keyOf(run)) throw new Fault('missing', `there is no run ${run} of a sweep`)
      return store.runs.document(run)
    },
    'sweeps.export': ({ sweep }) => parts.exports.prepareSweep(sweep),
    'sweeps.edit': ({ sweep, ...patch }) => {
      found(sweep)
      store.sweeps.update(sweep, patch)
      sweeps.changed([sweep])
      return found(sweep)
    },
    'sweeps.trash': ({ sweeps: ids }) => trash(ids),
    'sweeps.restore': ({ sweeps: ids }) => {
      store.sweeps.restore(ids)
      sweeps.changed(ids)
      return null
    },
    'sweeps.purge': ({ sweeps: ids }) => {
      store.sweeps.purge(ids)
      parts.discard()
      return null
    },
  }
}
