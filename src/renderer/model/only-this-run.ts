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
