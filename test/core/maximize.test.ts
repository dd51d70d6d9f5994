import { describe, expect, test } from 'vitest'
import { negatedObjective } from '@core/ascent'
import { steepnessAt, unstableStart } from '@core/diagnosis'
import { serialiseExperiment } from '@core/experiment'
import { methods } from '../support/arbitraries'
import { endOf, type End } from '../support/endings'
import { documentWith, experimentWith, faultsOf, noStops, pathOf, planWith } from '../support/experiments'

type Changes = Readonly<Record<string, unknown>>

const up = (objective: Changes, rest: Changes = {}, run: Changes = {}): End =>
  endOf(planWith({ objective, runs: [{ optimizer: 'gd', maximize: true, ...run }], ...rest }))

describe('maximize', () => {
  test('makes the updates of a descent of -f, to the last bit, with every method, and records f', () => {
    const able = methods.filter(({ optimizer }) => !optimizer.needsMinimum)
    expect(able.length).toBeGreaterThan(20)
    const settings = {
      objective: { id: 'six-hump-camel' },
      start: [0.3, 0.4],
      iterations: 40,
      stop: noStops,
    }
    for (const { name, optimizer, dialect } of able) {
      const run = { optimizer: optimizer.id, dialect }
      const climbing = pathOf(planWith({ ...settings, runs: [{ ...run, maximize: true }] }))
      const plan = planWith({ ...settings, runs: [run] })
      const mirror = pathOf({ ...plan, objective: negatedObjective(plan.objective) })
      // Adding 0 makes one of the two zeros.
      expect(
        climbing.map(({ theta, loss }) => [...theta, loss + 0]),
        name,
      ).toEqual(mirror.map(({ theta, loss }) => [...theta, 0 - loss]))
    }
  })

  test("the chapter's plus sign: from 0.7 at a rate of 0.15 each update multiplies x by 1.3", () => {
    const runs = [{ optimizer: 'gd', hyper: { lr: 0.15 }, maximize: true }]
    const [, first, second] = pathOf(planWith({ start: [0.7], iterations: 2, runs }))
    expect(first.theta[0]).toBeCloseTo(0.91, 14)
    expect(second.theta[0]).toBeCloseTo(1.183, 14)
    expect(second.loss).toBeCloseTo(1.183 ** 2, 13)
  })

  test('false says nothing, in documents as in labels, so that what was stored before stays the same', () => {
    const plain = documentWith({ runs: [{ optimizer: 'gd' }] })
    const spelled = documentWith({ runs: [{ optimizer: 'gd', maximize: false }] })
    const text = serialiseExperiment(experimentWith(spelled))
    expect(text).toBe(serialiseExperiment(experimentWith(plain)))
    expect(text).not.toContain('maximize')
    const { runs } = experimentWith({ runs: [{ optimizer: 'gd', maximize: true }] })
    expect(runs[0]).toMatchObject({ maximize: true, label: 'GD, maximize' })
  })

  test.each([
    [{ optimizer: 'gd', maximize: 'yes' }, /^runs\[0\]\.maximize: must be .*, got "yes"$/],
    [
      { optimizer: 'polyak', maximize: true },
      /^runs\[0\]\.maximize: must be left out: Polyak.* measures its step by the distance to a known minimum$/,
    ],
  ])('%o is refused', (run, fault) => {
    const faults = faultsOf(documentWith({ runs: [run] }))
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(fault)
  })

  test('no warning tells a climb when it would settle at a minimum', () => {
    const [down, climbing] = [false, true].map((maximize) =>
      planWith({ runs: [{ optimizer: 'gd', hyper: { lr: 2 }, maximize }] }),
    )
    const steepness = steepnessAt(down.objective, down.start)
    expect(unstableStart(down, steepness)).toBeDefined()
    expect(unstableStart(climbing, steepness)).toBeUndefined()
  })
})

describe('how a climb ended, in words of its own', () => {
  test('without bound, which is what it was asked for, and no divergence', () => {
    const { status, reason } = up({ id: 'square' }, {}, { hyper: { lr: 0.15 } })
    expect(status).toBe('finished')
    expect(reason).toMatch(/^climbed without bound at update \d+: the loss is [\d.e+]+, above [\d.e+]+ \(/)
  })

  test('the same where only the range of numbers ends it', () => {
    const { status, reason } = up(
      { id: 'square' },
      { stop: noStops, iterations: 10_000 },
      { hyper: { lr: 1 } },
    )
    expect(status).toBe('finished')
    expect(reason).toMatch(/^climbed without bound at update \d+: the (loss|parameter x) is Infinity$/)
  })

  test('where the budget ends it first', () => {
    const { reason } = up({ id: 'square' }, { iterations: 40 }, { hyper: { lr: 0.15 } })
    expect(reason).toBe(
      'finished: 40 iterations done; the loss climbed all the way: it has no known upper bound',
    )
  })

  test('at a maximum', () => {
    const { status, reason, theta } = up({ id: 'double-well' }, { start: [0.5], iterations: 5_000 })
    expect(theta[0]).toBeCloseTo(0.0755, 2)
    expect(status).toBe('converged')
    expect(reason).toMatch(/^converged: .*; a maximum: curvature from -3\.9\d+ to -3\.9\d+ there$/)
  })

  test.each([
    ['a saddle', { id: 'saddle' }, [0, 0]],
    ['a minimum', { id: 'square' }, [0]],
  ])('at %s, which is none', (kind, objective, start) => {
    const { status, reason } = up(objective, { start })
    expect(status).toBe('stalled')
    expect(reason).toContain(`; ${kind}, not a maximum: curvature from `)
    expect(reason).toMatch(/^stalled: /)
  })

  test('diverged where it was thrown off a maximum, and by what', () => {
    const { status, reason } = up({ id: 'quadratic', curvatures: [-1] }, { start: [1] }, { hyper: { lr: 3 } })
    expect(status).toBe('diverged')
    expect(reason).toMatch(/^diverged at update \d+: .* lr x largest curvature = 3, stable below 2$/)
  })

  test('held by weight decay', () => {
    const run = { optimizer: 'gd', dialect: 'pytorch', hyper: { lr: 0.05, weightDecay: 3 } }
    const { status, reason, theta } = up({ id: 'square' }, { start: [1], iterations: 5_000 }, run)
    // g = 2x goes up, 3x comes down: it shrinks to 0, where the loss alone has its minimum.
    expect(Math.abs(theta[0])).toBeLessThan(1e-6)
    expect(status).toBe('converged')
    expect(reason).toContain('held back by its weight decay')
  })
})
