import { describe, expect, test } from 'vitest'
import { curvatureAt } from '@core/curvature'
import { normalTable } from '@core/data/normal'
import { createSampler } from '@core/data/sampler'
import { descend } from '@core/descend'
import { explain } from '@core/diagnosis'
import { regressionSums } from '@core/objectives/regression/regression-sums'
import { bindObjective, planRun, type Plan } from '@core/plan'
import { unheard, type Pulse } from '@core/pulse'
import { experimentWith, noStops, tableFor } from '../support/experiments'
import { wideTable } from './objectives/tables'

function pulses(work: (pulse: Pulse) => void): number {
  let count = 0
  work(() => (count += 1))
  return count
}

const million = normalTable(1_000_000, 0)
const wide = wideTable(100_000, 10, 0)

/** A sweep and a shuffle take some nanoseconds a number. */
test.each([
  ['an epoch is shuffled', 25, (pulse: Pulse) => createSampler(1_000_000, 10, 'shuffle', 0, pulse).next()],
  [
    'rows of one feature are added up',
    25,
    (pulse: Pulse) => regressionSums(million, pulse).sweep(Float64Array.of(1, 1), 1, new Float64Array(2)),
  ],
  [
    'rows of many features are added up',
    100,
    (pulse: Pulse) => regressionSums(wide, pulse).sweep(new Float64Array(11), 1, new Float64Array(11)),
  ],
  [
    'a batch of many rows is added up',
    100,
    (pulse: Pulse) => {
      const sampler = createSampler(100_000, 100_000, 'shuffle', 0)
      sampler.next()
      const { rows, from, to } = sampler
      regressionSums(wide, pulse).sweepRows(new Float64Array(11), 1, rows, from, to, new Float64Array(11))
    },
  ],
])('while %s, it is said again and again that work gets on', (_, least, work) => {
  expect(pulses(work)).toBeGreaterThan(least)
})

/** The plan of an experiment's only run, as a thread makes it. */
function heard(changes: Readonly<Record<string, unknown>>, pulse: Pulse): Plan {
  const experiment = experimentWith({ stop: noStops, ...changes })
  const objective = bindObjective(experiment, tableFor(experiment), pulse)
  return planRun(experiment, experiment.runs[0], objective, pulse)
}

function ended(plan: Plan) {
  const descent = descend(plan)
  Array.from(descent.positions)
  return descent
}

const rows = { id: 'linear-regression', data: { source: 'normal', rows: 70_000 } }

describe('whoever plans a run hears', () => {
  test('the shuffling of its epochs', () => {
    const plan = { objective: rows, iterations: 1, runs: [{ optimizer: 'gd', batch: 1 }] }
    expect(pulses((pulse) => ended(heard(plan, pulse)))).toBeGreaterThan(1)
  })

  test("each column of Newton's system", () => {
    const objective = { id: 'rosenbrock', dimension: 300 }
    const plan = { objective, iterations: 1, runs: [{ optimizer: 'newton' }] }
    expect(pulses((pulse) => ended(heard(plan, pulse)))).toBeGreaterThanOrEqual(300)
  })

  test.each([
    { id: 'rosenbrock', dimension: 300 },
    { id: 'rastrigin', dimension: 300 },
    { id: 'styblinski-tang', dimension: 300 },
    { id: 'quadratic', curvatures: Array.from({ length: 300 }, (_, i) => 1 + i) },
  ])('the search for the extreme curvatures of $id', (objective) => {
    const look = (pulse: Pulse): unknown =>
      curvatureAt(heard({ objective }, pulse).objective, new Float64Array(300).fill(0.5))
    expect(pulses(look)).toBeGreaterThanOrEqual(16)
  })

  test('what is worked out to explain its end', () => {
    const plan = { objective: { id: 'rosenbrock' }, iterations: 1_000, runs: [{ optimizer: 'gd' }] }
    const descent = ended(heard(plan, unheard))
    const explaining = (pulse: Pulse): unknown => explain(heard(plan, pulse), descent, descent.position)
    expect(pulses(explaining)).toBeGreaterThan(5)
  })

  test('its own work alone', () => {
    const plan = { objective: rows, iterations: 3, runs: [{ optimizer: 'gd', batch: 1 }] }
    let others = 0
    const other = descend(heard(plan, () => (others += 1)))
    expect(pulses((pulse) => ended(heard(plan, pulse)))).toBeGreaterThan(1)
    expect(others).toBe(0)
    Array.from(other.positions)
    expect(others).toBeGreaterThan(1)
  })
})
