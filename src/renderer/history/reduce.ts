import type { Experiment, RunSpec } from '@core/experiment'
import type { RunDetail } from '../../main/contract'

/** A run as its experiment's document would have it: seed and label spelled out. */
const specOf = ({
  optimizer,
  dialect,
  hyper,
  schedule,
  batch,
  sampling,
  seed,
  label,
}: RunDetail): RunSpec => ({
  optimizer,
  dialect,
  hyper,
  schedule,
  batch,
  sampling,
  seed,
  label,
})

/** The experiment of a run with this run alone: the same objective, start, budget and seed. */
export const onlyThisRun = (run: RunDetail): Experiment => ({ ...run.experiment, runs: [specOf(run)] })

/**
 * One experiment with all of the given runs, on the objective, start and budget of the first;
 * undefined where their experiments differ in these.
 */
export function together(runs: readonly RunDetail[]): Experiment | undefined {
  const [first, ...rest] = runs
  if (!first) return undefined
  const frame = ({ experiment }: RunDetail): string =>
    JSON.stringify([experiment.objective, experiment.start, experiment.iterations, experiment.stop])
  if (rest.some((run) => frame(run) !== frame(first))) return undefined
  return { ...first.experiment, runs: runs.map(specOf) }
}
