import type { Table } from '../objectives/contract'
import { RandomState } from './random'

/**
 * The textbook's random data: numpy's `RandomState(seed).randn(rows, 2)`, column 0 as x
 * and column 1 as y. There is no relation to find, so the best line is nearly flat.
 */
export function normalTable(rows: number, seed: number): Table {
  const random = new RandomState(seed)
  const x = new Float64Array(rows)
  const y = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    x[i] = random.normal()
    y[i] = random.normal()
  }
  return { featureNames: ['x'], targetName: 'y', features: [x], target: y }
}
