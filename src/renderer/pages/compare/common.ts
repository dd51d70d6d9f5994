import type { Experiment } from '@core/experiment'
import type { RunDetail } from '../../../main/contract'
import { objectiveKey } from '../../model/draft/problem'

/** Whether all runs minimise the very same function, its options and data included. */
export function sameObjective(details: readonly RunDetail[]): boolean {
  const keys = details.map(({ experiment }) => objectiveKey(experiment.objective))
  return keys.every((key) => key === keys[0])
}

/** An experiment whose objective all of the runs share and can be drawn; undefined where there is none. */
export function commonExperiment(details: readonly RunDetail[]): Experiment | undefined {
  const [first] = details
  return first && first.dimension <= 2 && sameObjective(details) ? first.experiment : undefined
}
