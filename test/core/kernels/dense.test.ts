import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { denseKernels } from '@core/kernels'
import type { DenseKernels } from '@core/kernels/contract'
import { plainKernels } from '@core/kernels/plain'
import { simdKernels } from '@core/kernels/simd'

interface Case {
  readonly width: number
  readonly rows: number
  readonly from: number
  readonly numbers: readonly number[]
}

/** Every width around the blocks' remainders, and every number of rows around the groups'. */
const cases = (width: fc.Arbitrary<number>): fc.Arbitrary<Case> =>
  fc.record({
    width,
    rows: fc.integer({ min: 0, max: 37 }),
    from: fc.nat(3),
    numbers: fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 50 }),
  })
/** Widths up to the widest whose next group of rows is touched ahead, and some beyond it. */
const longRows = fc.integer({ min: 250, max: 262 })
const anyWidth = cases(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 41 }), longRows))

/** Fills an array with numbers of many sizes, repeating what was drawn. */
function fill(array: Float64Array, numbers: readonly number[], salt: number): Float64Array {
  for (let i = 0; i < array.length; i++) {
    array[i] = numbers[(i * 7 + salt) % numbers.length] * (1 + ((i * 31 + salt) % 97)) ** (i % 3)
  }
  return array
}

function withSimd(width: number, lengths: readonly number[]): DenseKernels {
  const kernels = simdKernels(width, lengths)
  if (!kernels) throw new Error('no SIMD here')
  return kernels
}

/** What each kernel makes of one case, on arrays of the kernels' own. */
function results(
  kernelsOf: (lengths: readonly number[]) => DenseKernels,
  { width, rows, from, numbers }: Case,
) {
  const held = from + rows
  const lengths = [width + 1, held * width, held, rows + 1, width + 1]
  const kernels = kernelsOf(lengths)
  const [theta, x, y, r, out] = lengths.map((length, salt) => fill(kernels.take(length), numbers, salt))
  kernels.residuals(theta, x, y, from, rows, r)
  const residuals = r.slice()
  kernels.addWeightedRows(r, x, from, rows, out)
  return { residuals, out: out.slice() }
}

/** Columns laid out row by row, and their products. */
function productsOf(kernelsOf: (lengths: readonly number[]) => DenseKernels, { width, rows, numbers }: Case) {
  const lengths = [rows * width, rows * width, width * width]
  const kernels = kernelsOf(lengths)
  const [columns, x, products] = lengths.map((length, salt) => fill(kernels.take(length), numbers, salt))
  kernels.layRows(columns, rows, x)
  kernels.addProducts(x, rows, products)
  return { x: x.slice(), products: products.filter((_, at) => at % width >= Math.floor(at / width)) }
}

describe('the dense kernels', () => {
  test('on vectors have the bits of the plain ones: residuals and weighted rows', () => {
    fc.assert(
      fc.property(anyWidth, (each) => {
        const fast = results((lengths) => withSimd(each.width, lengths), each)
        expect(fast).toEqual(results(() => plainKernels(each.width), each))
      }),
      { numRuns: 300 },
    )
  })

  test('on vectors have the bits of the plain ones: columns laid out and their products', () => {
    const pairs = cases(fc.integer({ min: 1, max: 12 }).map((count) => 2 * count))
    fc.assert(
      fc.property(pairs, (each) => {
        const fast = productsOf((lengths) => withSimd(each.width, lengths), each)
        expect(fast).toEqual(productsOf(() => plainKernels(each.width), each))
      }),
    )
  })

  test('take what is not finite as plain arithmetic does', () => {
    const numbers = [1, Infinity, -0, NaN, 5e-324, -Infinity, 1e308]
    for (let width = 1; width <= 9; width++) {
      const each = { width, rows: 19, from: 1, numbers }
      const plain = results(() => plainKernels(width), each)
      expect(results((lengths) => withSimd(width, lengths), each)).toEqual(plain)
    }
  })

  test('are the sums of their definition', () => {
    const kernels = plainKernels(2)
    const x = Float64Array.of(9, 9, 1, 2, 3, 4, 5, 6)
    const r = new Float64Array(3)
    kernels.residuals(Float64Array.of(10, 100, 1000), x, Float64Array.of(9, 1, 2, 3), 1, 3, r)
    expect([...r]).toEqual([1209, 1428, 1647])
    const out = Float64Array.of(0.5, 0, 7)
    kernels.addWeightedRows(Float64Array.of(1, -1, 2), x, 1, 3, out)
    expect([...out]).toEqual([8.5, 10, 7])
    const wide = plainKernels(4)
    const rows = new Float64Array(8)
    wide.layRows(Float64Array.of(1, 5, 2, 6, 3, 7, 4, 8), 2, rows)
    expect([...rows]).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    const products = new Float64Array(16)
    wide.addProducts(rows, 2, products)
    expect([...products.subarray(0, 4)]).toEqual([26, 32, 38, 44])
    expect(products[1 * 4 + 3]).toBe(2 * 4 + 6 * 8)
  })

  test('hand out arrays of zeros that do not touch', () => {
    const lengths = [3, 1, 4000, 5]
    const kernels = denseKernels(3, lengths)
    const arrays = lengths.map((length) => kernels.take(length))
    arrays.forEach((array, k) => array.fill(k + 1))
    arrays.forEach((array, k) => {
      expect(array).toHaveLength(lengths[k])
      expect(array.every((value) => value === k + 1)).toBe(true)
    })
  })

  test('do not look ahead past the memory: rows that end where it does', () => {
    const width = 256
    for (let rows = 8; rows <= 40; rows++) {
      const lengths = [width + 1, rows, rows, width, rows * width]
      const kernels = withSimd(width, lengths)
      const [theta, y, r, out, x] = lengths.map((length) => kernels.take(length).fill(1))
      kernels.residuals(theta, x, y, 0, rows, r)
      expect(r).toEqual(new Float64Array(rows).fill(width))
      kernels.addWeightedRows(r, x, 0, rows, out)
      expect(out).toEqual(new Float64Array(width).fill(1 + rows * width))
    }
  })

  test('are plain ones where there is not that much memory', () => {
    expect(simdKernels(1, [2 ** 29])).toBeUndefined()
    expect(simdKernels(1, [2 ** 10])).toBeDefined()
  })
})
