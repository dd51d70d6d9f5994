import type { Problem } from '@core/optimizers/contract'
import { unheard } from '@core/pulse'

/** x^2 */
export const parabola: Problem = {
  dimension: 1,
  minimum: 0,
  pulse: unheard,
  value: ([x]) => x * x,
  gradient([x], out) {
    out[0] = 2 * x
  },
  hessian(_theta, out) {
    out[0] = 2
  },
}

export const rosenbrock: Problem = {
  dimension: 2,
  minimum: 0,
  pulse: unheard,
  value: ([x, y]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient([x, y], out) {
    out[0] = -2 * (1 - x) - 400 * x * (y - x * x)
    out[1] = 200 * (y - x * x)
  },
  hessian([x, y], out) {
    out.set([2 - 400 * (y - 3 * x * x), -400 * x, -400 * x, 200])
  },
}

/** Flat at a constant height: every gradient is zero, the Hessian singular. */
export const plateau: Problem = {
  dimension: 3,
  minimum: 1,
  pulse: unheard,
  value: () => 1,
  gradient: (_theta, out) => void out.fill(0),
  hessian: (_theta, out) => void out.fill(0),
}

/**
 * A sum in the order of torch's on a machine with AVX2: 4 lanes in 4 accumulators. The golden regression
 * cases were made with it, and RMSProp's oscillation blows a difference in the last bit up to 50 %.
 */
function sum(terms: Float64Array): number {
  const partial = new Float64Array(16)
  const blocks = terms.length - (terms.length % 16)
  const vectors = terms.length - (terms.length % 4)
  for (let i = 0; i < blocks; i++) partial[i % 16] += terms[i]
  for (let i = blocks; i < vectors; i++) partial[i % 4] += terms[i]
  let total = 0
  for (let i = vectors; i < terms.length; i++) total += terms[i]
  for (let lane = 0; lane < 4; lane++) {
    total += partial[lane] + partial[4 + lane] + partial[8 + lane] + partial[12 + lane]
  }
  return total
}

/** Mean squared error of y = w x + b; `shrink` is what the chapter divides the mean gradient by again. */
export function regression(x: ArrayLike<number>, y: ArrayLike<number>, shrink = 1): Problem {
  const rows = x.length
  const residual = ([w, b]: Float64Array): Float64Array =>
    Float64Array.from(x, (value, i) => y[i] - (w * value + b))
  return {
    dimension: 2,
    minimum: residualOf(x, y),
    pulse: unheard,
    value: (theta) => sum(residual(theta).map((r) => r * r)) / rows,
    gradient(theta, out) {
      const scaled = residual(theta).map((r) => (2 / rows) * r)
      out[0] = -sum(scaled.map((r, i) => r * x[i])) / shrink
      out[1] = -sum(scaled) / shrink
    },
    hessian(_theta, out) {
      out.fill(0)
      for (let i = 0; i < rows; i++) {
        out[0] += (2 / rows) * x[i] * x[i]
        out[1] += (2 / rows) * x[i]
      }
      out[2] = out[1]
      out[3] = 2
    },
  }
}

/** The mean squared error of the best line, by the normal equations. */
function residualOf(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const rows = x.length
  const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0) / rows
  const [meanX, meanY] = [mean(x), mean(y)]
  let [xx, xy, yy] = [0, 0, 0]
  for (let i = 0; i < rows; i++) {
    xx += (x[i] - meanX) ** 2
    xy += (x[i] - meanX) * (y[i] - meanY)
    yy += (y[i] - meanY) ** 2
  }
  return (yy - (xy * xy) / xx) / rows
}

/** Five points near y = 2 x - 1. */
export const leastSquares = regression([-2, -1, 0, 1, 2], [-5.1, -2.8, -1.1, 1.2, 2.9])
