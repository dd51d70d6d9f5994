import { expect, test } from 'vitest'
import { Blocks, blockPoints, summarize } from '../../../../src/main/store/curves/blocks'

function handedOut(points: Float64Array, block: number, start: number): [number, number][] | undefined {
  const taken: [number, number][] = []
  const sink = { take: (index: number, value: number) => void taken.push([index, value]) }
  return new Blocks(summarize(points)).handOut(block, block + 1, start, sink) > block ? taken : undefined
}

test('of every block the ends and the first of its lowest and highest points are told', () => {
  const points = Float64Array.from({ length: 2 * blockPoints }, (_, index) => index % blockPoints)
  const [second, end] = [blockPoints, blockPoints - 1]
  points[second + 6] = points[second + 9] = -5
  points[second + 7] = points[second + 20] = 1e308
  expect(handedOut(points, 0, 0)).toEqual([
    [0, 0],
    [0, 0],
    [end, end],
    [end, end],
  ])
  expect(handedOut(points, 1, 1_000)).toEqual([
    [1_000 + second, 0],
    [1_000 + second + 6, -5],
    [1_000 + second + 7, 1e308],
    [1_000 + second + end, end],
  ])
})

test('several blocks are told as one stretch, up to one that tells nothing', () => {
  const points = Float64Array.from({ length: 5 * blockPoints }, (_, index) => Math.cos(index / 50))
  points[3 * blockPoints + 5] = NaN
  const blocks = new Blocks(summarize(points))
  const taken: number[] = []
  const end = blocks.handOut(0, 5, 0, { take: (index) => taken.push(index) })
  const before = [...points.subarray(0, 3 * blockPoints)]
  expect(end).toBe(3)
  expect(taken).toEqual([
    0,
    before.indexOf(Math.min(...before)),
    before.indexOf(Math.max(...before)),
    before.length - 1,
  ])
  expect(blocks.handOut(3, 5, 0, { take: (index) => taken.push(index) })).toBe(3)
  expect(taken).toHaveLength(4)
})

test('a negative zero stays one', () => {
  const zeros = new Float64Array(blockPoints).fill(-0)
  expect(handedOut(zeros, 0, 0)?.every(([, value]) => Object.is(value, -0))).toBe(true)
})

test.each([NaN, Infinity, -Infinity])('a block with a single %d anywhere tells nothing', (broken) => {
  for (let at = 0; at < blockPoints; at++) {
    const points = new Float64Array(blockPoints).fill(1)
    points[at] = broken
    expect(handedOut(points, 0, 0)).toBeUndefined()
  }
})

test('a summary is read from any place in memory', () => {
  const points = Float64Array.from({ length: blockPoints }, (_, index) => index)
  const shifted = Buffer.concat([Buffer.of(0), summarize(points)]).subarray(1)
  const taken: number[] = []
  new Blocks(shifted).handOut(0, 1, 0, { take: (_, value) => taken.push(value) })
  expect(taken).toEqual([0, 0, blockPoints - 1, blockPoints - 1])
})
