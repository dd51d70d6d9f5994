import { describe, expect, test } from 'vitest'
import { issueText } from '@core/issues'
import { bindObjective, iterationOf, maxRecordedPoints, planRuns, recordEvery, seriesNames } from '@core/plan'
import { normalTable } from '@core/data/normal'
import { experimentWith, plansOf } from '../support/experiments'

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
