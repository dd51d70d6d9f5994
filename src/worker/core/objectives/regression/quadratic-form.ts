import type { Moments } from '../contract'
import type { RegressionSums } from './line-sums'

/** Few rows are added up as fast as the form is evaluated, and keep the order of the reference's sums. */
const fewRows = 64
/**
 * Beyond this squared condition number too many digits are lost for an agreement to 1e-12: means of
 * three thousand spreads, with one feature. Half of the disagreement is the direct sum's own then.
 */
const worstConditioning = 1e7
/** So many times the size of the residuals may be what they are the difference of: each way rounds that its own way. */
const worstCancellation = 1e4

/**
 * The sum of squared residuals, and its gradient, as a quadratic form about a point close to
 * the least-squares solution; what it costs does not depend on the number of rows. With d the
 * weights' distance from that point, e the prediction's at the features' means m, c_i = x_i - m,
 * and s_i the residuals at that point:
 *
 * sum r_i^2 = sum s_i^2 + 2 (e sum s_i + d.sum s_i c_i) + N e^2 + 2 e d.sum c_i + d' (sum c_i c_i') d,
 *
 * exact for any such point and any m, because the terms that would vanish without rounding are kept.
 *
 * @returns undefined where the direct sum is as good, or better: few rows, columns that (almost)
 *   depend on each other or whose spread is tiny beside their means, a fit that is (almost) exact
 */
export function quadraticForm(moments: Moments): Pick<RegressionSums, 'sweep'> | undefined {
  const { rows, means, fit } = moments
  const enough = rows > Math.max(fewRows, 2 * means.length)
  if (!fit || !enough || !keepsDigits(moments, fit)) return undefined
  return means.length === 1 ? oneFeature(moments, fit) : manyFeatures(moments, fit)
}

type Fit = NonNullable<Moments['fit']>

function keepsDigits({ rows, means, sums, products }: Moments, { theta, looseness, squares }: Fit): boolean {
  const width = means.length
  let terms = Math.abs(theta[width])
  for (let j = 0; j < width; j++) {
    const ofFeature = products[j * width + j] + means[j] * (2 * sums[j] + rows * means[j])
    if (!(looseness[j] * ofFeature < worstConditioning)) return false
    terms += Math.abs(theta[j]) * Math.sqrt(ofFeature / rows)
  }
  return terms < worstCancellation * Math.sqrt(squares / rows)
}

function oneFeature({ rows, means, sums, products }: Moments, fit: Fit): Pick<RegressionSums, 'sweep'> {
  const [slope, intercept] = fit.theta
  const [mean] = means
  const [sum] = sums
  const [product] = products
  const { squares, residualSum } = fit
  const [residualProduct] = fit.residualProducts
  return {
    sweep(theta, share, out) {
      const away = theta[0] - slope
      const shift = theta[1] - intercept + mean * away
      const byShift = rows * shift + residualSum + sum * away
      const bySlope = product * away + residualProduct + sum * shift
      out[0] = share * (bySlope + mean * byShift)
      out[1] = share * byShift
      return squares + shift * (byShift + residualSum) + away * (bySlope + residualProduct)
    },
  }
}

function manyFeatures({ rows, means, sums, products }: Moments, fit: Fit): Pick<RegressionSums, 'sweep'> {
  const width = means.length
  const { squares: lowest, residualSum, residualProducts } = fit
  const solution = Float64Array.from(fit.theta)
  const away = new Float64Array(width)
  return {
    sweep(theta, share, out) {
      let shift = theta[width] - solution[width]
      for (let j = 0; j < width; j++) {
        away[j] = theta[j] - solution[j]
        shift += means[j] * away[j]
      }
      let byShift = rows * shift + residualSum
      for (let j = 0; j < width; j++) byShift += sums[j] * away[j]
      let squares = lowest + shift * (byShift + residualSum)
      for (let j = 0; j < width; j++) {
        let bySlope = residualProducts[j] + sums[j] * shift
        for (let k = 0, at = j * width; k < width; k++, at++) bySlope += products[at] * away[k]
        squares += away[j] * (bySlope + residualProducts[j])
        out[j] = share * (bySlope + means[j] * byShift)
      }
      out[width] = share * byShift
      return squares
    },
  }
}
