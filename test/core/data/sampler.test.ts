import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSampler, epochOf, restoreSampler, samplings, type Sampler } from '@core/data/sampler'

const draw = (sampler: Sampler) => {
  sampler.next()
  return Array.from(sampler.rows.subarray(sampler.from, sampler.to))
}
const seeds = fc.nat({ max: 0xffffffff })
const rowCounts = fc.integer({ min: 1, max: 200 })
const batchSizes = fc.integer({ min: 1, max: 250 })

describe('createSampler', () => {
  it('shuffle: takes every row exactly once an epoch, the last batch smaller if need be', () => {
    fc.assert(
      fc.property(seeds, rowCounts, batchSizes, (seed, rows, batch) => {
        const sampler = createSampler(rows, batch, 'shuffle', seed)
        for (let epoch = 0; epoch < 3; epoch++) {
          const batches = Array.from({ length: Math.ceil(rows / batch) }, () => draw(sampler))
          for (const full of batches.slice(0, -1)) expect(full).toHaveLength(batch)
          const seen = batches.flat().toSorted((a, b) => a - b)
          expect(seen).toEqual(Array.from({ length: rows }, (_, row) => row))
        }
      }),
    )
  })

  it('shuffle: takes another order the next epoch', () => {
    const sampler = createSampler(50, 50, 'shuffle', 0)
    expect(draw(sampler)).not.toEqual(draw(sampler))
  })

  it('replacement: draws full batches of rows that exist, some of them twice', () => {
    fc.assert(
      fc.property(seeds, rowCounts, batchSizes, (seed, rows, batch) => {
        const drawn = draw(createSampler(rows, batch, 'replacement', seed))
        expect(drawn).toHaveLength(batch)
        expect(drawn.every((row) => Number.isInteger(row) && row >= 0 && row < rows)).toBe(true)
      }),
    )
    const drawn = draw(createSampler(100, 100, 'replacement', 0))
    expect(new Set(drawn).size).toBeLessThan(80)
  })

  it.each(samplings)('%s: goes on after restore as if nothing had happened, through JSON too', (sampling) => {
    fc.assert(
      fc.property(seeds, rowCounts, batchSizes, fc.nat(30), (seed, rows, batch, updates) => {
        const sampler = createSampler(rows, batch, sampling, seed)
        for (let i = 0; i < updates; i++) sampler.next()
        const copy = restoreSampler(JSON.parse(JSON.stringify(sampler.save())))
        for (let i = 0; i < 10; i++) expect(draw(copy)).toEqual(draw(sampler))
      }),
      { numRuns: 40 },
    )
  })

  it.each(samplings)('%s: the seed decides', (sampling) => {
    const first = draw(createSampler(100, 10, sampling, 1))
    expect(draw(createSampler(100, 10, sampling, 1))).toEqual(first)
    expect(draw(createSampler(100, 10, sampling, 2))).not.toEqual(first)
  })

  it('reuses its buffer', () => {
    for (const sampling of samplings) {
      const sampler = createSampler(10, 3, sampling, 0)
      const { rows } = sampler
      for (let i = 0; i < 10; i++) sampler.next()
      expect(sampler.rows).toBe(rows)
    }
  })

  it('refuses sizes that make no batches', () => {
    expect(() => createSampler(0, 1, 'shuffle', 0)).toThrow('rows must be')
    expect(() => createSampler(5, 0, 'shuffle', 0)).toThrow('batch must be')
    expect(() => createSampler(5, 1.5, 'replacement', 0)).toThrow('batch must be')
  })
})

describe('epochOf', () => {
  it('counts rows seen', () => {
    expect([0, 1, 2, 3, 4, 5].map((k) => epochOf(k, 4, 10))).toEqual([0, 0.4, 0.8, 1, 1.4, 1.8])
    expect(epochOf(5, 4, 10, 'replacement')).toBe(2)
    expect(epochOf(3, 25, 10)).toBe(3)
    expect(epochOf(3, 25, 10, 'replacement')).toBe(7.5)
  })

  it('counts updates where there are no batches', () => {
    expect(epochOf(7, 'full', 10)).toBe(7)
    expect(epochOf(7, 4, 0)).toBe(7)
    expect(epochOf(7, 4, 0, 'replacement')).toBe(7)
  })

  it('agrees with the rows the sampler hands out', () => {
    fc.assert(
      fc.property(fc.constantFrom(...samplings), rowCounts, batchSizes, (sampling, rows, batch) => {
        const sampler = createSampler(rows, batch, sampling, 0)
        let seen = 0
        for (let k = 1; k <= 20; k++) {
          sampler.next()
          seen += sampler.to - sampler.from
          expect(epochOf(k, batch, rows, sampling)).toBeCloseTo(seen / rows, 10)
        }
      }),
    )
  })
})
