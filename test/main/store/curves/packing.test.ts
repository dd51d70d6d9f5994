import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blockPoints } from '../../../../src/main/store/curves/blocks'
import { createPacking } from '../../../../src/main/store/curves/packing'

const most = 32 * blockPoints
const packing = createPacking(most)

const bits = (values: Float64Array): BigUint64Array =>
  new BigUint64Array(values.buffer.slice(values.byteOffset, values.byteOffset + values.byteLength))

const made = (value: (index: number) => number, length = most): Float64Array =>
  Float64Array.from({ length }, (_, index) => value(index))

/** Packs values and gets them back. @returns how many times less room they take; 1 where they are not packed */
function packed(values: Float64Array): number {
  const before = bits(values)
  const found = packing.pack(values)
  expect(bits(values)).toEqual(before)
  if (!found) return 1
  const data = Uint8Array.from(found)
  const back = packing.unpack(data, values.length)
  expect(back && bits(back)).toEqual(before)
  for (const block of [0, Math.floor(values.length / blockPoints / 2), values.length / blockPoints - 1]) {
    const alone = packing.unpackBlock(data, values.length, block)
    const range = [block * blockPoints, (block + 1) * blockPoints] as const
    expect(alone && bits(alone)).toEqual(before.slice(...range))
  }
  return values.byteLength / data.length
}

describe('what curves look like takes less room', () => {
  test.each<[string, (index: number) => number, number]>([
    ['a loss that falls slowly', (k) => 0.5 + Math.exp(-k / 25_000), 3.5],
    ['a parameter that nears its end', (k) => 0.3 - 0.3 * 0.9999 ** k, 2.5],
    ['jumps between two points', (k) => 0.7 * (-1) ** k, 30],
    ['an oscillation that dies away', (k) => 1 + (-0.9999) ** k, 2],
    ['a straight line', (k) => 0.1 * k, 5],
    ['a stair', (k) => 0.1 * 0.5 ** Math.floor(k / 1_000), 7],
    ['one value', () => 0.1, 50],
  ])('%s', (_, value, times) => {
    expect(packed(made(value))).toBeGreaterThan(times)
  })
})

test('noise is left as it is', () => {
  expect(packing.pack(made((k) => Math.sin(k * k)))).toBeUndefined()
})

test('a stretch of noise in something smooth is kept beside it', () => {
  const values = made((k) => (k > 1_000 && k < 1_300 ? Math.sin(k * k) * 10 ** (k % 200) : 1 / (1 + k)))
  expect(packed(values)).toBeGreaterThan(1.8)
})

test('no bit of what a diverging run comes to is lost', () => {
  const odd = [NaN, Infinity, -Infinity, -0, 0, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE]
  packed(made((k) => (k % 100 < 8 ? odd[k % 100] : 1 + k)))
  // NaNs are not all the same.
  const values = made((k) => k)
  const patterns = new BigUint64Array(values.buffer)
  for (const [index, pattern] of [0x7ff8000000000000n, 0xfff8000000000001n, 0x7ff0dead0000beefn].entries()) {
    patterns.fill(pattern, 500 * index, 500 * index + 40 * (index + 1))
  }
  expect(packed(values)).toBeGreaterThan(2)
})

test('whatever the bits, they come back', () => {
  const pattern = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
  const step = fc.oneof(fc.bigInt({ min: -300n, max: 300n }), pattern)
  const curve = fc.record({
    blocks: fc.integer({ min: 1, max: 6 }),
    start: pattern,
    steps: fc.array(step, { minLength: 1, maxLength: 40 }),
  })
  fc.assert(
    fc.property(curve, ({ blocks, start, steps }) => {
      const patterns = new BigUint64Array(blocks * blockPoints)
      let at = start
      patterns.forEach(
        (_, index) => (patterns[index] = at = BigInt.asUintN(64, at + steps[index % steps.length])),
      )
      packed(new Float64Array(patterns.buffer))
    }),
  )
})

test('data that are cut off, longer than they should be or of another kind are none', () => {
  const values = made((k) => 1 / (1 + k))
  const data = Uint8Array.from(packing.pack(values) ?? [])
  expect(packing.unpack(data, most)).toEqual(values)
  const otherGuess = data.slice()
  otherGuess[0] = 99
  // As long as it says, but of numbers that are wider than there are.
  const tooWide = new Uint8Array(33 + 31 * 16 + 16 + 126 * 200)
  tooWide[7] = 200
  for (const wrong of [
    data.subarray(0, -1),
    Uint8Array.of(...data, 0),
    otherGuess,
    tooWide,
    new Uint8Array(0),
  ]) {
    expect(packing.unpack(wrong, most)).toBeUndefined()
    expect(packing.unpackBlock(wrong, most, 3)).toBeUndefined()
  }
  for (const count of [0.5, 100, most - 1, 2 * most]) expect(packing.unpack(data, count)).toBeUndefined()
})
