import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { maxSobolDimension, sobolSequence } from '@core/sweep/sobol'

const file = resolve(import.meta.dirname, '../../golden/statistics/designs.json')
const golden = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly words: readonly (readonly number[])[]
  readonly far: { readonly index: number; readonly words: readonly number[] }
}

describe("Sobol's sequence", () => {
  const sequence = sobolSequence(maxSobolDimension)

  test("is scipy's, bit for bit", () => {
    expect(golden.words[0]).toHaveLength(maxSobolDimension)
    expect(golden.words.map((_, index) => sequence(index))).toEqual(golden.words)
  })

  test('is read at any place', () => {
    expect(sequence(golden.far.index)).toEqual(golden.far.words)
  })
})
