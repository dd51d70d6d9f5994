import { randomStart, type Experiment } from '@core/experiment'
import type { Objective } from '@core/objectives/contract'
import { startOf } from '@core/plan'

export interface DrawnStart {
  readonly seed: number
  readonly theta: readonly number[]
}

/** Where the runs of each seed begin, in the order of the runs; none where the start is not random. */
export function drawnStarts(
  experiment: Pick<Experiment, 'start' | 'runs'> | undefined,
  objective: Objective,
): readonly DrawnStart[] {
  if (experiment?.start !== randomStart) return []
  const seeds = [...new Set(experiment.runs.map(({ seed }) => seed))]
  return seeds.map((seed) => ({ seed, theta: startOf(experiment, { seed }, objective) }))
}
