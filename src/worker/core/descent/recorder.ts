import { distanceTo, euclidean } from '../norms'
import {
  distanceSeries,
  evaluationSeries,
  lowestMinima,
  parametersIn,
  rateOf,
  rateSeries,
  type Plan,
} from '../plan'
import type { Recording } from '../recording'
import type { State } from './state'

/** Puts points of a curve into columns. */
export interface Recorder {
  /** How many parameters a point has, after its loss and its gradient norm. */
  readonly parameters: number
  /** Whether its curve has more series than that. */
  readonly hasExtras: boolean
  /** Evaluates the present position. */
  evaluate(): void
  /** What only some curves have, of the present position after so many updates. */
  measure(iteration: number): void
  /** Puts what was measured into the columns, as point `at`. */
  writeExtras(columns: Float64Array, stride: number, at: number): void
  /** The whole present position. */
  capture(into: Recording): void
}

/** For the series of a plan. */
export function recorderOf(plan: Plan, { position, theta, gradient, meter }: State): Recorder {
  const { objective, series } = plan
  const rateAt = rateOf(plan)
  const rateColumn = rateAt ? series.indexOf(rateSeries) : -1
  const distanceColumn = series.indexOf(distanceSeries)
  const evaluationColumn = series.indexOf(evaluationSeries)
  const hasExtras = rateColumn >= 0 || distanceColumn >= 0 || evaluationColumn >= 0
  const parameters = parametersIn(series)
  const goals = lowestMinima(objective)

  function evaluate(): void {
    position.loss = objective.evaluate(theta, gradient)
    position.gradientNorm = euclidean(gradient)
    position.recorded = true
    if (hasExtras) measure(position.iteration)
  }

  function measure(iteration: number): void {
    if (rateAt && rateColumn >= 0) position.rate = rateAt(iteration)
    if (distanceColumn >= 0) position.distance = distanceTo(goals, theta)
    if (evaluationColumn >= 0) position.evaluations = meter.total(iteration)
  }

  function writeExtras(columns: Float64Array, stride: number, at: number): void {
    if (rateColumn >= 0) columns[rateColumn * stride + at] = position.rate
    if (distanceColumn >= 0) columns[distanceColumn * stride + at] = position.distance
    if (evaluationColumn >= 0) columns[evaluationColumn * stride + at] = position.evaluations
  }

  function capture(into: Recording): void {
    const { columns, stride, count } = into
    if (!position.recorded) evaluate()
    columns[count] = position.loss
    columns[stride + count] = position.gradientNorm
    for (let i = 0; i < parameters; i++) columns[(2 + i) * stride + count] = theta[i]
    if (hasExtras) writeExtras(columns, stride, count)
    into.count += 1
    into.iteration = position.iteration
  }

  return { parameters, hasExtras, evaluate, measure, writeExtras, capture }
}
