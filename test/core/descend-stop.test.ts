import { describe, expect, test } from 'vitest'
import type { Objective } from '@core/objectives/contract'
import type { Plan } from '@core/plan'
import { noStops, pathOf, planWith, type Point } from '../support/experiments'

const gd = (lr: number): readonly unknown[] => [{ optimizer: 'gd', hyper: { lr } }]
const square = (changes: Readonly<Record<string, unknown>>): Plan =>
  planWith({ start: [1], iterations: 10_000, runs: gd(0.25), ...changes })

function lastOf(plan: Plan): Point {
  const last = pathOf(plan).at(-1)
  if (!last) throw new Error('a run has at least its start')
  return last
}

/** x^2 with something strange about it. */
const strange = (changes: Partial<Objective>): Partial<Objective> & Objective => {
  const { objective } = square({})
  return { ...objective, ...changes }
}

describe('converged', () => {
  test('by the gradient norm', () => {
    const { iteration, gradientNorm, outcome } = lastOf(square({ stop: { ...noStops, gradientNorm: 1e-3 } }))
    // The gradient is 2 * 0.5^k.
    expect(iteration).toBe(11)
    expect(gradientNorm).toBe(2 ** -10)
    expect(outcome).toEqual({
      status: 'converged',
      reason: 'converged: the gradient norm is 0.0009766, below 0.001 (as typed)',
    })
  })

  test('at the start, without an update', () => {
    const path = pathOf(square({ start: [0] }))
    expect(path).toHaveLength(1)
    expect(path[0].outcome).toEqual({
      status: 'converged',
      reason: "converged: the gradient norm is 0, below 1.4e-9 (1e-9 of the objective's own slope)",
    })
  })

  test.each([
    [1, 'for 1 update'],
    [3, 'for 3 updates in a row'],
  ])('by the change of the parameters, %i times in a row', (patience, words) => {
    const stop = { ...noStops, parameterChange: 1e-3, patience }
    const { iteration, outcome } = lastOf(square({ stop }))
    // Update k changes x by 0.5^k: below 1e-3 from k = 10.
    expect(iteration).toBe(9 + patience)
    expect(outcome).toEqual({
      status: 'converged',
      reason: `converged: parameters changed by less than 0.001 (as typed) ${words}`,
    })
  })

  test('only if the quiet updates come in a row', () => {
    // A quiet update in every pair: 0.5, 0, 0.5, 0, ... with both signs.
    let calls = 0
    const objective = strange({
      evaluate(theta, out) {
        out[0] = calls++ % 2 === 0 ? 1 : 0
        return theta[0] ** 2
      },
    })
    const plan = planWith({
      iterations: 50,
      runs: gd(0.5),
      stop: { ...noStops, parameterChange: 0.1, patience: 2 },
    })
    expect(lastOf({ ...plan, objective }).outcome?.status).toBe('finished')
  })

  test('at a point between two records, which is recorded for it', () => {
    const plan = { ...square({ stop: { ...noStops, parameterChange: 1e-3, patience: 3 } }), recordEvery: 100 }
    const path = pathOf(plan)
    expect(path.filter(({ recorded }) => recorded).map(({ iteration }) => iteration)).toEqual([0, 12])
    expect(path.at(-1)?.loss).toBe(4 ** -12)
  })
})

describe('diverged', () => {
  test('above the bound', () => {
    const { outcome, iteration } = lastOf(square({ runs: gd(2), stop: { divergeAbove: 100 } }))
    // x is 3^k with both signs: 9, 81, 729.
    expect(iteration).toBe(3)
    expect(outcome).toEqual({
      status: 'diverged',
      reason: 'diverged at update 3: the loss is 729, above 100 (as typed)',
    })
  })

  test('not at a finite start, however high: growth is counted from there', () => {
    const path = pathOf(square({ start: [1e7] }))
    expect(path.length).toBeGreaterThan(1)
    expect(path.at(-1)?.outcome?.status).toBe('converged')
    // x is 3^k with both signs, its square 9^k: above 1e12 from k = 13.
    const far = pathOf(square({ start: [1e7], runs: gd(2) }))
    expect(far).toHaveLength(14)
    expect(far.at(-1)?.outcome?.reason).toBe(
      "diverged at update 13: the loss is 2.542e26, above 1e26 (1e12 times the start's)",
    )
  })

  test('by growth from the start, or from what is large for the objective where that is more', () => {
    const { iteration, outcome } = lastOf(square({ start: [1e-9], runs: gd(2) }))
    // 0.7^2 is its own; x^2 is 1e-18 9^k.
    expect(iteration).toBe(32)
    expect(outcome?.reason).toMatch(/above 4\.9e11 \(1e12 times the objective's own\)$/)
  })

  test('not above a typed bound that the start is above already: the run ends there, and says why', () => {
    const path = pathOf(square({ start: [1e7], stop: { divergeAbove: 1e12 } }))
    expect(path).toHaveLength(1)
    expect(path[0].outcome).toEqual({
      status: 'stalled',
      reason:
        'stalled at the start: the loss is 1e14, above 1e12 (as typed); leave stop.divergeAbove out to measure growth against the start',
    })
  })

  test('by a slope that is no number, also at a start above a typed bound', () => {
    const start = [0, -8.938538619961731e153]
    const { outcome } = lastOf(planWith({ objective: { id: 'beale' }, start, stop: { divergeAbove: 1 } }))
    expect(outcome?.reason).toBe('diverged at the start: the gradient is not a number')
  })

  test('by an infinite loss, with the bound off', () => {
    const { outcome, loss } = lastOf(square({ runs: gd(1e100), stop: noStops }))
    expect(loss).toBe(Infinity)
    expect(outcome).toEqual({ status: 'diverged', reason: 'diverged at update 2: the loss is Infinity' })
  })

  test('by a NaN in the gradient, between two records', () => {
    const objective = strange({
      gradient(theta, out) {
        out[0] = theta[0] < 0.01 ? NaN : 2 * theta[0]
      },
    })
    const path = pathOf({ ...square({ stop: noStops }), objective, recordEvery: 1_000 })
    const last = path.at(-1)
    expect(last).toMatchObject({
      recorded: true,
      iteration: 8,
      loss: NaN,
      outcome: { status: 'diverged', reason: 'diverged at update 8: the parameter x is NaN' },
    })
    expect(path.filter(({ recorded }) => recorded)).toHaveLength(2)
  })

  test('by an infinite parameter, named as the objective names it', () => {
    const data = { source: 'inline', x: [[1], [2]], y: [1, 2] }
    const plan = planWith({
      objective: { id: 'linear-regression', data },
      iterations: 100,
      runs: gd(1e300),
      stop: noStops,
    })
    expect(lastOf({ ...plan, recordEvery: 50 }).outcome?.reason).toBe(
      'diverged at update 2: the parameter w (x) is -Infinity',
    )
  })

  test('below the bound, where there is no lowest value', () => {
    // y is 3^k: x^2 - y^2 is -(9^k) from (0, 1).
    const plan = planWith({
      objective: { id: 'saddle' },
      start: [0, 1],
      iterations: 50,
      runs: gd(1),
      stop: { divergeAbove: 100 },
    })
    expect(lastOf(plan).outcome).toEqual({
      status: 'diverged',
      reason: 'diverged at update 3: the loss is -729, below -100 (as typed)',
    })
  })

  test('by a loss that is no number where the parameters are', () => {
    const objective = strange({
      evaluate(theta, out) {
        out[0] = 2 * theta[0]
        return theta[0] < 0.3 ? -Infinity : 1
      },
    })
    expect(lastOf({ ...square({}), objective }).outcome?.reason).toBe(
      'diverged at update 2: the loss is -Infinity',
    )
  })

  test('not by a step too long to be written down, if it ends somewhere', () => {
    const plan = planWith({ start: [1e308], iterations: 20, stop: noStops })
    const objective = strange({ evaluate: () => 1 })
    const mirror = {
      ...plan.dialect,
      step(theta: Float64Array) {
        theta[0] = -theta[0]
      },
    }
    const path = pathOf({ ...plan, objective, dialect: mirror, recordEvery: 7 })
    expect(path.filter(({ recorded }) => recorded).map(({ iteration }) => iteration)).toEqual([0, 7, 14, 20])
  })
})

describe('finished', () => {
  test.each([
    [1, 'finished: 1 iteration done'],
    [50, 'finished: 50 iterations done'],
  ])('after the budget of %i', (iterations, reason) => {
    const { iteration, outcome } = lastOf(square({ iterations, runs: gd(0.001), stop: noStops }))
    expect(iteration).toBe(iterations)
    expect(outcome).toEqual({ status: 'finished', reason })
  })

  test('with every rule off, even at the minimum', () => {
    expect(pathOf(square({ start: [0], iterations: 20, stop: noStops }))).toHaveLength(21)
  })
})
