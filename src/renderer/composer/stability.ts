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

/** What to know of a run's learning rate before it starts; undefined where there is nothing to warn of. */
export function stabilityWarning(
  experiment: Experiment,
  index: number,
  objective: Objective,
): StabilityWarning | undefined {
  const { start, runs } = experiment
  if (start && start.length !== objective.dimension) return undefined
  const stability = unstableStart(planRun(experiment, runs[index], objective))
  return stability && { ...stability, suggested: cutToTwoDigits(0.9 * stability.stableRate) }
}
