import type { Curvature } from './curvature'
import { optimizerById } from './optimizers'
import type { BestHyper } from './optimizers/quadratic-theory'
import { isScheduled, type Plan } from './plan'

export type { BestHyper } from './optimizers/quadratic-theory'

/** Of the bounds that `stableBelow` tells. */
export const boundCitation = 'Cohen et al. 2021, appendix B'

/** What a method calls its momentum, whoever's arithmetic it is. */
const momentumNames = ['gamma', 'momentum']

/**
 * The best that theory knows for a plan on a quadratic; undefined where it knows none: of another method,
 * a curvature that changes or is not positive, batches, noise, a schedule, changes, weight decay or dampening.
 */
export function bestHyper(plan: Plan, { largest, smallest }: Curvature): BestHyper | undefined {
  const { objective, run, sigma } = plan
  const { hyper, optimizer, batch, maximize } = run
  const isPlain = batch === 'full' && !maximize && sigma === 0 && !isScheduled(run) && !run.changes
  const isAlone = !hyper.weightDecay && !hyper.dampening
  if (!objective.constantCurvature || !isPlain || !isAlone || !(smallest > 0)) return undefined
  const momentum = momentumNames.find((name) => name in hyper)
  return optimizerById(optimizer)?.bestOnQuadratic?.(largest, smallest, momentum)
}
