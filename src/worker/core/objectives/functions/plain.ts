import { z } from '../../zod'
import { defineObjective, type Interval, type Minimum, type Objective, type ObjectiveKind } from '../contract'
import { arithmeticOf, pythonOf, type Written } from './written'

/** For objectives that are one function and have nothing to choose. */
export const noOptions = z.strictObject({})

/** For objectives that can have any number of parameters, two where nothing is said. */
export const dimensionOption = (least: number) =>
  z.strictObject({
    dimension: z
      .int()
      .min(least)
      .max(1000)
      .default(2)
      .meta({ title: 'Dimension', description: 'Number of parameters' }),
  })

/** `x`, `y` where they can be drawn, else `x_1`, `x_2`, ... */
export function coordinateNames(dimension: number): readonly string[] {
  return dimension <= 2
    ? ['x', 'y'].slice(0, dimension)
    : Array.from({ length: dimension }, (_, i) => `x_${i + 1}`)
}

/** The `batchGradient` of a function that has no data to draw batches from. */
export function noBatches(): never {
  throw new Error('this objective has no data, so it has no batches')
}

type Card = Pick<ObjectiveKind, 'id' | 'label' | 'formula' | 'lesson' | 'suggestion'>

interface OneDimensional extends Card {
  readonly domain: Interval
  readonly start: number
  readonly minima: readonly Minimum[]
  readonly constantCurvature?: boolean
  readonly numpy: Written
  value(x: number): number
  /** First derivative. */
  slope(x: number): number
  /** Second derivative. */
  curvature(x: number): number
}

/** A function of x. */
export function oneDimensional(draft: OneDimensional): ObjectiveKind {
  const { domain, start, minima, constantCurvature, numpy, value, slope, curvature, ...card } = draft
  const objective: Objective = {
    dimension: 1,
    rows: 0,
    value: (theta) => value(theta[0]),
    gradient(theta, out) {
      out[0] = slope(theta[0])
    },
    evaluate(theta, out) {
      out[0] = slope(theta[0])
      return value(theta[0])
    },
    batchGradient: noBatches,
    ...arithmeticOf(numpy),
    hessian(theta, out) {
      out[0] = curvature(theta[0])
    },
    constantCurvature,
    domain: [domain],
    defaultStart: [start],
    minima,
    parameterNames: coordinateNames(1),
  }
  return defineObjective({
    ...card,
    family: 'one-dimensional',
    options: noOptions,
    create: () => objective,
    python: () => pythonOf(coordinateNames(1), numpy),
  })
}

interface TwoDimensional extends Card {
  readonly domain: readonly [Interval, Interval]
  readonly start: readonly [number, number]
  readonly minima: readonly Minimum[]
  readonly constantCurvature?: boolean
  readonly numpy: Written
  value(x: number, y: number): number
  /** Writes both partial derivatives into `out`. */
  gradient(x: number, y: number, out: Float64Array): void
  /** The second derivatives: by x twice, by x and y, by y twice. */
  hessian(x: number, y: number): readonly [number, number, number]
}

/** A function of x and y. */
export function twoDimensional(draft: TwoDimensional): ObjectiveKind {
  const { domain, start, minima, constantCurvature, numpy, value, gradient, hessian, ...card } = draft
  const objective: Objective = {
    dimension: 2,
    rows: 0,
    value: (theta) => value(theta[0], theta[1]),
    gradient(theta, out) {
      gradient(theta[0], theta[1], out)
    },
    evaluate(theta, out) {
      gradient(theta[0], theta[1], out)
      return value(theta[0], theta[1])
    },
    batchGradient: noBatches,
    ...arithmeticOf(numpy),
    hessian(theta, out) {
      const [xx, xy, yy] = hessian(theta[0], theta[1])
      out[0] = xx
      out[1] = xy
      out[2] = xy
      out[3] = yy
    },
    constantCurvature,
    domain,
    defaultStart: start,
    minima,
    parameterNames: coordinateNames(2),
  }
  return defineObjective({
    ...card,
    family: 'two-dimensional',
    options: noOptions,
    create: () => objective,
    python: () => pythonOf(coordinateNames(2), numpy),
  })
}
