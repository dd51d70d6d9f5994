import type { Table } from '../objectives/contract'

/** Where a feature lies and how far it spreads: its mean and population standard deviation. */
export interface Scale {
  readonly mean: number
  readonly deviation: number
}

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
  return { ...table, features }
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
