import type { HyperValues } from '../hyper'
import type { Schedule } from './contract'

/**
 * What the base learning rate is multiplied by at an update, counted from 0: first a linear ramp over
 * `warmup` updates, then the schedule from its own beginning over the updates that remain.
 *
 * The ramp takes the values 1/(w+1), 2/(w+1), ..., w/(w+1) of the schedule's first rate, and update w
 * has all of it: no update is wasted on a rate of 0, and each of the w is below the full rate. In torch:
 * SequentialLR([LinearLR(start_factor=1/(w+1), total_iters=w), schedule], milestones=[w]).
 */
export function rateFactor(
  schedule: Schedule,
  options: Readonly<HyperValues>,
  warmup: number,
  update: number,
  total: number,
): number {
  // A warm-up longer than the run leaves no updates, yet ramps towards the schedule's first rate.
  const remaining = Math.max(total - warmup, 1)
  if (update >= warmup) return schedule.factor(update - warmup, remaining, options)
  return (schedule.factor(0, remaining, options) * (update + 1)) / (warmup + 1)
}
