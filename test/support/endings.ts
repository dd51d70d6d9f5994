import { descend } from '@core/descend'
import { explain } from '@core/diagnosis'
import type { Plan } from '@core/plan'
import { pointOf, type Point } from './experiments'
import { worded } from './reasons'

/** A run's last point and how it ended, looked into, in words. */
export type End = NonNullable<Point['outcome']> & Pick<Point, 'iteration' | 'theta' | 'loss'>

/** Runs a plan to its end. */
export function endOf(plan: Plan): End {
  const descent = descend(plan)
  for (const position of descent.positions) {
    if (position.outcome) return { ...pointOf(position), ...worded(explain(plan, descent, position)) }
  }
  throw new Error('the run has no end')
}
