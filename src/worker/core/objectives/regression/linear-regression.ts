import { normalTable } from '../../data/normal'
import { z } from '../../zod'
import type { DataThumbnail, Fit, Interval, Scales } from '../contract'
import { defineDataObjective } from '../data-objective'
import { weighted } from '../weighted'
import type { RegressionSums } from './line-sums'
import { gramOf, momentsOf, type Moments } from './moments'
import { quadraticForm } from './quadratic-form'
import { regressionSums } from './regression-sums'
import { numbersOfRun, wantsRowMajor } from './run-memory'

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
export const linearRegression = defineDataObjective({
  id: 'linear-regression',
  label: 'Linear regression',
  formula: String.raw`L(w, b) = \frac{1}{N} \sum_{i=1}^{N} \bigl(w^\top x_i + b - y_i\bigr)^2`,
  lesson: 'A line through data: full batches walk smoothly, small ones zigzag cheaply, and scaling decides.',
  options: z.strictObject({
    gradient: z.enum(['mean', 'as-printed']).default('mean').meta({
      title: 'Gradient',
      description:
        "The true mean, or divided by N once more, as in the textbook chapter's printed code, which needs 50,000 iterations for it.",
    }),
  }),
  data: {
    example: { source: 'normal', rows: 500, seed: 0 },
    thumbnail: lineThroughCloud,
    summarise: momentsOf,
    summaryTellsLoss: (moments) => quadraticForm(moments) !== undefined,
    numbersOfRun,
    wantsRowMajor,
  },
  create(options, table, moments, pulse) {
    const width = table.features.length
    const dimension = width + 1
    const { rows, fit: best } = moments
    let ofRows: RegressionSums | undefined
    const sums = (): RegressionSums => (ofRows ??= regressionSums(table, pulse))
    const form = quadraticForm(moments)
    const whole = form ?? sums()
    // A table may hold only some of the rows it has moments of: their mean then stands for that of all.
    const summed = form ? rows : table.target.length
    const shrink = (count: number) => (options.gradient === 'as-printed' ? count + 1e-6 : 1)
    const divide = (out: Float64Array, divisor: number) => {
      if (divisor !== 1) for (let j = 0; j < out.length; j++) out[j] /= divisor
    }
    const unused = new Float64Array(dimension)
    const value = (theta: Float64Array) => whole.sweep(theta, 0, unused) / summed
    const share = 2 / summed
    const divisor = shrink(rows)
    const evaluate = (theta: Float64Array, out: Float64Array) => {
      const squares = whole.sweep(theta, share, out)
      divide(out, divisor)
      return squares / summed
    }
    const curvature = gramOf(moments).map((sum) => (2 * sum) / rows)
    let box: readonly Interval[] | undefined
    let units: Scales | undefined
    /**
     * The spread of the target, squared: the loss of the best constant, to which steps in the intercept
     * alone lead. Of a target that is the same in every row, its own square.
     */
    const spread = () => {
      const theta = new Float64Array(dimension)
      const out = new Float64Array(dimension)
      const square = evaluate(theta, out)
      for (let step = 0; step < constantSteps; step++) {
        theta[width] -= (out[width] * divisor) / 2
        evaluate(theta, out)
      }
      const found = value(theta)
      return found > leastSpread * square ? found : square
    }
    return {
      dimension,
      rows,
      pulse,
      value,
      gradient(theta, out) {
        evaluate(theta, out)
      },
      evaluate,
      batchGradient(theta, batch, from, to, out) {
        sums().sweepRows(theta, 2 / (to - from), batch, from, to, out)
        divide(out, shrink(to - from))
      },
      hessian(_, out) {
        const factor = 1 / divisor
        for (let j = 0; j < curvature.length; j++) out[j] = curvature[j] * factor
      },
      constantCurvature: true,
      /** Worked out when somebody draws: on a thread nobody does, and a sweep may take a while. */
      get domain() {
        return (box ??= boxAround(best, value, curvature, rows, dimension))
      },
      defaultStart: new Array<number>(dimension).fill(0),
      get scales() {
        return (units ??= scalesFrom(spread(), moments, divisor))
      },
      // Of all rows, even where the table is a sample of them.
      minima: best ? [{ theta: best.theta, value: best.squares / rows }] : [],
      parameterNames: [...table.featureNames.map((name) => `w (${name})`), 'b'],
      fit: lineFit,
    }
  },
  python({ gradient }) {
    const factor = gradient === 'as-printed' ? '1 / (len(y) + 1e-6)' : undefined
    const times = factor ? ` * (${factor})` : ''
    const residual = 'r = X @ theta[:-1] + theta[-1] - y'
    return {
      rows: {},
      value: [residual, 'np.mean(r * r)'],
      gradient: [residual, `2 * np.append(X.T @ r, np.sum(r)) / len(y)${times}`],
      hessian: ['A = np.column_stack([X, np.ones(len(y))])', `2 * A.T @ A / len(y)${times}`],
      ...(factor ? { factor } : {}),
    }
  },
})

export const lineFit: Fit = {
  predicts: 'number',
  title: 'Data and fitted lines',
  bestLabel: 'Least squares',
  predict: weighted,
}

/** Made up: a rising cloud says "a line through data" whatever the data are. */
function lineThroughCloud(count = 36): DataThumbnail {
  const { features, target } = normalTable(count, 3)
  const clamp = (share: number): number => Math.min(0.96, Math.max(0.04, share))
  const points = Array.from({ length: count }, (_, index) => {
    const x = clamp(0.5 + features[0][index] / 5)
    return [x, clamp(0.2 + 0.6 * x + target[index] / 14)] as const
  })
  const curve = [
    [0, 0.2],
    [1, 0.8],
  ] as const
  return { points, curve }
}

/** One step finds the mean of the target, the others what rounding took from it. */
const constantSteps = 3
/** What the rounding of a few units leaves of a spread, squared, beside the square of the target. */
const leastSpread = (8 * Number.EPSILON) ** 2

/**
 * In the units of the data, wherever their zeros are: with s the spread (standard deviation) of the
 * target and t_j that of feature j, weight j counts by s / t_j, the intercept by s and by how far the
 * weights carry it from the features' means to their zero; the slope along weight j is at most
 * 2 s t_j for a model no worse than the best constant (Cauchy and Schwarz), along the intercept 2 s,
 * and the smallest of them is small for every parameter.
 * @param spread of the target, squared
 */
function scalesFrom(spread: number, { rows, means, products }: Moments, divisor: number): Scales {
  const width = means.length
  const deviation = Math.sqrt(spread)
  let size = 0
  let slope = 1
  let carried = 1
  for (let j = 0; j < width; j++) {
    const ofFeature = Math.sqrt(products[j * width + j] / rows)
    // A constant column has no weight of its own.
    if (!(ofFeature > 0)) continue
    size = Math.max(size, 1 / ofFeature)
    slope = Math.min(slope, ofFeature)
    carried += Math.abs(means[j]) / ofFeature
  }
  return {
    level: 0,
    loss: spread,
    slope: (2 * deviation * slope) / divisor,
    size: deviation * Math.max(size, carried),
  }
}

/**
 * The box around the ellipse {loss <= loss at zeros}, and a little more. With H the Hessian
 * the ellipse reaches sqrt(2 (loss(0) - lowest) (H^-1)_jj) from its centre along parameter
 * j. Where the solution is not determined: as far as the loss at zeros doubles along each
 * axis by itself.
 */
function boxAround(
  best: Moments['fit'],
  value: (theta: Float64Array) => number,
  curvature: Float64Array,
  rows: number,
  dimension: number,
): Interval[] {
  const margin = 1.15
  const atStart = value(new Float64Array(dimension))
  const lowest = best ? best.squares / rows : 0
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
