import { defaults, type HyperValues } from '@core/hyper'
import { optimizers } from '@core/optimizers'
import type { Dialect, DialectId, Optimizer, OptimizerState, Problem } from '@core/optimizers/contract'

export interface Subject {
  readonly name: string
  readonly optimizer: Optimizer
  readonly dialectId: DialectId
  readonly dialect: Dialect
}

/** Every optimizer in every dialect it has. */
export const subjects: readonly Subject[] = optimizers.flatMap((optimizer) =>
  (Object.keys(optimizer.dialects) as DialectId[]).flatMap((dialectId) => {
    const dialect = optimizer.dialects[dialectId]
    return dialect ? [{ name: `${optimizer.id} (${dialectId})`, optimizer, dialectId, dialect }] : []
  }),
)

export interface Run {
  readonly theta: Float64Array
  readonly state: OptimizerState
  /** Hyper-parameters, which a schedule may change between updates. */
  readonly hyper: Record<string, number | boolean>
  /** The update that comes next. */
  t: number
}

export function begin(dialect: Dialect, start: readonly number[], hyper: HyperValues = {}): Run {
  const full = { ...defaults(dialect.hyper), ...hyper }
  return { theta: Float64Array.from(start), state: dialect.init(start.length, full), hyper: full, t: 1 }
}

/** Some updates with the gradient of the whole problem; the path, from where the run stands now. */
export function advance(dialect: Dialect, problem: Problem, run: Run, updates: number): number[][] {
  const { theta, state, hyper } = run
  const gradient = new Float64Array(theta.length)
  const at = new Float64Array(theta.length)
  const path = [[...theta]]
  for (let k = 0; k < updates; k++) {
    if (dialect.lookahead) dialect.lookahead(theta, state, hyper, at)
    else at.set(theta)
    problem.gradient(at, gradient)
    dialect.step(theta, gradient, state, hyper, run.t, problem)
    run.t += 1
    path.push([...theta])
  }
  return path
}
