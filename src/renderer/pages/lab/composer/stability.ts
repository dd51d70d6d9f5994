import type { Experiment, RunSpec } from '@core/experiment'
import { steepnessText, unstableStart, type RateWarning, type Steepness } from '@core/diagnosis'
import type { Objective } from '@core/objectives/contract'
import { planRun, type Plan } from '@core/plan'
import { formatCount, formatNumber } from '../../../model/format'

/** A learning rate that will not hold, in words, and one that will. */
export interface StabilityWarning {
  readonly title: string
  readonly text: string
  /** Nine tenths of the bound, cut to two digits; none where another rate is no remedy. */
  readonly suggested: number | undefined
}

/** Two significant digits, never more than the value itself. */
function cutToTwoDigits(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1)
  return Number((Math.floor(value / unit) * unit).toPrecision(2))
}

/** A schedule that grows for long makes any rate too large, sooner or later. */
const leastRemedy = 1e-3

function isRemedy(warning: RateWarning, rate: number): boolean {
  if (warning.kind === 'batches' || !warning.stretch) return true
  return warning.stretch.first === 1 || warning.stableRate > leastRemedy * rate
}

/** On its very bound a rate neither settles nor grows, but for rounding. */
const rounding = 1e-9

function titleOf(warning: RateWarning, { iterations: updates, objective }: Plan): string {
  if (warning.kind === 'batches') return 'This will probably diverge'
  if (warning.passes && warning.stretch && warning.stretch.last < updates) {
    return warning.stretch.first === 1 ? 'This will climb at first' : 'This will climb for a while'
  }
  if (warning.at === 'minimum') return 'This cannot settle at the minimum'
  const from = warning.stretch?.first ?? 1
  if (from > 1) return `This is unstable from update ${formatCount(from)} on`
  if (!objective.constantCurvature) return 'This may diverge'
  return warning.product > (1 + rounding) * warning.bound
    ? 'This will probably diverge'
    : 'This will not settle'
}

function whenText({ stretch, at }: Extract<RateWarning, { kind: 'beyond' }>, updates: number): string {
  const where = at === 'minimum' ? 'At the known minimum' : 'At the start'
  if (!stretch) return where
  const { first, last } = stretch
  const place =
    at === 'minimum' ? ' with the curvature at the known minimum' : ' with the curvature at the start'
  if (first === 1 && last === updates) return `At its highest,${place}`
  if (first === 1) return `In the first ${formatCount(last)} of ${formatCount(updates)} updates,${place}`
  return last === updates
    ? `From update ${formatCount(first)} on,${place}`
    : `From update ${formatCount(first)} to ${formatCount(last)},${place}`
}

function textOf(warning: RateWarning, plan: Plan): string {
  const stable = `stable below learning rate ${formatNumber(warning.stableRate)}`
  if (warning.kind === 'batches') {
    const growth = Number.isFinite(warning.growth)
      ? ` to ${formatNumber(warning.growth, 2)} times`
      : ' beyond measure'
    return `Tried out, its first ${formatCount(warning.updates)} updates make the loss grow${growth}; batches are steeper than the whole. With the same batches, ${stable}.`
  }
  const { product, bound, stretch } = warning
  const away = plan.objective.constantCurvature ? '' : ', unless they get to where it is less steep'
  const reached = stretch ? ' reaches ' : ' = '
  return `${whenText(warning, plan.iterations)}, learning rate × ${steepnessText(plan, 'largest curvature')}${reached}${formatNumber(product)}. Updates settle below ${formatNumber(bound)} and grow beyond it${away}: ${stable}.`
}

/** Runs whose warnings are remembered, for an edit changes few of them; trying out batches takes its time. */
const mostRemembered = 1_000
const remembered = new WeakMap<Objective, Map<string, StabilityWarning | undefined>>()

type SteepnessOf = (start: readonly number[]) => Steepness | undefined

/**
 * What to know of the learning rates before they start, by place in the list of runs; those without
 * a warning are missing.
 * @param steepnessOf how steep it is where a run with this start will be
 * @param hasRows whether the objective has all rows to draw batches from
 */
export function stabilityWarnings(
  experiment: Experiment,
  objective: Objective,
  steepnessOf: SteepnessOf,
  hasRows: boolean,
): ReadonlyMap<number, StabilityWarning> {
  const known = remembered.get(objective) ?? new Map<string, StabilityWarning | undefined>()
  remembered.set(objective, known)
  if (known.size > mostRemembered) known.clear()
  const warningOf = (run: RunSpec): StabilityWarning | undefined => {
    const key = JSON.stringify([run, experiment.iterations, experiment.start, experiment.objective.sigma])
    if (!known.has(key)) known.set(key, workedOut(planRun(experiment, run, objective), steepnessOf, hasRows))
    return known.get(key)
  }
  return new Map(
    experiment.runs.flatMap((run, index) => {
      const warning = warningOf(run)
      return warning ? [[index, warning] as const] : []
    }),
  )
}

function workedOut(plan: Plan, steepnessOf: SteepnessOf, hasRows: boolean): StabilityWarning | undefined {
  const steepness = steepnessOf(plan.start)
  const warning = steepness && unstableStart(plan, steepness, hasRows)
  if (!warning) return undefined
  const isMended = isRemedy(warning, Number(plan.run.hyper.lr))
  return {
    title: titleOf(warning, plan),
    text: textOf(warning, plan),
    suggested: isMended ? cutToTwoDigits(0.9 * warning.stableRate) : undefined,
  }
}
