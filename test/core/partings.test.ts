import { describe, expect, test } from 'vitest'
import { optimizerById } from '@core/optimizers'
import type { DialectId } from '@core/optimizers/contract'
import { partingsOf, roundingOnly } from '@core/partings'

function distance(id: string, from: DialectId, to: DialectId): number {
  const optimizer = optimizerById(id)
  const parting = optimizer && partingsOf(optimizer).find((each) => each.from === from && each.to === to)
  return parting?.distance ?? NaN
}

describe('how far dialects part with the same settings', () => {
  test.each([
    ['momentum', 'pytorch', 'optax'],
    ['nag', 'pytorch', 'keras'],
    ['adam', 'pytorch', 'optax'],
    ['adamax', 'chapter', 'keras'],
    ['rmsprop', 'optax', 'keras'],
    ['nadam', 'chapter', 'optax'],
    ['nadam', 'pytorch', 'paper'],
    ['rprop', 'pytorch', 'lab'],
    ['asgd', 'pytorch', 'lab'],
    ['adadelta', 'pytorch', 'optax'],
    ['lion', 'paper', 'keras'],
  ] as const)('%s: %s and %s are one arithmetic', (id, from, to) => {
    expect(distance(id, from, to)).toBeLessThanOrEqual(roundingOnly)
  })

  // What was measured between the libraries themselves.
  test.each([
    ['adam', 'pytorch', 'keras', 8.6e-6],
    ['amsgrad', 'pytorch', 'optax', 0.11],
    ['nadam', 'paper', 'keras', 2.8e-2],
    ['yogi', 'paper', 'optax', 0.78],
  ] as const)('%s: %s and %s are not', (id, from, to, expected) => {
    expect(distance(id, from, to) / expected).toBeCloseTo(1, 1)
  })
})
