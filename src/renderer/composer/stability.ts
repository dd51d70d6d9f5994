import type { Curvature } from '@core/curvature'
import type { Experiment } from '@core/experiment'
import { unstableStart, type Stability } from '@core/diagnosis'
import type { Objective } from '@core/objectives/contract'
import { planRun } from '@core/plan'

/** A learning rate that will not hold at the start, and one that will. */
export interface StabilityWarning extends Stability {
  /** Nine tenths of the bound, cut to two digits. */
  readonly suggested: number
}

/** Two significant digits, never more than the value itself. */
function cutToTwoDigits(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1)
  return Number((Math.floor(value / unit) * unit).toPrecision(2))
}

/**
 * What to know of the learning rates before they start, by place in the list of runs; those without
 * a warning are missing.
 * @param curvature at the start, which all runs share
 */
export const stabilityWarnings = (
  experiment: Experiment,
  objective: Objective,
  curvature: Curvature,
): ReadonlyMap<number, StabilityWarning> =>
  new Map(
    experiment.runs.flatMap((run, index) => {
      const stability = unstableStart(planRun(experiment, run, objective), curvature)
      if (!stability) return []
      return [[index, { ...stability, suggested: cutToTwoDigits(0.9 * stability.stableRate) }] as const]
    }),
  )
