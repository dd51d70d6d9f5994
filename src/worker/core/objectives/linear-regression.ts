import { z } from 'zod'
import { defineObjective, type Interval, type Table } from './contract'
import { leastSquares, type LeastSquares } from './least-squares'

/** Sums over rows of the residual r = w x + b - y, the gradient's with each r times `share`. */
interface Sums {
  /** Sum of r^2; sums of share r x and of share r go into `out`. */
  sweep(theta: Float64Array, share: number, out: Float64Array): number
  /** Sums of share r x and of share r over `rows[from..to)`, into `out`. */
  sweepRows(
    theta: Float64Array,
    share: number,
    rows: Int32Array,
    from: number,
    to: number,
    out: Float64Array,
  ): void
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
    const shrunk = (out: Float64Array, count: number) => {
      const divisor = shrink(count)
      for (let j = 0; j < dimension; j++) out[j] /= divisor
    }
    const unused = new Float64Array(dimension)
    const value = (theta: Float64Array) => sums.sweep(theta, 0, unused) / rows
    const evaluate = (theta: Float64Array, out: Float64Array) => {
      const squares = sums.sweep(theta, 2 / rows, out)
      shrunk(out, rows)
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
        sums.sweepRows(theta, 2 / (to - from), batch, from, to, out)
        shrunk(out, to - from)
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

/**
 * One feature: the chapter's case, and the one worth being fast. Rows are added up in the
 * order of the vectorised sum that the reference trajectories were made with, so that even
 * trajectories which amplify rounding agree with them: row i goes to running sum i mod 16,
 * the last few vectors of four to the first sums, and the sums are added in fours.
 */
function line({ features, target }: Table): Sums {
  const x = Float64Array.from(features[0])
  const y = Float64Array.from(target)
  const blocks = y.length - (y.length % 16)
  const vectors = y.length - (y.length % 4)
  return {
    sweep(theta, share, out) {
      const w = theta[0]
      const b = theta[1]
      let squares = 0
      let byW = 0
      let byB = 0
      for (let i = vectors; i < y.length; i++) {
        const r = w * x[i] + b - y[i]
        squares += r * r
        byW += share * r * x[i]
        byB += share * r
      }
      for (let lane = 0; lane < 4; lane++) {
        let s0 = 0
        let s1 = 0
        let s2 = 0
        let s3 = 0
        let w0 = 0
        let w1 = 0
        let w2 = 0
        let w3 = 0
        let b0 = 0
        let b1 = 0
        let b2 = 0
        let b3 = 0
        for (let i = lane; i < blocks; i += 16) {
          const r0 = w * x[i] + b - y[i]
          const r1 = w * x[i + 4] + b - y[i + 4]
          const r2 = w * x[i + 8] + b - y[i + 8]
          const r3 = w * x[i + 12] + b - y[i + 12]
          s0 += r0 * r0
          s1 += r1 * r1
          s2 += r2 * r2
          s3 += r3 * r3
          const p0 = share * r0
          const p1 = share * r1
          const p2 = share * r2
          const p3 = share * r3
          w0 += p0 * x[i]
          w1 += p1 * x[i + 4]
          w2 += p2 * x[i + 8]
          w3 += p3 * x[i + 12]
          b0 += p0
          b1 += p1
          b2 += p2
          b3 += p3
        }
        for (let i = blocks + lane; i < vectors; i += 4) {
          const r = w * x[i] + b - y[i]
          s0 += r * r
          w0 += share * r * x[i]
          b0 += share * r
        }
        squares += s0 + s1 + s2 + s3
        byW += w0 + w1 + w2 + w3
        byB += b0 + b1 + b2 + b3
      }
      out[0] = byW
      out[1] = byB
      return squares
    },
    sweepRows(theta, share, rows, from, to, out) {
      const w = theta[0]
      const b = theta[1]
      let sumW = 0
      let sumB = 0
      for (let k = from; k < to; k++) {
        const i = rows[k]
        const r = share * (w * x[i] + b - y[i])
        sumW += r * x[i]
        sumB += r
      }
      out[0] = sumW
      out[1] = sumB
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
    sweep(theta, share, out) {
      let squares = 0
      out.fill(0)
      for (let i = 0; i < y.length; i++) {
        const r = residual(theta, i)
        squares += r * r
        add(share * r, i, out)
      }
      return squares
    },
    sweepRows(theta, share, rows, from, to, out) {
      out.fill(0)
      for (let k = from; k < to; k++) add(share * residual(theta, rows[k]), rows[k], out)
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
