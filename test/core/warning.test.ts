import { describe, expect, test } from 'vitest'
import { descend } from '@core/descend'
import { steepnessAt, unstableStart, type RateWarning } from '@core/diagnosis'
import { boundedMethods } from '../support/bounded-methods'
import { planWith } from '../support/experiments'

type Changes = Readonly<Record<string, unknown>>

function warned(changes: Changes): RateWarning | undefined {
  const plan = planWith(changes)
  return unstableStart(plan, steepnessAt(plan.objective, plan.start))
}

const run = (optimizer: string, hyper: Changes = {}, rest: Changes = {}): Changes => ({
  runs: [{ optimizer, hyper, ...rest }],
})

describe('a learning rate beyond the bound at the start', () => {
  const cases = [[1], [1, 10], [0.01, 5]].flatMap((curvatures) =>
    boundedMethods.map((method) => ({ ...method, curvatures })),
  )
  test.each(cases)('$optimizer $dialect on $curvatures', ({ optimizer, dialect, curvatures, bound }) => {
    const limit = bound / Math.max(...curvatures)
    const at = (lr: number): RateWarning | undefined =>
      warned({ objective: { id: 'quadratic', curvatures }, ...run(optimizer, { lr }, { dialect }) })
    expect(at(limit * 0.99)).toBeUndefined()
    for (const times of [1.01, 3, 1e6]) {
      const found = at(limit * times)
      expect(found).toMatchObject({ kind: 'beyond', at: 'start', passes: false })
      // What is stable does not depend on what was asked about.
      expect(found?.stableRate).toBeCloseTo(limit, 10)
    }
  })

  test.each(boundedMethods.filter(({ dialect }) => dialect === 'pytorch'))(
    '$optimizer with weight decay, whatever the rate',
    ({ optimizer, dialect, bound }) => {
      for (const lr of [4, 10, 1e4]) {
        const objective = { id: 'quadratic', curvatures: [1] }
        const found = warned({ objective, ...run(optimizer, { lr, weightDecay: 0.5 }, { dialect }) })
        expect(found).toMatchObject({ kind: 'beyond', product: lr * 1.5 })
        expect(found?.stableRate).toBeCloseTo(bound / 1.5, 10)
      }
    },
  )

  test('in more dimensions than a matrix is worth', () => {
    const curvatures = Array.from({ length: 200 }, (_, i) => i + 1)
    const found = warned({ objective: { id: 'quadratic', curvatures }, ...run('gd', { lr: 0.02 }) })
    expect(found?.stableRate).toBeCloseTo(0.01, 4)
  })

  test('is measured at the minimum where nothing curves upwards at the start', () => {
    const himmelblau = { objective: { id: 'himmelblau' }, start: [0, 0] }
    const found = warned({ ...himmelblau, ...run('gd', { lr: 1 }) })
    expect(found).toMatchObject({ kind: 'beyond', at: 'minimum' })
    expect(warned({ ...himmelblau, ...run('gd', { lr: 0.01 }) })).toBeUndefined()
  })

  test('is not spoken of where there is no bound', () => {
    expect(warned({ objective: { id: 'square' }, ...run('adam', { lr: 1e6 }) })).toBeUndefined()
    expect(
      warned({ objective: { id: 'quadratic', curvatures: [-1] }, ...run('gd', { lr: 1e6 }) }),
    ).toBeUndefined()
  })
})

describe('a scheduled learning rate', () => {
  const bowl = { objective: { id: 'quadratic', curvatures: [1, 10] } }
  const scheduled = (lr: number, schedule: Changes, rest: Changes = {}): RateWarning | undefined =>
    warned({ ...bowl, iterations: 1_000, ...rest, ...run('gd', { lr }, { schedule }) })

  test('that grows is beyond the bound from the update on that passes it', () => {
    // 1e-4 * 10 * 1.02^k reaches 2 at k = 383.8.
    const found = scheduled(1e-4, { id: 'exponential', gamma: 1.02 })
    expect(found).toMatchObject({ stretch: { first: 385, last: 1_000 }, passes: false })
  })

  test('that grows, but not for long enough, is fine', () => {
    expect(scheduled(1e-4, { id: 'exponential', gamma: 1.02 }, { iterations: 384 })).toBeUndefined()
  })

  test('that falls below the bound in time only climbs at first, and so it does', () => {
    const changes = {
      objective: { id: 'square' },
      iterations: 500,
      ...run('gd', { lr: 2.5 }, { schedule: { id: 'inverse-time', decay: 1 } }),
    }
    // 2.5 * 2 / (1 + k) is below 2 from k = 2 on.
    expect(warned(changes)).toMatchObject({ product: 5, stretch: { first: 1, last: 2 }, passes: true })
    const outcomes = Array.from(descend(planWith(changes)).positions, ({ outcome }) => outcome?.status)
    expect(outcomes.at(-1)).toBe('converged')
  })

  test('that falls below the bound too late is a warning like any other', () => {
    const found = scheduled(0.6, { id: 'cosine' })
    expect(found).toMatchObject({ product: expect.closeTo(6), passes: false })
  })

  test('that warms up is beyond the bound from an update of the ramp on', () => {
    const found = scheduled(0.4, { id: 'constant', warmup: 99 })
    expect(found).toMatchObject({ product: 4, stretch: { first: 50, last: 1_000 }, passes: false })
    expect(found?.stableRate).toBeCloseTo(0.2, 10)
    expect(scheduled(0.19, { id: 'constant', warmup: 99 })).toBeUndefined()
  })

  test('that warms up and falls is beyond the bound around its highest', () => {
    const found = scheduled(0.3, { id: 'step', every: 100, gamma: 0.5, warmup: 100 })
    expect(found).toMatchObject({ product: expect.closeTo(3), stretch: { first: 68, last: 200 } })
  })
})

describe('batches', () => {
  const regression = (seed: number, rows: number): Changes => ({
    objective: { id: 'linear-regression', data: { source: 'normal', rows, seed } },
    iterations: 20_000,
  })
  const methods = ['gd', 'momentum', 'nag'].flatMap((optimizer) =>
    [1, 3, 10].map((batch) => ({ optimizer, batch })),
  )

  test.each(methods)(
    'of $batch: $optimizer diverges where it is warned of, and nowhere near its remedy',
    (method) => {
      const { optimizer, batch } = method
      const data = regression(3, 100)
      const ends = (lr: number): string | undefined => {
        const plan = planWith({ ...data, ...run(optimizer, { lr }, { batch }) })
        return Array.from(descend(plan).positions, ({ outcome }) => outcome?.status).at(-1)
      }
      for (const lr of [0.05, 0.1, 0.2, 0.4, 0.8, 1.6]) {
        const found = warned({ ...data, ...run(optimizer, { lr }, { batch }) })
        if (!found) continue
        expect(ends(lr)).toBe('diverged')
        if (found.kind === 'batches') expect(ends(found.stableRate / 2)).not.toBe('diverged')
      }
    },
  )

  test.each([
    { optimizer: 'gd', lr: 0.8 },
    { optimizer: 'momentum', lr: 0.3 },
  ])('of a single row are steeper than the whole: $optimizer at $lr', ({ optimizer, lr }) => {
    const data = regression(0, 500)
    const found = warned({ ...data, ...run(optimizer, { lr }, { batch: 1 }) })
    expect(found).toMatchObject({ kind: 'batches' })
    expect(warned({ ...data, ...run(optimizer, { lr }) })).toBeUndefined()
    const remedy = { lr: 0.9 * (found?.stableRate ?? NaN) }
    expect(warned({ ...data, ...run(optimizer, remedy, { batch: 1 }) })).toBeUndefined()
  })

  test('are not tried where their rows are elsewhere', () => {
    const plan = planWith({ ...regression(0, 500), ...run('gd', { lr: 0.8 }, { batch: 1 }) })
    expect(unstableStart(plan, steepnessAt(plan.objective, plan.start), false)).toBeUndefined()
  })
})
