import { describe, expect, test } from 'vitest'
import { Batcher } from '../../src/worker/batcher'
import { Buffers } from '../../src/worker/buffers'
import { batchPoints } from '../../src/worker/protocol'

const width = 3

/** Writes a point as a descent does. */
function put(batcher: Batcher, iteration: number): void {
  const { columns, stride, count } = batcher
  columns[count] = iteration ** 2
  columns[stride + count] = NaN
  columns[2 * stride + count] = iteration / 10
  batcher.count += 1
  batcher.iteration = iteration
}

describe('Batcher', () => {
  test('lays points out series by series', () => {
    const batcher = new Batcher(width, new Buffers())
    for (const iteration of [0, 10, 25]) put(batcher, iteration)
    expect(batcher.take()).toEqual({
      first: 0,
      count: 3,
      iteration: 25,
      columns: Float64Array.of(0, 100, 625, NaN, NaN, NaN, 0, 1, 2.5),
    })
  })

  test('counts on from batch to batch, and has nothing to give twice', () => {
    const batcher = new Batcher(width, new Buffers())
    put(batcher, 1)
    batcher.take()
    expect(batcher.take()).toBeUndefined()
    put(batcher, 2)
    expect(batcher.take()).toMatchObject({ first: 1, count: 1, iteration: 2 })
  })

  test('gives a full batch its own buffer, and fills another one', () => {
    const batcher = new Batcher(width, new Buffers())
    for (let i = 0; i < batchPoints; i++) {
      expect(batcher.full).toBe(false)
      put(batcher, i)
    }
    expect(batcher.full).toBe(true)
    const first = batcher.take()
    put(batcher, 7)
    expect(batcher.take()).toMatchObject({ first: batchPoints, columns: Float64Array.of(49, NaN, 0.7) })
    expect(first?.columns).toHaveLength(width * batchPoints)
    expect(first?.columns[2]).toBe(4)
  })

  test('shares whole batches, and copies what is less', () => {
    const batcher = new Batcher(width, new Buffers())
    while (!batcher.full) put(batcher, 1)
    expect(batcher.take()?.columns.buffer).toBeInstanceOf(SharedArrayBuffer)
    put(batcher, 2)
    const part = batcher.take()
    expect(part?.columns.buffer).toBeInstanceOf(ArrayBuffer)
    put(batcher, 3)
    expect(part?.columns[0]).toBe(4)
  })

  test('leaves the memory of a run that has ended to the next one', () => {
    const buffers = new Buffers()
    const batcher = new Batcher(width, buffers)
    const { buffer } = batcher.columns
    put(batcher, 1)
    expect(batcher.take()?.columns).toEqual(Float64Array.of(1, NaN, 0.1))
    batcher.close()
    expect(new Batcher(width, buffers).columns.buffer).toBe(buffer)
  })

  test('ends batches where chunks of the store end, however early one was taken', () => {
    const batcher = new Batcher(width, new Buffers())
    const counts: number[] = []
    for (let i = 0; i < 2 * batchPoints; i++) {
      put(batcher, i)
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

describe('Buffers', () => {
  test('give out again what has come back, and nothing twice', () => {
    const buffers = new Buffers()
    const [one, other] = [buffers.take(64), buffers.take(64)]
    expect(other).not.toBe(one)
    buffers.giveBack([one])
    expect(buffers.take(128)).toHaveProperty('byteLength', 128)
    expect(buffers.take(64)).toBe(one)
    expect(buffers.take(64)).not.toBe(one)
  })

  test('keep no more than runs have under way', () => {
    const buffers = new Buffers()
    const size = 2 ** 21
    const taken = Array.from({ length: 6 }, () => buffers.take(size))
    buffers.giveBack(taken)
    const again = taken.map(() => buffers.take(size))
    expect(again.filter((buffer) => taken.includes(buffer))).toHaveLength(4)
  })
})
