import { expect, test } from 'vitest'
import { verdictText, type Verdict } from '@core/reasons/verdict'

const examples: readonly [Verdict, string][] = [
  [
    { kind: 'same', values: { values: 5_005, points: 1_001 } },
    'all 5005 values of 1001 points came out the same, bit for bit',
  ],
  [
    { kind: 'same', values: { values: 1, points: 1 } },
    'all 1 value of 1 point came out the same, bit for bit',
  ],
  [
    { kind: 'value-differs', values: { series: 'loss', iteration: 7, stored: -0, found: 0.1 + 0.2 } },
    'loss differs first at iteration 7: -0 was stored, 0.30000000000000004 came out now',
  ],
  [
    { kind: 'fewer-points', values: { iterations: 12_345, points: 3, stored: 10 } },
    'it ended after 12345 iterations, with 3 of the 10 points stored',
  ],
  [
    { kind: 'other-hash', values: {} },
    'every stored point came out the same, but the hash kept with the run is another one',
  ],
]

test.each(examples)('%j in words', (verdict, text) => {
  expect(verdictText(verdict)).toBe(text)
})
