import { climbs } from '@core/ascent'
import type { RunRecord } from '../../main/contract'
import type { Find } from './curves/finder'

/** A curve as far as losses go. */
export interface LossCurve {
  readonly iterations: Float64Array
  readonly loss: Float64Array
}

/** Where a curve first reaches a target: at or below it, or at or above it where the run climbs. */
export interface Reached {
  readonly iteration: number
  /** Iteration of the recorded point before; the crossing lies after it. */
  readonly after: number | undefined
  /** Made up to there; left out where they are not counted, or being read. */
  readonly evaluations?: number | undefined
}

const everyTime: Find = (values, _, isIt) => values.findIndex(isIt)

/**
 * The first recorded point that reaches `target`; undefined where there is none.
 * @param find looks through the losses
 */
export function firstReaching(
  { iterations, loss }: LossCurve,
  target: number,
  isClimb = false,
  find = everyTime,
): Reached | undefined {
  const isThere = (value: number): boolean => (isClimb ? value >= target : value <= target)
  const what = `${isClimb ? 'from' : 'to'} ${target}`
  const index = find(loss, what, (value) => Number.isFinite(value) && isThere(value))
  if (index < 0) return undefined
  return { iteration: iterations[index], after: index > 0 ? iterations[index - 1] : undefined }
}

/** Digits of a target nobody typed. */
const digits = 3

/** The next number of a few digits at or above the value. */
function roundedUp(value: number): number {
  if (value === 0) return 0
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) - digits + 1)
  const rounded = Number((Math.ceil(value / step) * step).toPrecision(digits))
  return rounded >= value ? rounded : Number((rounded + step).toPrecision(digits))
}

/**
 * A target to begin with: about the lowest loss that every run has reached, or the highest where all
 * climb; where some do, of those that descend. Runs whose start was their best would make it one that
 * all reach at once, so they are left out.
 */
export function commonTarget(
  runs: readonly (Pick<RunRecord, 'bestLoss' | 'bestIteration'> & Partial<Pick<RunRecord, 'hyper'>>)[],
): number | undefined {
  const isClimb = runs.every(({ hyper = {} }) => climbs({ hyper }))
  const sign = isClimb ? -1 : 1
  const reached = runs.filter(
    ({ bestLoss, bestIteration, hyper = {} }) =>
      Number.isFinite(bestLoss) && bestIteration > 0 && climbs({ hyper }) === isClimb,
  )
  if (reached.length === 0) return undefined
  const worst = Math.max(...reached.map(({ bestLoss }) => sign * bestLoss))
  const target = roundedUp(worst)
  return sign * (Number.isFinite(target) ? target : worst) + 0
}

/** What was typed as a target; undefined for what is no finite number. */
export function parseTarget(text: string): number | undefined {
  const trimmed = text.trim().replaceAll('\u2212', '-')
  if (trimmed === '') return undefined
  const value = Number(trimmed)
  return Number.isFinite(value) ? value : undefined
}
