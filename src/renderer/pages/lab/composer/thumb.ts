import type { Objective, ObjectiveKind } from '@core/objectives/contract'
import { normalTable } from '@core/data/normal'

/** A picture of an objective in shares of the frame: 0 is left or bottom, 1 right or top. */
export type Thumb =
  | { readonly kind: 'curve'; readonly heights: readonly number[] }
  /** Level bands, row by row from the top: 0 for the lowest. */
  | { readonly kind: 'map'; readonly columns: number; readonly rows: number; readonly bands: Uint8Array }
  | { readonly kind: 'scatter'; readonly points: readonly (readonly [number, number])[] }

export const bandCount = 9

function curveOf({ domain, value }: Objective, samples = 80): Thumb {
  const [[low, high]] = domain
  const theta = new Float64Array(1)
  const heights = Array.from({ length: samples }, (_, index) => {
    theta[0] = low + ((high - low) * index) / (samples - 1)
    return value(theta)
  })
  const bottom = Math.min(...heights)
  const span = Math.max(...heights) - bottom || 1
  return { kind: 'curve', heights: heights.map((height) => (height - bottom) / span) }
}

/** Bands hold the same area each, so that flat valleys show beside walls a million times higher. */
function mapOf({ domain, value }: Objective, columns = 64, rows = 44): Thumb {
  const [[left, right], [bottom, top]] = domain
  const theta = new Float64Array(2)
  const values = new Float64Array(columns * rows)
  for (let row = 0; row < rows; row++) {
    theta[1] = top - ((top - bottom) * (row + 0.5)) / rows
    for (let column = 0; column < columns; column++) {
      theta[0] = left + ((right - left) * (column + 0.5)) / columns
      values[row * columns + column] = value(theta)
    }
  }
  const sorted = values.slice().sort()
  const limits = Array.from({ length: bandCount - 1 }, (_, band) => {
    return sorted[Math.floor((sorted.length * (band + 1)) / bandCount)]
  })
  const bands = Uint8Array.from(values, (height) => limits.filter((limit) => height >= limit).length)
  return { kind: 'map', columns, rows, bands }
}

/** Made up: a rising cloud says "a line through data" whatever the data are. */
function scatterOf(count = 36): Thumb {
  const { features, target } = normalTable(count, 3)
  const clamp = (share: number): number => Math.min(0.96, Math.max(0.04, share))
  const points = Array.from({ length: count }, (_, index) => {
    const x = clamp(0.5 + features[0][index] / 5)
    return [x, clamp(0.2 + 0.6 * x + target[index] / 14)] as const
  })
  return { kind: 'scatter', points }
}

/** The picture of an objective at its default options; of the first two parameters where there are more. */
export function thumbOf(kind: ObjectiveKind): Thumb {
  if (kind.family === 'data') return scatterOf()
  const objective = kind.create(kind.options.parse({}))
  return objective.dimension === 1 ? curveOf(objective) : mapOf(objective)
}
