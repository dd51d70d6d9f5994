import type { Scale, Table } from '../objectives/contract'

/**
 * One scale a feature.
 * @throws where a feature has no spread to divide by
 */
export function featureScales(table: Table): readonly Scale[] {
  return table.features.map((values, j) => scaleOf(values, table.featureNames[j]))
}

/** The table with every feature at mean 0 and standard deviation 1; the target stays as it is. */
export function standardize(table: Table): Table {
  const scales = featureScales(table)
  const features = table.features.map((values, j) => {
    const { mean, deviation } = scales[j]
    return values.map((value) => (value - mean) / deviation)
  })
  return { ...table, features, scales }
}

/** The table with its features as they were before they were standardised, but for rounding. */
export function inDataUnits<Held extends Table>(table: Held): Held {
  const { scales } = table
  if (!scales) return table
  const features = table.features.map((values, j) => {
    const { mean, deviation } = scales[j]
    return values.map((value) => value * deviation + mean)
  })
  return { ...table, features }
}

/**
 * The weights and the intercept of the same linear model of features as they were before:
 * w_j / deviation_j, and b - sum w_j mean_j / deviation_j.
 * @param theta a weight a standardised feature, then the intercept
 */
export function weightsInDataUnits(theta: ArrayLike<number>, scales: readonly Scale[]): number[] {
  const weights = scales.map(({ deviation }, j) => theta[j] / deviation)
  const carried = scales.reduce((sum, { mean }, j) => sum + weights[j] * mean, 0)
  return [...weights, theta[scales.length] - carried]
}

function scaleOf(values: Float64Array, name: string): Scale {
  if (values.length === 0) throw new Error(`column "${name}" has no rows to standardize`)
  // Compared directly: the mean of equal numbers can be off by a rounding, and so the deviation.
  if (values.every((value) => value === values[0])) {
    throw new Error(`column "${name}" cannot be standardized: every value is ${values[0]}`)
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  const deviation = Math.sqrt(variance)
  if (!(deviation > 0 && Number.isFinite(deviation))) {
    throw new Error(`column "${name}" cannot be standardized: its standard deviation is ${deviation}`)
  }
  return { mean, deviation }
}
