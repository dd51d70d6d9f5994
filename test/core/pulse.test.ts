import { afterEach, expect, test } from 'vitest'
import { normalTable } from '@core/data/normal'
import { createSampler } from '@core/data/sampler'
import { regressionSums } from '@core/objectives/regression/regression-sums'
import { hearPulse } from '@core/pulse'
import { wideTable } from './objectives/tables'

afterEach(() => hearPulse(() => undefined))

function pulses(work: () => void): number {
  let count = 0
  hearPulse(() => (count += 1))
  work()
  return count
}

const million = normalTable(1_000_000, 0)
const wide = wideTable(100_000, 10, 0)

/** A sweep and a shuffle take some nanoseconds a number. */
test.each([
  ['an epoch is shuffled', 25, () => createSampler(1_000_000, 10, 'shuffle', 0).next()],
  [
    'rows of one feature are added up',
    25,
    () => regressionSums(million).sweep(Float64Array.of(1, 1), 1, new Float64Array(2)),
  ],
  [
    'rows of many features are added up',
    100,
    () => regressionSums(wide).sweep(new Float64Array(11), 1, new Float64Array(11)),
  ],
  [
    'a batch of many rows is added up',
    100,
    () => {
      const sampler = createSampler(100_000, 100_000, 'shuffle', 0)
      sampler.next()
      const { rows, from, to } = sampler
      regressionSums(wide).sweepRows(new Float64Array(11), 1, rows, from, to, new Float64Array(11))
    },
  ],
])('while %s, it is said again and again that work gets on', (_, least, work) => {
  expect(pulses(work)).toBeGreaterThan(least)
})
