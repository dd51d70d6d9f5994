import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Curve } from '../../../src/renderer/model/curves/curves'
import {
  arrivals,
  commonBudget,
  spentAfter,
  updateWithin,
  winnerText,
} from '../../../src/renderer/model/race'

type Racer = Parameters<typeof commonBudget>[0][number] & { readonly label: string }

/** A full-batch run of 100 updates in 20 ms, an evaluation each. */
function racer(id: number, rest: Partial<Racer> = {}): Racer {
  return {
    id,
    label: `run ${id}`,
    status: 'finished',
    iterations: 100,
    duration: 20,
    batch: 'full',
    rows: 500,
    sampling: 'shuffle',
    series: ['loss'],
    gradientEvaluations: 100,
    ...rest,
  }
}

const curve = (run: number, last: number): Curve =>
  ({
    run,
    iterations: Float64Array.from({ length: last + 1 }, (_, iteration) => iteration),
    length: last + 1,
    series: {},
  }) as unknown as Curve

describe('a fair race', () => {
  const full = racer(1)
  const small = racer(2, { batch: 50, gradientEvaluations: 10, duration: 5 })
  const curves = new Map([
    [1, curve(1, 100)],
    [2, curve(2, 100)],
  ])

  it('grants every run what the cheapest one has spent', () => {
    expect(commonBudget([full, small], curves, undefined, 'evaluations')).toBe(10)
    expect(commonBudget([full, small], curves, 50, 'evaluations')).toBe(5)
    expect(commonBudget([full, small], curves, undefined, 'time')).toBe(5)
    expect(updateWithin(full, curve(1, 100), 10, 'evaluations')).toBe(10)
    expect(updateWithin(small, curve(2, 100), 10, 'evaluations')).toBe(100)
    expect(updateWithin(full, curve(1, 100), 5, 'time')).toBe(25)
  })

  it('does not hold all back for one that has come to its end', () => {
    const ended = racer(3, { status: 'converged', iterations: 4 })
    expect(commonBudget([full, ended], curves, undefined, 'updates')).toBe(100)
    expect(commonBudget([full, ended], curves, 2, 'updates')).toBe(2)
    expect(commonBudget([ended], curves, undefined, 'updates')).toBe(4)
  })

  it('leaves out runs whose cost is not known', () => {
    const uncounted = racer(4, { gradientEvaluations: null, duration: 0 })
    expect(spentAfter(uncounted, 3, undefined, 'evaluations')).toBeUndefined()
    expect(updateWithin(uncounted, curve(4, 100), 10, 'time')).toBeUndefined()
    expect(commonBudget([uncounted], curves, undefined, 'evaluations')).toBeUndefined()
    expect(commonBudget([full, uncounted], curves, undefined, 'time')).toBe(20)
  })

  it('is of runs that have spent no more than the budget, and would with their next update', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 120, noNaN: true }),
        (batch, budget) => {
          const run = racer(5, { batch })
          const held = curve(5, 100)
          const at = updateWithin(run, held, budget, 'evaluations') ?? NaN
          expect(spentAfter(run, at, held, 'evaluations')).toBeLessThanOrEqual(budget)
          if (at < 100) expect(spentAfter(run, at + 1, held, 'evaluations')).toBeGreaterThan(budget)
        },
      ),
    )
  })
})

describe('the first one to a target', () => {
  const runs = [racer(1, { label: 'GD' }), racer(2, { label: 'SGD', batch: 1 }), racer(3, { label: 'Adam' })]
  const reached = (one?: number, two?: number, three?: number) =>
    new Map(
      [one, two, three].map((iteration, index) => [
        index + 1,
        iteration === undefined ? undefined : { iteration, after: iteration - 1 },
      ]),
    )
  const told = (
    at: ReturnType<typeof reached>,
    cost: 'updates' | 'evaluations' | 'time' = 'updates',
  ): string => winnerText(arrivals(runs, new Map(), at, cost), cost)

  it('is said by what was spent, with the next one beside it', () => {
    expect(told(reached(20, 50, 30))).toBe('GD is first, with 20 updates; Adam needs 1.5 times as many')
    expect(told(reached(20, 50, 30), 'evaluations')).toBe(
      'SGD is first, with 0.1 evaluations; GD needs 200 times as many',
    )
    expect(told(reached(20, 50, 30), 'time')).toBe('GD is first, with 4 ms; Adam needs 1.5 times as long')
  })

  it('is shared, is alone, or is nobody', () => {
    expect(told(reached(20, 20, 30))).toBe(
      'GD and SGD are first, with 20 updates; Adam needs 1.5 times as many',
    )
    expect(told(reached(1))).toBe('GD is first, with 1 update; the others do not get there')
    expect(told(reached(20, 20))).toBe(
      'GD and SGD are first, with 20 updates; the other one does not get there',
    )
    expect(told(reached())).toBe('No run gets there')
    expect(told(reached(0, 4, 4))).toBe('GD is first, with 0 updates; SGD needs 4 updates')
  })

  it('is not named before all are known', () => {
    expect(told(new Map([[1, { iteration: 20, after: 19 }]]))).toBe('Looking for the first to get there')
  })
})
