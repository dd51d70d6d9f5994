import { descend } from '../descend'
import { meterOf } from '../evaluations'
import type { HyperValues } from '../hyper'
import { euclidean } from '../norms'
import { isScheduled, parametersIn, type Plan } from '../plan'
import type { OwnEnd } from '../reasons/contract'
import type { Recording } from '../recording'
import { judgeOf, type Position } from '../stopping'

/**
 * Makes a run with other hyper-parameters and puts its whole curve, a point for every update, where
 * there is room for it. Returns how it ended.
 */
export type Repeat = (hyper: HyperValues, curve: Recording) => OwnEnd

/** As the lab makes any run. */
const repeatAny =
  (plan: Plan): Repeat =>
  (hyper, curve) => {
    const descent = descend({ ...plan, run: { ...plan.run, hyper } })
    curve.count = 0
    descent.capture(curve)
    descent.advance(curve, plan.iterations)
    return descent.position.outcome?.status ?? 'finished'
  }

/**
 * The same to the last bit for runs that need nothing but gradients of the whole objective: what is the
 * same for all of them, which is most of what a short run costs, is made ready once.
 */
function repeatPlain(plan: Plan): Repeat {
  const { objective, dialect, start, iterations, stop } = plan
  const { dimension, evaluate, gradient: gradientAt } = objective
  const { step, init, lookahead } = dialect
  const { patience } = stop
  const judge = judgeOf(plan)
  const { bound, flat, still: motionless } = judge
  const { problem } = meterOf(plan, undefined)
  const parameters = parametersIn(plan.series)
  const room = { theta: new Float64Array(dimension), gradient: new Float64Array(dimension) }
  const before = { previous: new Float64Array(dimension), ahead: new Float64Array(dimension) }

  return (hyper, curve) => {
    const { theta, gradient } = room
    const { previous, ahead } = before
    const { columns, stride } = curve
    const memory = init(dimension, hyper)
    for (let i = 0; i < dimension; i++) theta[i] = start[i]
    let iteration = 0
    let quiet = 0
    let stopping = iterations === 0
    let loss = 0
    let gradientNorm = 0
    for (;;) {
      loss = evaluate(theta, gradient)
      gradientNorm = euclidean(gradient)
      columns[iteration] = loss
      columns[stride + iteration] = gradientNorm
      for (let i = 0; i < parameters; i++) columns[(2 + i) * stride + iteration] = theta[i]
      stopping ||= !(Math.abs(loss) <= bound && gradientNorm >= flat)
      if (stopping) break
      if (lookahead) {
        lookahead(theta, memory, hyper, ahead)
        gradientAt(ahead, gradient)
      }
      for (let i = 0; i < dimension; i++) previous[i] = theta[i]
      iteration += 1
      step(theta, gradient, memory, hyper, iteration, problem)
      // Unlike a comparison, Math.max keeps a NaN.
      let change = 0
      for (let i = 0; i < dimension; i++) change = Math.max(change, Math.abs(theta[i] - previous[i]))
      quiet = change < motionless ? quiet + 1 : 0
      stopping =
        iteration >= iterations ||
        quiet >= patience ||
        (!(change < Infinity) && !theta.every(Number.isFinite))
    }
    curve.count = iteration + 1
    curve.iteration = iteration
    const position: Position = {
      iteration,
      theta,
      recorded: true,
      loss,
      gradientNorm,
      rate: NaN,
      distance: NaN,
      evaluations: NaN,
      outcome: undefined,
    }
    return judge.verdict(position, quiet)?.status ?? 'finished'
  }
}

/** @param plan of which a point is recorded at every update */
export function repeatOf(plan: Plan): Repeat {
  const { run, sigma, dialect } = plan
  const isPlain =
    run.batch === 'full' &&
    sigma === 0 &&
    !run.changes &&
    !isScheduled(run) &&
    !dialect.asksProblem &&
    !dialect.secondOrder
  return isPlain ? repeatPlain(plan) : repeatAny(plan)
}
