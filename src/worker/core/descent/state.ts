import { settingsAfter } from '../changes'
import { RandomState, streamOf, type RandomSnapshot } from '../data/random'
import { createSampler, restoreSampler, type Sampler, type SamplerSnapshot } from '../data/sampler'
import { meterOf, type Evaluations, type Meter } from '../evaluations'
import type { HyperValues } from '../hyper'
import type { OptimizerState } from '../optimizers/contract'
import type { Plan } from '../plan'
import type { Position } from '../stopping'

/** Everything a run needs to go on later as if it had never stopped: plain data. */
export interface Progress {
  readonly iteration: number
  readonly theta: Float64Array
  readonly memory: OptimizerState
  readonly sampler: SamplerSnapshot | null
  readonly noise: RandomSnapshot | null
  /** Updates in a row that hardly changed the parameters. */
  readonly quiet: number
  /** Largest change of a parameter in the first update. */
  readonly firstChange: number
  readonly evaluations: Evaluations
}

/** What changes while a run descends; whoever takes part in an update works on the same one. */
export interface State {
  readonly position: { -readonly [Key in keyof Position]: Position[Key] }
  /** The position's own. */
  readonly theta: Float64Array
  /** What an update goes along; after a position was recorded, the whole objective's there. */
  readonly gradient: Float64Array
  /** Parameters before the last update. */
  readonly previous: Float64Array
  readonly memory: OptimizerState
  /** The run's own copy: a new one where settings change. Before every update a schedule's learning rate is put into it. */
  hyper: { -readonly [Key in keyof HyperValues]: HyperValues[Key] }
  readonly sampler: Sampler | undefined
  readonly noise: RandomState | undefined
  readonly meter: Meter
  /** Updates in a row that hardly changed the parameters. */
  quiet: number
  /**
   * Largest change of a parameter in the first and in the last update. Numbers that change at every
   * update and are shared would each time be new on the heap; in an array they are not.
   */
  readonly changes: Float64Array
}

const copyOf = (memory: OptimizerState): OptimizerState =>
  Object.fromEntries(Object.entries(memory).map(([name, values]) => [name, values.slice()]))

function samplerOf({ run, objective, pulse }: Plan, from: Progress | undefined): Sampler | undefined {
  if (from?.sampler) return restoreSampler(from.sampler, pulse)
  if (run.batch === 'full') return undefined
  return createSampler(objective.rows, run.batch, run.sampling, run.seed, pulse)
}

function noiseOf({ sigma, run }: Plan, from: Progress | undefined): RandomState | undefined {
  if (sigma === 0) return undefined
  return from?.noise ? RandomState.restore(from.noise) : streamOf(run.seed, 'noise')
}

/** A run at its start, or where it was saved; its position is not evaluated yet. */
export function begin(plan: Plan, from: Progress | undefined): State {
  const { dimension } = plan.objective
  const theta = from ? from.theta.slice() : Float64Array.from(plan.start)
  const iteration = from?.iteration ?? 0
  return {
    position: {
      iteration,
      theta,
      recorded: false,
      loss: NaN,
      gradientNorm: NaN,
      rate: NaN,
      distance: NaN,
      evaluations: NaN,
      outcome: undefined,
    },
    theta,
    gradient: new Float64Array(dimension),
    previous: new Float64Array(dimension),
    memory: from ? copyOf(from.memory) : plan.dialect.init(dimension, plan.run.hyper),
    hyper: { ...settingsAfter(plan.run, iteration) },
    sampler: samplerOf(plan, from),
    noise: noiseOf(plan, from),
    meter: meterOf(plan, from),
    quiet: from?.quiet ?? 0,
    changes: Float64Array.of(from?.firstChange ?? NaN, NaN),
  }
}

/** A copy of all that `begin` needs to go on from here. */
export function save({ position, theta, memory, sampler, noise, meter, quiet, changes }: State): Progress {
  return {
    iteration: position.iteration,
    theta: theta.slice(),
    memory: copyOf(memory),
    sampler: sampler?.save() ?? null,
    noise: noise?.save() ?? null,
    quiet,
    firstChange: changes[0],
    evaluations: meter.counts(position.iteration),
  }
}
