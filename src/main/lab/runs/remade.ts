import type { Sizes } from '@core/arithmetic/sizes'
import type { UpdateValues } from '@core/arithmetic/update'
import type { Experiment, RunSpec } from '@core/experiment'
import type { CallArguments, LabHandlers, RunRecord, Verification } from '../../contract'
import { Fault } from '../../faults'
import type { Store } from '../../store'
import type { KeptTable } from '../tables/table-keeper'
import { hasEnded, prepare } from './prepare'
import type { Replays } from './replays'
import { aloneOf } from './threads'
import type { Verifier } from './verifier'

/** What making a run's updates again needs of the lab. */
export interface RemadeParts {
  readonly store: Store
  readonly verifier: Verifier
  readonly replays: Replays
  /** @throws Fault `missing` */
  recordOf(run: number): RunRecord
  /** Hands `work` the experiment's table for its runs, if it has one. */
  withTable<Result>(
    experiment: Experiment,
    runs: readonly RunSpec[],
    work: (kept: KeptTable | undefined) => Result | Promise<Result>,
  ): Result | Promise<Result>
}

/** The calls that make updates of a run again: all of them, to compare or for their sizes, or one with all its numbers. */
export function remadeOf({
  store,
  verifier,
  replays,
  recordOf,
  withTable,
}: RemadeParts): Pick<
  LabHandlers,
  'runs.verify' | 'runs.update' | 'runs.sizes' | 'runs.replaying' | 'runs.abandonReplay'
> {
  function verify(run: number): Verification | Promise<Verification> {
    const record = recordOf(run)
    if (!hasEnded(record)) throw new Fault('conflict', `run ${run} (${record.label}) is still going`)
    const inSweep = store.sweeps.keyOf(run) !== undefined
    if (record.points === 0 && !inSweep)
      throw new Fault('conflict', `run ${run} (${record.label}) has no points to compare`)
    const experiment = store.runs.document(run)
    return withTable(experiment, [experiment.runs[record.position]], (kept) => {
      prepare(experiment, kept?.view)
      const job = { experiment, index: record.position, table: kept?.table }
      return record.points === 0 ? verifier.verifyValues(record, job) : verifier.verify(record, job)
    })
  }

  function update({
    run,
    update,
    coordinates,
    replay,
  }: CallArguments<'runs.update'>): UpdateValues | Promise<UpdateValues> {
    const record = recordOf(run)
    const { label, iterations, dimension, position } = record
    if (update > iterations) {
      throw new Fault(
        'conflict',
        `run ${run} (${label}) has made ${iterations} updates, so there is no update ${update}`,
      )
    }
    const beyond = coordinates.find((coordinate) => coordinate >= dimension)
    if (beyond !== undefined) {
      throw new Fault(
        'invalid',
        `coordinates must be below ${dimension}, the parameters of run ${run}, got ${beyond}`,
      )
    }
    const experiment = store.runs.document(run)
    const state = store.milestones.before(run, update - 1)
    const states = state ? [state] : []
    return withTable(experiment, [experiment.runs[position]], (kept) => {
      const order = {
        run,
        experiment: aloneOf(experiment, position),
        table: kept?.table,
        update,
        coordinates,
        states,
      }
      return replays.update(order, replay)
    })
  }

  function sizes({ run, replay }: CallArguments<'runs.sizes'>): Sizes | Promise<Sizes> {
    const { label, iterations: updates, position } = recordOf(run)
    if (updates === 0) throw new Fault('conflict', `run ${run} (${label}) has made no update yet`)
    const experiment = store.runs.document(run)
    const states = store.milestones.of(run)
    return withTable(experiment, [experiment.runs[position]], (kept) => {
      const order = { run, experiment: aloneOf(experiment, position), table: kept?.table, updates, states }
      return replays.sizes(order, replay)
    })
  }

  return {
    'runs.verify': ({ run }) => verify(run),
    'runs.update': (input) => update(input),
    'runs.sizes': (input) => sizes(input),
    'runs.replaying': ({ replay }) => replays.share(replay),
    'runs.abandonReplay': ({ replay }) => {
      replays.abandon(replay)
      return null
    },
  }
}
