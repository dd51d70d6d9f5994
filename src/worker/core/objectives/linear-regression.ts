import { z } from 'zod'
import { defineObjective, type Interval, type Table } from './contract'
import { leastSquares, type LeastSquares } from './least-squares'

/** Sums over rows of the residual r = w x + b - y, before any division. */
interface Sums {
  /** Sum of r^2. */
  squares(theta: Float64Array): number
  /** Sum of r^2; sums of r x and of r go into `out`. */
  sweep(theta: Float64Array, out: Float64Array): number
  /** Sums of r x and of r over `rows[from..to)`, into `out`. */
  sweepRows(theta: Float64Array, rows: Int32Array, from: number, to: number, out: Float64Array): void
}

/**
 * Mean squared error of a linear model with intercept:
 * L(w, b) = 1/N sum (w.x_i + b - y_i)^2, gradient 2/N sum r_i x_i and 2/N sum r_i.
 *
 * `gradient: "as-printed"` divides the mean gradient by (N + 1e-6) once more, as the
 * chapter's printed code does; the loss stays what it is. Its code does so with the rows it
 * is handed, so for a batch N is the size of the batch.
 *
 * Minimum: the least-squares solution, where the data determine one. Domain: the box around
 * the loss contour through the start (zeros), so that the whole bowl shows in its own
 * proportions.
 */
export const linearRegression = defineObjective({
  id: 'linear-regression',
  label: 'Linear regression',
  formula: String.raw`L(w, b) = \frac{1}{N} \sum_{i=1}^{N} \bigl(w^\top x_i + b - y_i\bigr)^2`,
  lesson: 'A line through data: full batches walk smoothly, small ones zigzag cheaply, and scaling decides.',
  family: 'data',
  options: z.strictObject({
    gradient: z.enum(['mean', 'as-printed']).default('mean').meta({
      title: 'Gradient',
      description: "The true mean gradient, or divided by N once more as in the chapter's printed code",
    }),
  }),
  create(options, table) {
    if (!table) throw new Error('linear regression needs data')
    checkTable(table)
    const rows = table.target.length
    const width = table.features.length
    const dimension = width + 1
    const sums = width === 1 ? line(table) : plane(table)
    const shrink = (count: number) => (options.gradient === 'as-printed' ? count + 1e-6 : 1)
    const scaled = (out: Float64Array, count: number) => {
      const factor = 2 / count / shrink(count)
      for (let j = 0; j < dimension; j++) out[j] *= factor
    }
    const value = (theta: Float64Array) => sums.squares(theta) / rows
    const evaluate = (theta: Float64Array, out: Float64Array) => {
      const squares = sums.sweep(theta, out)
      scaled(out, rows)
      return squares / rows
    }
    const curvature = gram(table).map((sum) => (2 * sum) / rows)
    const best = leastSquares(table.features, table.target)
    return {
      dimension,
      rows,
      value,
      gradient(theta, out) {
        evaluate(theta, out)
      },
      evaluate,
      batchGradient(theta, batch, from, to, out) {
        sums.sweepRows(theta, batch, from, to, out)
        scaled(out, to - from)
      },
      hessian(_, out) {
        const factor = 1 / shrink(rows)
        for (let j = 0; j < curvature.length; j++) out[j] = curvature[j] * factor
      },
      domain: boxAround(best, value, curvature, rows, dimension),
      defaultStart: new Array<number>(dimension).fill(0),
      minima: best ? [{ theta: best.theta, value: value(Float64Array.from(best.theta)) }] : [],
      parameterNames: [...table.featureNames.map((name) => `w (${name})`), 'b'],
    }
  },
})

function checkTable({ features, featureNames, target, targetName }: Table): void {
  if (target.length === 0) throw new Error('linear regression needs at least one row of data')
  if (features.length === 0) throw new Error('linear regression needs at least one feature')
  if (features.length !== featureNames.length) throw new Error('the table names not all of its features')
  const columns = [...features, target]
  const names = [...featureNames, targetName]
  columns.forEach((column, j) => {
    if (column.length !== target.length) {
      throw new Error(`column "${names[j]}" has ${column.length} rows, the target has ${target.length}`)
    }
    const bad = column.findIndex((value) => !Number.isFinite(value))
    if (bad >= 0)
      throw new Error(`column "${names[j]}", row ${bad + 1}: ${column[bad]} is not a finite number`)
  })
}

/** One feature: the chapter's case, and the one worth being fast. */
function line({ features, target }: Table): Sums {
  const x = Float64Array.from(features[0])
  const y = Float64Array.from(target)
  return {
    squares(theta) {
      const w = theta[0]
      const b = theta[1]
      let squares = 0
      for (let i = 0; i < y.length; i++) {
        const r = w * x[i] + b - y[i]
        squares += r * r
      }
      return squares
    },
    sweep(theta, out) {
      const w = theta[0]
      const b = theta[1]
      let squares = 0
      let byW = 0
      let byB = 0
      for (let i = 0; i < y.length; i++) {
        const r = w * x[i] + b - y[i]
        squares += r * r
        byW += r * x[i]
        byB += r
      }
      out[0] = byW
      out[1] = byB
      return squares
    },
    sweepRows(theta, rows, from, to, out) {
      const w = theta[0]
      const b = theta[1]
      let byW = 0
      let byB = 0
      for (let k = from; k < to; k++) {
        const i = rows[k]
        const r = w * x[i] + b - y[i]
        byW += r * x[i]
        byB += r
      }
      out[0] = byW
      out[1] = byB
    },
  }
}

/** Any number of features, laid out row by row so that a batch reads whole cache lines. */
function plane({ features, target }: Table): Sums {
  const width = features.length
  const y = Float64Array.from(target)
  const x = new Float64Array(y.length * width)
  features.forEach((feature, j) => feature.forEach((value, i) => (x[i * width + j] = value)))

  const residual = (theta: Float64Array, i: number) => {
    let r = theta[width] - y[i]
    for (let j = 0, at = i * width; j < width; j++, at++) r += theta[j] * x[at]
    return r
  }
  const add = (r: number, i: number, out: Float64Array) => {
    for (let j = 0, at = i * width; j < width; j++, at++) out[j] += r * x[at]
    out[width] += r
  }
  return {
    squares(theta) {
      let squares = 0
      for (let i = 0; i < y.length; i++) {
        const r = residual(theta, i)
        squares += r * r
      }
      return squares
    },
    sweep(theta, out) {
      let squares = 0
      out.fill(0)
      for (let i = 0; i < y.length; i++) {
        const r = residual(theta, i)
        squares += r * r
        add(r, i, out)
      }
      return squares
    },
    sweepRows(theta, rows, from, to, out) {
      out.fill(0)
      for (let k = from; k < to; k++) add(residual(theta, rows[k]), rows[k], out)
    },
  }
}

/** A'A, row-major, A the features with a column of ones. */
function gram({ features, target }: Table): Float64Array {
  const columns = [...features, new Float64Array(target.length).fill(1)]
  const size = columns.length
  const out = new Float64Array(size * size)
  for (let j = 0; j < size; j++) {
    for (let k = j; k < size; k++) {
      let sum = 0
      for (let i = 0; i < target.length; i++) sum += columns[j][i] * columns[k][i]
      out[j * size + k] = sum
      out[k * size + j] = sum
    }
  }
  return out
}

/**
 * The box around the ellipse {loss <= loss at zeros}, and a little more. With H the Hessian
 * the ellipse reaches sqrt(2 (loss(0) - lowest) (H^-1)_jj) from its centre along parameter
 * j. Where the solution is not determined: as far as the loss at zeros doubles along each
 * axis by itself.
 */
function boxAround(
  best: LeastSquares | undefined,
  value: (theta: Float64Array) => number,
  curvature: Float64Array,
  rows: number,
  dimension: number,
): Interval[] {
  const margin = 1.15
  const atStart = value(new Float64Array(dimension))
  const lowest = best ? value(Float64Array.from(best.theta)) : 0
  // Zeros may be (nearly) the solution: then a rise of a tenth of the loss, or of 1.
  const rise = Math.max(atStart - lowest, lowest / 10) || 1
  return Array.from({ length: dimension }, (_, j) => {
    const centre = best ? best.theta[j] : 0
    // H^-1 = N/2 (A'A)^-1.
    const squared = best
      ? rise * rows * best.looseness[j]
      : (2 * rise) / (curvature[j * dimension + j] || 2 * rise)
    const reach = margin * Math.sqrt(squared)
    return [centre - reach, centre + reach]
  })
}
