import { describe, expect, test } from 'vitest'
import { distanceSeries, rateSeries, seriesNames } from '@core/plan'
import { Batcher } from '../../src/worker/batcher'
import { batchPoints } from '../../src/worker/protocol'

const position = (iteration: number) => ({
  iteration,
  theta: Float64Array.of(iteration / 10, -iteration),
  recorded: true,
  loss: iteration ** 2,
  gradientNorm: NaN,
  rate: 0.5,
  distance: iteration + 1,
  outcome: undefined,
})

describe('Batcher', () => {
  test('lays points out series by series', () => {
    const batcher = new Batcher(4, seriesNames(2))
    for (const iteration of [0, 10, 25]) batcher.add(position(iteration))
    expect(batcher.newest).toBe(25)
    expect(batcher.take()).toEqual({
      run: 4,
      first: 0,
      count: 3,
      iteration: 25,
      columns: Float64Array.of(0, 100, 625, NaN, NaN, NaN, 0, 1, 2.5, -0, -10, -25),
    })
  })

  test('has a column for what a plan records beside that', () => {
    const batcher = new Batcher(4, [...seriesNames(1), rateSeries, distanceSeries])
    for (const iteration of [1, 2]) batcher.add(position(iteration))
    expect(batcher.take()?.columns.slice(6)).toEqual(Float64Array.of(0.5, 0.5, 2, 3))
  })

  test('counts on from batch to batch, and has nothing to give twice', () => {
    const batcher = new Batcher(4, seriesNames(1))
    batcher.add(position(1))
    batcher.take()
    expect(batcher.take()).toBeUndefined()
    batcher.add(position(2))
    expect(batcher.take()).toMatchObject({ first: 1, count: 1, iteration: 2 })
  })

  test('gives a full batch its own buffer, and fills another one', () => {
    const batcher = new Batcher(4, seriesNames(17))
    for (let i = 0; i < batchPoints; i++) {
      expect(batcher.full).toBe(false)
      batcher.add(position(i))
    }
    expect(batcher.full).toBe(true)
    const first = batcher.take()
    batcher.add(position(7))
    expect(batcher.take()).toMatchObject({ first: batchPoints, columns: Float64Array.of(49, NaN) })
    expect(first?.columns).toHaveLength(2 * batchPoints)
    expect(first?.columns[2]).toBe(4)
  })

  test('ends batches where chunks of the store end, however early one was taken', () => {
    const batcher = new Batcher(4, seriesNames(17))
    const counts: number[] = []
    for (let i = 0; i < 2 * batchPoints; i++) {
      batcher.add(position(i))
      const early = i === 0 || i === 99
      const batch = early || batcher.full ? batcher.take() : undefined
      if (batch) {
        counts.push(batch.count)
        expect(batch.columns[batch.count - 1]).toBe(i ** 2)
      }
    }
    expect(counts).toEqual([1, 99, batchPoints - 100, batchPoints])
  })
})
