import { describe, expect, test } from 'vitest'
import { issueText } from '@core/issues'
import {
  bindObjective,
  boundIssues,
  distanceSeries,
  iterationOf,
  maxRecordedPoints,
  planRuns,
  rateSeries,
  recordEvery,
  seriesNames,
} from '@core/plan'
import { streamOf } from '@core/data/random'
import { normalTable } from '@core/data/normal'
import { objectives } from '@core/objectives'
import type { Objective } from '@core/objectives/contract'
import {
  documentWith,
  experimentWith,
  faultsOf,
  noStops,
  pathOf,
  plansOf,
  planWith,
} from '../support/experiments'

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

describe('a random start', () => {
  const gd = (batch: number) => ({ optimizer: 'gd', batch, hyper: { lr: 1 } })
  const noisy = {
    objective: { id: 'linear-regression', data: { source: 'normal', rows: 40, seed: 1 }, sigma: 0.3 },
    iterations: 12,
    runs: [gd(8)],
    stop: noStops,
  }
  const startsOf = (changes: Readonly<Record<string, unknown>>): readonly (readonly number[])[] =>
    plansOf(experimentWith({ start: 'random', ...changes })).map(({ start }) => start)

  test('is the same whenever and wherever it is drawn, to the last bit', () => {
    const changes = { objective: { id: 'rosenbrock' }, start: 'random', seed: 7 }
    const [share, other] = [streamOf(7, 'start')].flatMap((random) => [random.double(), random.double()])
    const { domain } = bindObjective(experimentWith(changes))
    const [start] = startsOf(changes)
    expect(start[0]).toBeCloseTo(domain[0][0] + share * (domain[0][1] - domain[0][0]), 12)
    expect(start[1]).toBeCloseTo(domain[1][0] + other * (domain[1][1] - domain[1][0]), 12)
    expect(pathOf(planWith(changes))).toEqual(pathOf(planWith(changes)))
    expect(pathOf(planWith(changes))[0].theta).toEqual(start)
  })

  test('is shared by runs of the same seed, whatever their method, and another with another seed', () => {
    const changes = { objective: { id: 'rosenbrock' }, seed: 3 }
    const [gd, adam, other] = startsOf({
      ...changes,
      runs: [{ optimizer: 'gd' }, { optimizer: 'adam', dialect: 'pytorch' }, { optimizer: 'gd', seed: 4 }],
    })
    expect(adam).toEqual(gd)
    expect(other[0]).not.toBe(gd[0])
    expect(other[1]).not.toBe(gd[1])
  })

  test('lies in the domain, all over it', () => {
    for (const { id } of objectives.filter(({ family }) => family !== 'data')) {
      const { domain } = bindObjective(experimentWith({ objective: { id } }))
      const seeds = Array.from({ length: 200 }, (_, seed) => ({ optimizer: 'gd', seed }))
      const starts = startsOf({ objective: { id }, runs: seeds })
      domain.forEach(([low, high], i) => {
        const shares = starts.map((start) => (start[i] - low) / (high - low))
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(0)
        expect(Math.max(...shares)).toBeLessThanOrEqual(1)
        const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
        // Five standard errors of a uniform mean.
        expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / shares.length))
      })
    }
  })

  /** Runs on flat ground, where a run moves by its noise alone; notes the rows of every batch. */
  function witnessed(changes: Readonly<Record<string, unknown>>) {
    const batches: number[][] = []
    const base = planWith({ ...noisy, ...changes })
    const objective: Objective = {
      ...base.objective,
      evaluate(_, out) {
        out.fill(0)
        return 1
      },
      gradient: (_, out) => void out.fill(0),
      batchGradient(_, rows, from, to, out) {
        batches.push([...rows.subarray(from, to)])
        out.fill(0)
      },
    }
    const path = pathOf({ ...base, objective })
    const noise = path.slice(1).map(({ theta }, k) => path[k].theta[1] - theta[1])
    return { start: path[0].theta, batches, noise }
  }
  const expectSame = (found: readonly number[], expected: readonly number[]): void => {
    expect(found).toHaveLength(expected.length)
    found.forEach((value, k) => expect(value).toBeCloseTo(expected[k], 12))
  }

  test('leaves batches and noise as they are from a start given by hand', () => {
    const drawn = witnessed({ start: 'random' })
    const given = witnessed({ start: [0, 0] })
    expect(drawn.start).not.toEqual(given.start)
    expect(drawn.batches).toEqual(given.batches)
    expectSame(drawn.noise, given.noise)
    expect(new Set(drawn.noise).size).toBe(drawn.noise.length)
  })

  test('and the noise are the same with batches of another size, and without noise the batches are', () => {
    const small = witnessed({ start: 'random', runs: [gd(2)] })
    const large = witnessed({ start: 'random', runs: [gd(8)] })
    expect(small.batches).not.toEqual(large.batches)
    expect(small.start).toEqual(large.start)
    expectSame(small.noise, large.noise)
    const quiet = witnessed({ start: 'random', runs: [gd(8)], objective: { ...noisy.objective, sigma: 0 } })
    expect(quiet.start).toEqual(large.start)
    expect(quiet.batches).toEqual(large.batches)
  })

  test('changes with the seed of the run, as batches and noise do', () => {
    const one = witnessed({ start: 'random', seed: 1 })
    const two = witnessed({ start: 'random', seed: 2 })
    expect(two.start).not.toEqual(one.start)
    expect(two.batches).not.toEqual(one.batches)
    expect(two.noise).not.toEqual(one.noise)
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

  test('refuses a method that needs a Hessian where there is none in closed form', () => {
    const experiment = experimentWith({ runs: [{ optimizer: 'gd' }, { optimizer: 'newton' }] })
    const { hessian, ...without } = bindObjective(experiment)
    expect(hessian).toBeDefined()
    expect(boundIssues(experiment, without).map(issueText)).toEqual([
      "runs[1].optimizer: Newton's method needs an objective whose Hessian is known in closed form",
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
