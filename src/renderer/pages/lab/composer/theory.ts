import { computed, type ComputedRef } from 'vue'
import { bestHyper, type BestHyper } from '@core/best-rate'
import { curvatureAt } from '@core/curvature'
import type { Steepness } from '@core/diagnosis'
import { stabilityOf } from '@core/diagnosis/stability'
import type { Experiment } from '@core/experiment'
import type { Objective } from '@core/objectives/contract'
import { isScheduled, planRun } from '@core/plan'
import { useDraft } from '../../../model/draft/draft'
import { objectiveKey, useProblem } from '../../../model/draft/problem'
import { usePreview } from '../../../model/preview/preview'
import { useSteepness } from './warnings'

/** What theory says of a run's hyper-parameters where it begins. */
export interface Theory {
  /** Below it updates settle; undefined where no bound is known. */
  readonly stableRate: number | undefined
  /** What `stableRate` times the curvature is. */
  readonly bound: number
  readonly steepness: Steepness | undefined
  /** True where the curvature is the same everywhere. */
  readonly isQuadratic: boolean
  readonly best: BestHyper | undefined
  /** Whether updates grow with this value of one, the others as they are. */
  isUnstable(name: string, value: number): boolean
}

export function theoryOf(
  experiment: Experiment,
  place: number,
  objective: Objective,
  steepness: Steepness | undefined,
): Theory | undefined {
  if (place >= experiment.runs.length) return undefined
  const plan = planRun(experiment, experiment.runs[place], objective)
  const { run } = plan
  /** With another value of one of them. */
  const stabilityWith = (hyper: typeof run.hyper) =>
    run.maximize || isScheduled(run) || typeof hyper.lr !== 'number'
      ? undefined
      : stabilityOf({ ...plan, run: { ...run, hyper } }, hyper.lr, steepness?.curvature)
  const stability = stabilityWith(run.hyper)
  const isQuadratic = objective.constantCurvature === true
  const curvature = isQuadratic ? curvatureAt(objective, Float64Array.from(plan.start)) : undefined
  return {
    stableRate: stability?.stableRate,
    bound: stability?.bound ?? NaN,
    steepness,
    isQuadratic,
    best: curvature && bestHyper(plan, curvature),
    isUnstable(name, value) {
      const found = stabilityWith({ ...run.hyper, [name]: value })
      return found !== undefined && found.product >= found.bound
    },
  }
}

/** For the run at a place of the draft, with what is previewed of it. */
export function useTheory(place: () => number): ComputedRef<Theory | undefined> {
  const draft = useDraft()
  const preview = usePreview()
  const { problem } = useProblem()
  const steepnessOf = useSteepness()
  return computed(() => {
    const whole = preview.experiment.value ?? draft.experiment.value
    const bound = problem.value
    if (!whole || !bound || place() < 0) return undefined
    // A preview leaves the data out, so that only the draft tells which objective it is.
    if (draft.experiment.value && objectiveKey(draft.experiment.value.objective) !== bound.key)
      return undefined
    const { start = bound.objective.defaultStart } = whole
    const steepness = typeof start === 'string' ? undefined : steepnessOf.value(start)
    return theoryOf(whole, place(), bound.objective, steepness)
  })
}
