import { describe, expect, test } from 'vitest'
import { noStops, pathOf, planWith } from '../support/experiments'

/** The rows of every batch a run takes its gradient over. */
function batchesOf(
  run: Readonly<Record<string, unknown>>,
  rows: number,
  iterations: number,
): readonly number[][] {
  const objective = { id: 'linear-regression', data: { source: 'normal', rows } }
  const plan = planWith({ objective, iterations, runs: [{ optimizer: 'gd', ...run }], stop: noStops })
  const batches: number[][] = []
  const spy = {
    ...plan.objective,
    batchGradient(theta: Float64Array, order: Int32Array, from: number, to: number, out: Float64Array) {
      batches.push([...order.subarray(from, to)])
      plan.objective.batchGradient(theta, order, from, to, out)
    },
  }
  pathOf({ ...plan, objective: spy })
  return batches
}

const everyRow = (rows: number): readonly number[] => Array.from({ length: rows }, (_, row) => row)
const sorted = (rows: readonly number[]): readonly number[] => rows.toSorted((a, b) => a - b)

describe('mini-batches', () => {
  test.each([1, 4, 5, 12])('of %i see every one of 12 rows once an epoch', (batch) => {
    const anEpoch = Math.ceil(12 / batch)
    const batches = batchesOf({ batch }, 12, 3 * anEpoch)
    expect(batches).toHaveLength(3 * anEpoch)
    const epochs = [0, 1, 2].map((epoch) => batches.slice(epoch * anEpoch, (epoch + 1) * anEpoch).flat())
    for (const epoch of epochs) expect(sorted(epoch)).toEqual(everyRow(12))
    expect(epochs[0]).not.toEqual(epochs[1])
    expect(batches.slice(0, anEpoch - 1).every(({ length }) => length === batch)).toBe(true)
  })

  test('with replacement are as large as asked for and see rows again', () => {
    const batches = batchesOf({ batch: 5, sampling: 'replacement' }, 12, 100)
    expect(batches.every(({ length }) => length === 5)).toBe(true)
    expect(new Set(batches.flat())).toEqual(new Set(everyRow(12)))
    expect(batches.some((rows) => new Set(rows).size < 5)).toBe(true)
  })

  test('depend on the seed of the run alone', () => {
    const one = batchesOf({ batch: 4, seed: 1 }, 12, 9)
    expect(batchesOf({ optimizer: 'adam', batch: 4, seed: 1 }, 12, 9)).toEqual(one)
    expect(batchesOf({ batch: 4, seed: 2 }, 12, 9)).not.toEqual(one)
  })

  test('are not drawn for the full batch', () => {
    expect(batchesOf({ batch: 'full' }, 12, 5)).toEqual([])
  })
})
