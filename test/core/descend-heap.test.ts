import { expect, test } from 'vitest'
import { descend } from '@core/descend'
import { noStops, planWith } from '../support/experiments'

const updates = 20_000

test('an update puts nothing on the heap once it is compiled', () => {
  const plan = planWith({
    objective: { id: 'linear-regression', data: { source: 'normal', rows: 500 } },
    iterations: updates,
    runs: [{ optimizer: 'gd' }],
    stop: noStops,
  })
  const columns = new Float64Array(plan.series.length * updates)
  /** Bytes an update; a round in which the collector ran tells nothing. */
  function bytesAnUpdate(): number {
    const into = { columns, stride: updates, room: updates, count: 0, iteration: 0 }
    const descent = descend(plan)
    const before = process.memoryUsage().heapUsed
    while (descent.position.outcome === undefined) descent.advance(into, 256)
    const grown = process.memoryUsage().heapUsed - before
    return grown < 0 ? Infinity : grown / updates
  }
  // A single number on the heap is 16 bytes.
  const rounds = Array.from({ length: 100 }, bytesAnUpdate)
  expect(Math.min(...rounds.slice(50))).toBeLessThan(1)
})
