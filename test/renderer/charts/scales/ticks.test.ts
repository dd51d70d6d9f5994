import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linearTicks, logTicks } from '../../../../src/renderer/charts/scales/ticks'

const labels = (ticks: readonly { readonly label: string }[]): string[] =>
  ticks.map((tick) => tick.label).filter((label) => label !== '')

describe('linearTicks', () => {
  it('are round, equally far apart, and written with the same decimals', () => {
    expect(labels(linearTicks(0, 1, 5))).toEqual(['0', '0.2', '0.4', '0.6', '0.8', '1.0'])
    expect(labels(linearTicks(-2, 2, 4))).toEqual(['−2', '−1', '0', '1', '2'])
    expect(labels(linearTicks(0, 100_000, 5))).toEqual([
      '0',
      '20,000',
      '40,000',
      '60,000',
      '80,000',
      '100,000',
    ])
    expect(labels(linearTicks(0, 4e-9, 4))).toEqual(['0', '1e−9', '2e−9', '3e−9', '4e−9'])
  })

  it('tell neighbours apart however deep the zoom', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-4, max: 1e6, noNaN: true }),
        fc.integer({ min: 2, max: 14 }),
        (low, span, count) => {
          const ticks = linearTicks(low, low + span, count)
          expect(ticks.length).toBeLessThanOrEqual(count + 1)
          expect(new Set(labels(ticks)).size).toBe(ticks.length)
          for (const { value } of ticks) {
            expect(value).toBeGreaterThanOrEqual(low - span * 1e-5)
            expect(value).toBeLessThanOrEqual(low + span * (1 + 1e-5))
          }
        },
      ),
    )
  })

  it('are none for an empty scale', () => {
    expect(linearTicks(1, 1, 5)).toEqual([])
    expect(linearTicks(0, Infinity, 5)).toEqual([])
    expect(linearTicks(0, 5e-324, 5)).toEqual([])
    expect(linearTicks(1e15, 1e15 + 1, 5)).toEqual([])
  })
})

/** `5e4` or `50,000`; a zero is written the same in both. */
const notations = (ticks: readonly { readonly label: string }[]): string[] => [
  ...new Set(
    labels(ticks)
      .filter((label) => label !== '0')
      .map((label) => (label.includes('e') ? 'scientific' : 'plain')),
  ),
]

describe('every axis', () => {
  it('has one notation all along', () => {
    expect(labels(logTicks(40_000, 250_000, 6))).toEqual(['50,000', '100,000', '200,000'])
    expect(labels(logTicks(4e4, 2e6, 6))).toEqual(['5e4', '1e5', '2e5', '5e5', '1e6', '2e6'])
    expect(labels(logTicks(4e5, 3e6, 6))).toEqual(['5e5', '1e6', '2e6'])
    expect(labels(linearTicks(0, 2_000_000, 4))).toEqual(['0', '0.5e6', '1.0e6', '1.5e6', '2.0e6'])
    expect(labels(linearTicks(-2_000_000, 1_000_000, 3))).toEqual(['−2e6', '−1e6', '0', '1e6'])
    fc.assert(
      fc.property(
        fc.double({ min: -12, max: 12, noNaN: true }),
        fc.double({ min: 0.05, max: 12, noNaN: true }),
        fc.integer({ min: 2, max: 12 }),
        (from, decades, count) => {
          const [low, high] = [10 ** from, 10 ** (from + decades)]
          expect(notations(logTicks(low, high, count)).length).toBeLessThanOrEqual(1)
          expect(notations(linearTicks(low, high, count)).length).toBeLessThanOrEqual(1)
          expect(notations(linearTicks(-high, high, count)).length).toBeLessThanOrEqual(1)
        },
      ),
    )
  })
})

describe('logTicks', () => {
  it('are decades, below 1 as above', () => {
    expect(labels(logTicks(1e-7, 10, 9))).toEqual([
      '1e−7',
      '1e−6',
      '1e−5',
      '1e−4',
      '1e−3',
      '1e−2',
      '1e−1',
      '1e0',
      '1e1',
    ])
    expect(labels(logTicks(0.001, 100, 4))).toEqual(['0.01', '1', '100'])
  })

  it('skip evenly where there are many decades', () => {
    expect(labels(logTicks(1e-300, 1e300, 7))).toEqual([
      '1e−300',
      '1e−200',
      '1e−100',
      '1e0',
      '1e100',
      '1e200',
      '1e300',
    ])
  })

  it('number 2 and 5 where there are few decades', () => {
    expect(labels(logTicks(0.9, 20, 8))).toEqual(['1', '2', '5', '10', '20'])
  })

  it('are evenly spaced within a fraction of a decade', () => {
    expect(labels(logTicks(0.0101, 0.0109, 4))).toEqual(['0.0102', '0.0104', '0.0106', '0.0108'])
  })

  it('lie within the scale, numbered at least once and as far as there is room', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -300, max: 299, noNaN: true }),
        fc.double({ min: 0.4, max: 300, noNaN: true }),
        fc.integer({ min: 3, max: 12 }),
        (from, decades, count) => {
          fc.pre(from + decades < 307)
          const [low, high] = [10 ** from, 10 ** (from + decades)]
          const ticks = logTicks(low, high, count)
          expect(labels(ticks).length).toBeGreaterThanOrEqual(1)
          expect(labels(ticks).length).toBeLessThanOrEqual(3 * count + 2)
          expect(new Set(labels(ticks)).size).toBe(labels(ticks).length)
          for (const { value } of ticks) {
            expect(value).toBeGreaterThanOrEqual(low * (1 - 1e-6))
            expect(value).toBeLessThanOrEqual(high * (1 + 1e-6))
          }
        },
      ),
    )
  })
})
