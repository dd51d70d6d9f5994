import { curvatureAt, type Curvature } from '@core/curvature'
import { rateAt, stabilityOf } from '@core/diagnosis/stability'
import { climbs } from '@core/ascent'
import type { RunSpec } from '@core/experiment'
import type { Objective } from '@core/objectives/contract'
import { dialectOf } from '@core/rules'
import type { Plan } from '@core/plan'
import { unheard } from '@core/pulse'
import type { StabilityValues } from '@core/reasons/contract'
import { contractionAlong } from '@core/stability/contraction'
import { observedRate } from '@core/stability/observed'
import { swinglessRate } from '@core/stability/swinging'
import type { RunRecord } from '../../../main/contract'
import type { Curve } from '../curves/curves'
import type { Reading } from '../playhead'
import { lastAtOrBelow } from '../sequence'

/** How stable a run is where it stands. */
export interface Lens {
  /** Undefined where it is not finite, or the parameters were not read. */
  readonly curvature: Curvature | undefined
  /** Of the update that leaves this point; undefined for a method without one. */
  readonly rate: number | undefined
  /** Undefined for a method without a known bound, and where nothing curves upwards. */
  readonly stability: StabilityValues | undefined
  /** What errors shrink to an update, if all was as it is here; undefined without a known bound. */
  readonly predicted: number | undefined
  /** The learning rate up to which errors come down without swinging past the minimum; undefined where it is not known. */
  readonly swingless: number | undefined
  /** What the gradient's norm has shrunk to an update; NaN where that can't be told. */
  readonly observed: number
  /** Updates that this was observed over. */
  readonly window: number
}

/** Points that a rate is observed over. */
const looked = 100

/** A run as those who know stability want it. */
export function planOf(run: RunRecord, objective: Objective): Plan | undefined {
  const dialect = dialectOf(run)
  if (!dialect || climbs(run)) return undefined
  const { optimizer, label, batch, sampling, seed, schedule, hyper, budget, recordEvery, series } = run
  const spec: RunSpec = { optimizer, dialect: run.dialect, label, batch, sampling, seed, schedule, hyper }
  return {
    objective,
    sigma: 0,
    dialect,
    run: spec,
    start: objective.defaultStart,
    iterations: budget,
    stop: { patience: 1 },
    recordEvery,
    series,
    pulse: unheard,
  }
}

/** With errors along the flattest and the steepest direction, the slower of which is left in the long run. */
function predictedRate(plan: Plan, rate: number, { largest, smallest }: Curvature): number | undefined {
  const along = [largest, smallest].map((curvature) =>
    contractionAlong(plan.dialect, { ...plan.run.hyper, lr: rate }, curvature),
  )
  return along.every((each) => each !== undefined) ? Math.max(...along) : undefined
}

function observed(curve: Curve, { iteration }: Reading): Pick<Lens, 'observed' | 'window'> {
  const { iterations, series } = curve.whole ?? curve
  const last = lastAtOrBelow(iterations, iteration)
  const first = Math.max(0, last - looked)
  const norms: number[] = []
  for (let at = first; at <= last; at++) {
    const norm = series['gradient_norm']?.at(at)
    if (norm !== undefined && Number.isFinite(norm)) norms.push(norm)
  }
  const window = (iterations.at(last) ?? NaN) - (iterations.at(first) ?? NaN)
  return { observed: observedRate(norms, window / Math.max(1, last - first)), window }
}

/** @param reading of the run at the playhead */
export function lensOf(run: RunRecord, objective: Objective, curve: Curve, reading: Reading): Lens {
  const plan = planOf(run, objective)
  const isRead = reading.theta.length === objective.dimension && reading.theta.every(Number.isFinite)
  // Where it is the same everywhere, parameters that were not recorded say no more.
  const theta = isRead ? reading.theta : objective.constantCurvature ? objective.defaultStart : undefined
  const curvature = theta && curvatureAt(objective, Float64Array.from(theta))
  const rate = plan && rateAt(plan, reading.iteration + 1)
  const stability = plan && stabilityOf(plan, rate, curvature?.largest)
  return {
    curvature,
    rate,
    stability,
    swingless:
      plan && stability && curvature
        ? swinglessRate(plan.dialect, plan.run.hyper, curvature.largest, stability.stableRate)
        : undefined,
    predicted: plan && rate !== undefined && curvature ? predictedRate(plan, rate, curvature) : undefined,
    ...observed(curve, reading),
  }
}
