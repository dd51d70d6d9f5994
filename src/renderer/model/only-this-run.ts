import type { Experiment, RunSpec } from '@core/experiment'
import type { RunDetail } from '../../main/contract'

/** A run as its experiment's document would have it: seed and label spelled out. */
export const specOf = ({
  optimizer,
  dialect,
  rule,
  hyper,
  schedule,
  batch,
  sampling,
  seed,
  label,
  forkOf,
  changes,
}: RunDetail): RunSpec => {
  // A record has it among the hyper-parameters, as torch's constructor has.
  const { maximize, ...own } = hyper
  const spec = { optimizer, dialect, hyper: own, schedule, batch, sampling, seed, label }
  return {
    ...spec,
    ...(rule ? { rule } : {}),
    ...(maximize === true ? { maximize } : {}),
    ...(forkOf ? { forkOf } : {}),
    ...(changes ? { changes } : {}),
  }
}

/** The experiment of a run with this run alone: the same objective, start, budget and seed. */
export const onlyThisRun = (run: RunDetail): Experiment => ({ ...run.experiment, runs: [specOf(run)] })
