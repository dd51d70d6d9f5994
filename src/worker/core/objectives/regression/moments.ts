import { columnProducts } from './column-products'
import type { LeastSquares, Moments, Table } from '../contract'
import { leastSquares } from './least-squares'
import { normalEquations } from './normal-equations'

/** Multiplications that a factorisation of the rows takes, beyond which a quicker way is looked for. */
const largeWork = 2 ** 21

/** Goes through the rows of a table and keeps what a regression on it needs to know of them. */
export function momentsOf({ features, target }: Table): Moments {
  const rows = target.length
  const means = Float64Array.from(features, (feature) => total(feature) / rows)
  const centred = features.map((feature, j) => shifted(feature, means[j]))
  const products = columnProducts(centred)
  const moments = { rows, means, sums: Float64Array.from(centred, total), products }
  const best = fitOf(features, target, means, products)
  if (!best) return moments
  const residuals = residualsAt(best.theta, features, target)
  return {
    ...moments,
    fit: {
      ...best,
      squares: dot(residuals, residuals),
      residualSum: total(residuals),
      residualProducts: Float64Array.from(centred, (column) => dot(column, residuals)),
    },
  }
}

/** A'A, row-major, A the features with a column of ones. */
export function gramOf({ rows, means, sums, products }: Moments): Float64Array {
  const width = means.length
  const size = width + 1
  const gram = new Float64Array(size * size)
  for (let j = 0; j < width; j++) {
    for (let k = 0; k < width; k++) {
      const shift = means[j] * sums[k] + means[k] * sums[j] + rows * means[j] * means[k]
      gram[j * size + k] = products[j * width + k] + shift
    }
    gram[j * size + width] = gram[width * size + j] = sums[j] + rows * means[j]
  }
  gram[size * size - 1] = rows
  return gram
}

/** By the normal equations where they are good enough and much is saved. */
function fitOf(
  features: readonly Float64Array[],
  target: Float64Array,
  means: Float64Array,
  products: Float64Array,
): LeastSquares | undefined {
  const isLarge = target.length * features.length ** 2 > largeWork && target.length > 2 * features.length
  const quick = isLarge ? normalEquations(features, target, means, products) : undefined
  return quick ?? leastSquares(features, target)
}

function residualsAt(
  theta: readonly number[],
  features: readonly Float64Array[],
  target: Float64Array,
): Float64Array {
  const residuals = shifted(target, theta[features.length])
  for (let i = 0; i < residuals.length; i++) residuals[i] = -residuals[i]
  features.forEach((feature, j) => {
    const weight = theta[j]
    for (let i = 0; i < residuals.length; i++) residuals[i] += weight * feature[i]
  })
  return residuals
}

function shifted(values: Float64Array, by: number): Float64Array {
  const out = new Float64Array(values.length)
  for (let i = 0; i < out.length; i++) out[i] = values[i] - by
  return out
}

function total(values: Float64Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]
  return sum
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}
