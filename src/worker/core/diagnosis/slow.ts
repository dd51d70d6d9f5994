import { curvatureAt } from '../curvature'
import type { Descent } from '../descend'
import { isScheduled, minimumOf, type Plan } from '../plan'
import type { Finding, RateLeft } from '../reasons/contract'
import { scalesOf } from '../scales'
import { affordable, lookAhead } from './ahead'
import { isSteep } from './settling'
import { rateAt, stabilityOf } from './stability'
import type { End } from './minimum'

/**
 * Of the updates made, this share is looked ahead, and not more than so many: far fewer where an update
 * searches a line or solves a system.
 */
const ahead = { share: 0.1, most: 10_000, mostSearching: 100 } as const
/** Fewer updates tell nothing. */
const fewest = 10
/** The loss is looked at so often on the way, and has to be lower every time. */
const looks = 10
/** A fall by less than this share of what there is to fall changes no digit that is shown. */
const slight = 1e-4
/**
 * Up to this share of the bound 2 / c a rate makes every direction faster: |1 - rate c| shrinks in each
 * until the steepest, of curvature c, has rate c = 1.
 */
const roomy = 0.5

/** The largest of 1, 2, 5, 10, 20, ... that is not above a number. */
function roundedDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return [5, 2, 1].map((digit) => digit * power).find((round) => round <= value) ?? 0
}

/** The rate that a schedule has come to, or how far a constant one could be raised, where that is known. */
function rateLeft(plan: Plan, { iteration, theta }: End): RateLeft | null {
  const { objective, run, sigma } = plan
  const rate = rateAt(plan, iteration)
  if (rate === undefined) return null
  if (isScheduled(run)) return { kind: 'scheduled', rate }
  const isKnown = objective.constantCurvature && objective.minima.length > 0
  if (!isKnown || run.batch !== 'full' || sigma > 0) return null
  const stability = stabilityOf(plan, rate, curvatureAt(objective, theta)?.largest, iteration)
  if (!stability || stability.product > roomy * stability.bound) return null
  return { kind: 'raisable', rate, stableRate: stability.stableRate }
}

/** How many updates were made beyond the end, and the loss after them; undefined unless it falls all the way. */
function outlook(plan: Plan, descent: Descent, end: End): { updates: number; loss: number } | undefined {
  const isSearching = plan.dialect.asksProblem
  const wanted = Math.min(ahead.share * end.iteration, isSearching ? ahead.mostSearching : ahead.most)
  const updates = roundedDown(affordable(plan, wanted, looks))
  if (!(updates >= fewest)) return undefined
  const losses = lookAhead(plan, descent, end, updates, updates / looks).map(({ loss }) => loss)
  const falls = losses.every((loss, i) => i === 0 || loss < losses[i - 1])
  return falls ? { updates, loss: losses[losses.length - 1] } : undefined
}

/**
 * That a run whose iterations are used up was still on its way down, and what more of them would
 * bring: they are made. A loss that noise moves to and fro does not fall all the way.
 */
export function stillDescending(plan: Plan, descent: Descent, end: End): Finding | undefined {
  const next = isSteep(plan, end) ? outlook(plan, descent, end) : undefined
  if (!next) return undefined
  const lowest = minimumOf(plan.objective)
  const fall = end.loss - next.loss
  const above = lowest === undefined ? null : end.loss - lowest
  if (!(fall > slight * (above ?? scalesOf(plan.objective).loss))) return undefined
  const { updates } = next
  return { kind: 'descending', values: { updates, fall, above, rate: rateLeft(plan, end) } }
}
