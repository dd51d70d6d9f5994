import type { Descent } from '../descend'
import type { Objective } from '../objectives/contract'
import type { Plan } from '../plan'
import type { Finding } from '../reasons/contract'
import { scalesOf } from '../scales'
import { fallsAround, type End } from './minimum'
import type { Remark } from './stationary'

/** What can be told of a function that somebody has typed, and of no other. */

/** A loss this share of the objective's own above another is above it. */
const told = 1e-6

/** The step of the formula that has no result where a run ended, or where its last update began. */
export function outsideDomain({ objective }: Plan, descent: Descent, end: End): Finding | undefined {
  if (!objective.reportAt) return undefined
  const before = descent.lastUpdate().previous
  const places = [
    [end.theta, end.iteration],
    [before, end.iteration - 1],
  ] as const
  for (const [theta, update] of places) {
    if (update < 0 || !theta.every(Number.isFinite)) continue
    const [trouble] = objective.reportAt(theta).troubles
    if (!trouble) continue
    const { operation, argument, ofSlope } = trouble
    return { kind: 'outside-domain', values: { operation, argument, ofSlope, update } }
  }
  return undefined
}

/** A run that rests where the slope jumps: gradient and curvature tell nothing there, the loss around does. */
export function kinkAt(objective: Objective, end: End): Remark | undefined {
  const [kink] = objective.reportAt?.(end.theta).kinks ?? []
  if (!kink) return undefined
  const { operation } = kink
  return fallsAround(objective, end)
    ? { finding: { kind: 'kink', values: { operation, falls: true } }, notMinimum: true }
    : { finding: { kind: 'kink', values: { operation, falls: false } } }
}

/** Where a minimum stands among those that a search found; none of them is known to be the lowest. */
export function amongFound(objective: Objective, { loss }: End): Remark | undefined {
  const [lowest] = objective.foundMinima ?? []
  if (!lowest) return undefined
  const above = loss - lowest.value
  return above > told * scalesOf(objective).loss
    ? { finding: { kind: 'above-found', values: { above } } }
    : { finding: { kind: 'lowest-found', values: {} } }
}
