import { normalTable } from '../../data/normal'
import { solve } from '../../linear-system'
import { unheard, type Pulse } from '../../pulse'
import { z } from '../../zod'
import type { DataFault, DataThumbnail, Fit, Interval, Minimum, Table } from '../contract'
import { defineDataObjective } from '../data-objective'
import { weighted } from '../weighted'

/**
 * Mean cross-entropy of a linear model of the log-odds with intercept, y_i in {0, 1}:
 * L(w, b) = 1/N sum (log(1 + e^z_i) - y_i z_i), z_i = w.x_i + b, gradient 1/N sum (p_i - y_i) x_i and
 * 1/N sum (p_i - y_i) with p_i = 1 / (1 + e^-z_i) (Cox 1958, J. R. Stat. Soc. B 20; Hastie, Tibshirani &
 * Friedman 2009, 4.4). Convex, its curvature fading where predictions are sure.
 *
 * Minimum: by Newton's method (iteratively reweighted least squares), where there is one: classes that a
 * plane separates have none, the loss falls towards 0 as weights grow without end. Domain: a box around
 * the minimum and the start (zeros), in units of the features' deviations.
 */
export const logisticRegression = defineDataObjective({
  id: 'logistic-regression',
  label: 'Logistic regression',
  formula: String.raw`L(w, b) = \frac{1}{N} \sum_{i=1}^{N} \bigl(\log(1 + e^{z_i}) - y_i z_i\bigr),
    \qquad z_i = w^\top x_i + b`,
  lesson:
    'The odds of one of two classes: convex, but where predictions are sure the slope has all but gone.',
  options: z.strictObject({}),
  data: {
    example: { source: 'csv', path: 'mtcars.csv', x: ['wt'], y: 'am', standardize: true },
    thumbnail: curveBetweenClasses,
    rowsInView: 2 ** 14,
    faultIn: neitherClass,
    summarise,
  },
  create(_, table, { rows, box, minimum }, pulse) {
    const width = table.features.length
    const { sweep, sweepRows, hessian } = sumsOver(table, pulse)
    const unused = new Float64Array(width + 1)
    return {
      dimension: width + 1,
      rows,
      value: (theta) => sweep(theta, unused),
      gradient(theta, out) {
        sweep(theta, out)
      },
      evaluate: sweep,
      pulse,
      batchGradient: sweepRows,
      hessian,
      domain: box,
      defaultStart: new Array<number>(width + 1).fill(0),
      minima: minimum ? [minimum] : [],
      parameterNames: [...table.featureNames.map((name) => `w (${name})`), 'b'],
      fit: probabilityFit,
    }
  },
  python: () => ({
    rows: {},
    value: [
      'z = X @ theta[:-1] + theta[-1]',
      'wrong = np.where(y == 1, -z, z)',
      'np.mean(np.logaddexp(0 * z, wrong))',
    ],
    gradient: [
      'z = X @ theta[:-1] + theta[-1]',
      'e = np.exp(-np.abs(z))',
      'p = np.where(z >= 0, 1, e) / (1 + e)',
      'np.append(X.T @ (p - y), np.sum(p - y)) / len(y)',
    ],
    hessian: [
      'z = X @ theta[:-1] + theta[-1]',
      'e = np.exp(-np.abs(z))',
      'A = np.column_stack([X, np.ones(len(y))])',
      '(A.T * (e / (1 + e) ** 2)) @ A / len(y)',
    ],
  }),
})

export const probabilityFit: Fit = {
  predicts: 'probability',
  title: 'Classes and fitted probabilities',
  bestLabel: 'Maximum likelihood',
  predict: (theta, row) => logistic(weighted(theta, row)),
}

/** What there is to know of a table before the first run on it. */
interface Summary {
  readonly rows: number
  readonly box: readonly Interval[]
  readonly minimum?: Minimum
}

/** Of e = e^-|z|, which never overflows. */
const probability = (z: number, e: number): number => (z >= 0 ? 1 : e) / (1 + e)

const logistic = (z: number): number => probability(z, Math.exp(-Math.abs(z)))

function neitherClass({ target }: Table): DataFault | undefined {
  const row = target.findIndex((label) => label !== 0 && label !== 1)
  if (row < 0) return undefined
  return { part: 'y', message: `be 0 or 1 in every row, got ${target[row]} in row ${row + 1}` }
}

/** Rows that are gone through before saying so. */
const stretch = 2 ** 14

/** Means over the rows of a table. */
function sumsOver({ features, target }: Table, pulse: Pulse = unheard) {
  const width = features.length
  const rows = target.length
  const logOdds = (theta: Float64Array, row: number): number => {
    let z = theta[width]
    for (let j = 0; j < width; j++) z += theta[j] * features[j][row]
    return z
  }
  const add = (row: number, by: number, out: Float64Array): void => {
    for (let j = 0; j < width; j++) out[j] += by * features[j][row]
    out[width] += by
  }
  return {
    /** The loss; its gradient goes into `out`. */
    sweep(theta: Float64Array, out: Float64Array): number {
      out.fill(0)
      let loss = 0
      for (let row = 0; row < rows; row++) {
        if (row % stretch === stretch - 1) pulse()
        const z = logOdds(theta, row)
        const e = Math.exp(-Math.abs(z))
        // log(1 + e^z) less z where the label is 1, neither of which could be told from the other far out.
        loss += Math.max(target[row] === 1 ? -z : z, 0) + Math.log1p(e)
        add(row, probability(z, e) - target[row], out)
      }
      for (let j = 0; j <= width; j++) out[j] /= rows
      return loss / rows
    },
    sweepRows(theta: Float64Array, order: Int32Array, from: number, to: number, out: Float64Array): void {
      out.fill(0)
      for (let k = from; k < to; k++) {
        const row = order[k]
        add(row, logistic(logOdds(theta, row)) - target[row], out)
      }
      for (let j = 0; j <= width; j++) out[j] /= to - from
    },
    hessian(theta: Float64Array, out: Float64Array): void {
      const size = width + 1
      out.fill(0)
      for (let row = 0; row < rows; row++) {
        if (row % stretch === stretch - 1) pulse()
        const e = Math.exp(-Math.abs(logOdds(theta, row)))
        const curvature = e / (1 + e) ** 2
        for (let j = 0; j < size; j++) {
          const by = curvature * (j < width ? features[j][row] : 1)
          for (let k = 0; k < j; k++) out[j * size + k] += by * features[k][row]
          out[j * size + j] += by * (j < width ? features[j][row] : 1)
        }
      }
      for (let j = 0; j < size; j++) {
        for (let k = 0; k <= j; k++) out[k * size + j] = out[j * size + k] /= rows
      }
    },
  }
}

/** Multiplications that all rows of a Hessian may take, beyond which the minimum is not looked for: a second or so. */
const mostWork = 2 ** 29
const mostSteps = 50
/** Newton's steps double the digits: once one is this small beside what it changes, two more leave only rounding. */
const closeStep = 1e-6

function summarise(table: Table): Summary {
  const { features, target } = table
  const rows = target.length
  const width = features.length
  const units = unitsOf(features)
  const work = rows * (width + 1) ** 2
  const minimum = work <= mostWork ? maximumLikelihood(table, units) : undefined
  const box = units.map((unit, j): Interval => {
    const centre = minimum?.theta[j] ?? 0
    const reach = 1.5 * Math.max(Math.abs(centre), 2 * unit)
    return [centre - reach, centre + reach]
  })
  return { rows, box, ...(minimum ? { minimum } : {}) }
}

/** What a parameter counts by: it changes the log-odds of a usual row by about 1. */
function unitsOf(features: readonly Float64Array[]): readonly number[] {
  let carried = 1
  const units = features.map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    const unit = 1 / (Math.sqrt(square) || Math.abs(mean) || 1)
    carried += Math.abs(mean) * unit
    return unit
  })
  return [...units, carried]
}

/**
 * By Newton's method from zeros, steps halved until they descend.
 * @returns undefined where there is no such point: separable classes, or features that depend on each other
 */
function maximumLikelihood(table: Table, units: readonly number[]): Minimum | undefined {
  const size = units.length
  const { sweep, hessian } = sumsOver(table)
  const theta = new Float64Array(size)
  const tried = new Float64Array(size)
  const step = new Float64Array(size)
  const matrix = new Float64Array(size * size)
  const gradient = new Float64Array(size)
  const inUnits = (values: Float64Array): number =>
    values.reduce((most, value, j) => Math.max(most, Math.abs(value) / units[j]), 0)
  let loss = sweep(theta, gradient)
  let left = 2
  for (let count = 0; count < mostSteps && left > 0; count++) {
    hessian(theta, matrix)
    step.set(gradient)
    solve(matrix, step)
    if (!step.every(Number.isFinite)) return undefined
    const isClose = inUnits(step) < closeStep * (1 + inUnits(theta))
    let next = Infinity
    for (let share = 1; share > 1e-3; share /= 2) {
      for (let j = 0; j < size; j++) tried[j] = theta[j] - share * step[j]
      next = sweep(tried, gradient)
      if (isClose || next < loss) break
    }
    if (!(isClose || next < loss)) return undefined
    theta.set(tried)
    loss = next
    if (isClose) left -= 1
  }
  return left === 0 ? { theta: Array.from(theta), value: loss } : undefined
}

/** Made up: two classes that overlap, and the probability of the upper one. */
function curveBetweenClasses(count = 30): DataThumbnail {
  const { features, target } = normalTable(count, 4)
  const curve = Array.from({ length: 41 }, (_, k) => [k / 40, 0.12 + 0.76 * logistic(k / 2.5 - 8)] as const)
  const points = Array.from({ length: count }, (_, row) => {
    const isUpper = row % 2 === 0
    const x = (isUpper ? 0.7 : 0.3) + features[0][row] / 9
    return [Math.min(0.96, Math.max(0.04, x)), (isUpper ? 0.88 : 0.12) + target[row] / 90] as const
  })
  return { points, curve }
}
