import { describe, expect, test } from 'vitest'
import { issueText } from '@core/issues'
import {
  bindObjective,
  distanceSeries,
  iterationOf,
  maxRecordedPoints,
  planRuns,
  rateSeries,
  recordEvery,
  seriesNames,
} from '@core/plan'
import { normalTable } from '@core/data/normal'
import { documentWith, experimentWith, faultsOf, noStops, pathOf, plansOf } from '../support/experiments'

describe('what is recorded', () => {
  test.each([
    [1, 1],
    [maxRecordedPoints, 1],
    [maxRecordedPoints + 1, 2],
    [2 * maxRecordedPoints, 2],
    [100_000_000, 1_000],
  ])('of %i iterations every %i', (iterations, every) => {
    expect(recordEvery(iterations)).toBe(every)
    expect(iterations / every).toBeLessThanOrEqual(maxRecordedPoints)
  })

  test('parameters up to 16 dimensions', () => {
    expect(seriesNames(1)).toEqual(['loss', 'gradient_norm', 'theta_0'])
    expect(seriesNames(16)).toHaveLength(18)
    expect(seriesNames(17)).toEqual(['loss', 'gradient_norm'])
  })

  test('the learning rate where a schedule moves it', () => {
    const moving = { id: 'step', every: 2, gamma: 0.5 }
    const runs = [
      { optimizer: 'gd', hyper: { lr: 0.1 }, schedule: moving },
      { optimizer: 'gd', hyper: { lr: 1 }, schedule: { id: 'constant', warmup: 3 } },
      { optimizer: 'gd' },
    ]
    const plans = plansOf(experimentWith({ iterations: 5, runs, stop: noStops }))
    expect(plans.map(({ series }) => series.includes(rateSeries))).toEqual([true, true, false])
    expect(pathOf(plans[0]).map(({ rate }) => rate)).toEqual([0.1, 0.1, 0.05, 0.05, 0.025, 0.025])
    expect(pathOf(plans[1]).map(({ rate }) => rate)).toEqual([0.25, 0.5, 0.75, 1, 1, 1])
  })

  test('the distance to the nearest minimum on request, as the last series', () => {
    const changes = {
      objective: { id: 'himmelblau' },
      start: [3, 5],
      iterations: 1,
      record: { distance: true },
    }
    const [plan] = plansOf(experimentWith(changes))
    expect(plan.series).toEqual([...seriesNames(2), distanceSeries])
    // Minima at (3, 2) and three places further away.
    expect(pathOf(plan)[0].distance).toBeCloseTo(3, 12)
  })

  test('no distance to a minimum that nobody knows', () => {
    const planned = planRuns(experimentWith({ objective: { id: 'saddle' }, record: { distance: true } }))
    expect(planned.ok ? [] : planned.issues.map(issueText)).toEqual([
      'record.distance: must be false for an objective whose minimum is not known',
    ])
  })

  test('as often as the experiment says, up to a limit', () => {
    expect(plansOf(experimentWith({ iterations: 200_000, record: { every: 1 } }))[0].recordEvery).toBe(1)
    expect(faultsOf(documentWith({ iterations: 60_000_000, record: { every: 2 } }))).toEqual([
      'record.every: must be >= 4: a run records up to 20000000 points, got 2',
    ])
  })

  test('the iteration of a point, the last one wherever it ended', () => {
    expect([0, 1, 2, 3].map((index) => iterationOf(index, 10, 27))).toEqual([0, 10, 20, 27])
    expect([0, 1, 2].map((index) => iterationOf(index, 10, 20))).toEqual([0, 10, 20])
  })
})

describe('planRuns', () => {
  test('starts where the experiment says, else where the objective does', () => {
    const [given] = plansOf(experimentWith({ objective: { id: 'beale' }, start: [0.5, 2] }))
    expect(given.start).toEqual([0.5, 2])
    const experiment = experimentWith({ objective: { id: 'beale' } })
    expect(plansOf(experiment)[0].start).toEqual(bindObjective(experiment).defaultStart)
  })

  test('refuses a method that needs a known minimum where there is none', () => {
    const planned = planRuns(experimentWith({ objective: { id: 'saddle' }, runs: [{ optimizer: 'polyak' }] }))
    expect(planned.ok ? [] : planned.issues.map(issueText)).toEqual([
      expect.stringMatching(/^runs\[0\]\.optimizer: .+ needs an objective whose minimum is known$/),
    ])
  })

  test('plans every run with its own method on the same objective', () => {
    const runs = [{ optimizer: 'gd' }, { optimizer: 'adam', dialect: 'pytorch' }]
    const plans = plansOf(experimentWith({ iterations: 300_000, runs }))
    expect(plans.map(({ run }) => run.optimizer)).toEqual(['gd', 'adam'])
    expect(plans.map(({ dialect }) => dialect.source)).toEqual([
      expect.stringContaining('textbook'),
      'torch.optim.Adam',
    ])
    expect(plans[1].objective).toBe(plans[0].objective)
    expect(plans[0].recordEvery).toBe(3)
  })

  test('finds a batch larger than a file turns out to be', () => {
    const data = { source: 'csv', path: 'a.csv', x: ['x'], y: 'y' }
    const runs = [
      { optimizer: 'gd', batch: 5 },
      { optimizer: 'gd', batch: 6 },
    ]
    const experiment = experimentWith({ objective: { id: 'linear-regression', data }, runs })
    const plans = planRuns(experiment, normalTable(5, 0))
    expect(plans.ok ? [] : plans.issues.map(issueText)).toEqual([
      'runs[1].batch: must be <= 5 (the rows of the data), got 6',
    ])
  })
})
