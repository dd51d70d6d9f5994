import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { descend } from '@core/descend'
import { sideIssues, valueOf, type MapAxis } from '@core/map/axes'
import { asMapped, mapPixels, type MapPixels, type MapSpec } from '@core/map/map'
import { orderOf } from '@core/map/order'
import { mapOutcomes } from '@core/map/outcome'
import type { Objective } from '@core/objectives/contract'
import { optimizers } from '@core/optimizers'
import { planRun } from '@core/plan'
import { experimentWith, noStops, plansOf } from '../../support/experiments'

const never = (): boolean => false

function whole(changes: Readonly<Record<string, unknown>>, spec: MapSpec, updates = 300): MapPixels {
  const experiment = asMapped(experimentWith(changes), updates)
  const [{ objective }] = plansOf(experiment)
  return mapPixels(experiment, objective, spec, { from: 0, limit: 1e6 }, never)
}

/** What becomes of the runs, in the order of the one axis. */
function along(changes: Readonly<Record<string, unknown>>, x: MapAxis, size: number) {
  const pixels = whole(changes, { x, y: null, size, share: 1e-6 })
  const { places } = orderOf(size, 1)
  const at = Array.from({ length: size }, (_, column) => places.indexOf(column))
  return at.map((place, column) => ({
    value: valueOf(x, column, size),
    outcome: mapOutcomes[pixels.outcome[place]],
    rate: pixels.rate[place],
  }))
}

test('the order has every pixel once, each in reach of a coarser one', () => {
  const { places, placeOf } = orderOf(40, 23)
  expect(new Set(places)).toEqual(new Set(Array.from({ length: 40 * 23 }, (_, place) => place)))
  expect(placeOf(0)).toEqual({ column: 0, row: 0, block: 16 })
  expect(placeOf(40 * 23 - 1).block).toBe(1)
})

describe('a pixel is the run that the lab makes of it', () => {
  test('also where its settings change on the way', () => {
    const momentum = { optimizer: 'momentum', changes: [{ at: 5, set: { gamma: 0.2 } }] }
    const experiment = asMapped(experimentWith({ objective: { id: 'rosenbrock' }, runs: [momentum] }), 40)
    const [{ objective }] = plansOf(experiment)
    const x = { name: 'lr', scale: 'linear', from: 1e-4, to: 1e-3 } as const
    const spec = { x, y: null, size: 3, share: 1e-3 }
    const pixels = mapPixels(experiment, objective, spec, { from: 0, limit: 100 }, never)
    const { placeOf } = orderOf(3, 1)
    const [run] = experiment.runs
    const losses = Array.from({ length: 3 }, (_, number) => {
      const hyper = { ...run.hyper, lr: valueOf(x, placeOf(number).column, 3) }
      return [...descend(planRun(experiment, { ...run, hyper }, objective)).positions].at(-1)?.loss
    })
    expect([...pixels.loss]).toEqual(losses)
  })

  const cases = optimizers
    .filter(({ needsMinimum }) => !needsMinimum)
    .flatMap(({ id, dialects }) =>
      Object.entries(dialects).map(([dialect, { hyper }]) => ({ optimizer: id, dialect, hyper })),
    )
  test.each(cases)('$optimizer, $dialect', ({ optimizer, dialect, hyper }) => {
    const names = Object.keys(hyper).filter((name) => hyper[name].kind === 'number')
    const axisOf = (name: string): MapAxis =>
      name === 'lr'
        ? { name, scale: 'log', from: 1e-4, to: 1 }
        : { name, scale: 'linear', from: 0.1, to: 0.9 }
    const [x, y] = ['lr', ...names.filter((name) => name !== 'lr')].filter((name) => names.includes(name))
    const size = 4
    const sides = { x: axisOf(x), y: y ? axisOf(y) : null, size, share: 1e-3 }
    const experiment = asMapped(
      experimentWith({ objective: { id: 'rosenbrock' }, runs: [{ optimizer, dialect }] }),
      60,
    )
    const [{ objective }] = plansOf(experiment)
    const pixels = mapPixels(experiment, objective, sides, { from: 0, limit: 100 }, never)
    const order = orderOf(size, y ? size : 1)
    expect(pixels.count).toBe(order.places.length)
    for (let number = 0; number < pixels.count; number++) {
      const { column, row } = order.placeOf(number)
      const [run] = experiment.runs
      const own = { ...run.hyper, [x]: valueOf(sides.x, column, size) }
      if (sides.y) own[y] = valueOf(sides.y, row, size)
      const positions = [...descend(planRun(experiment, { ...run, hyper: own }, objective)).positions]
      const end = positions[positions.length - 1]
      expect(pixels.loss[number]).toBe(end.loss)
      if (end.outcome?.status === 'diverged') expect(mapOutcomes[pixels.outcome[number]]).toBe('diverges')
    }
  })
})

test('pixels made many at once are those made one after the other, to the last bit', () => {
  const plain = optimizers.flatMap(({ id, dialects }) =>
    Object.entries(dialects).flatMap(([dialect, { hyper, asksProblem }]) =>
      asksProblem
        ? []
        : [
            {
              optimizer: id,
              dialect,
              names: Object.keys(hyper).filter((name) => hyper[name].kind === 'number'),
            },
          ],
    ),
  )
  const cases = fc.record({
    method: fc.constantFrom(...plain),
    objective: fc.constantFrom('rosenbrock', 'quadratic', 'saddle', 'beale', 'double-well', 'rastrigin'),
    updates: fc.integer({ min: 1, max: 90 }),
    share: fc.constantFrom(0.5, 1e-3, 1e-9),
    stop: fc.constantFrom({}, noStops, { patience: 3, parameterChange: 1e-3 }),
    maximize: fc.boolean(),
  })
  const holds = fc.property(cases, ({ method, objective: id, updates, share, stop, maximize }) => {
    const { optimizer, dialect, names } = method
    const runs = [{ optimizer, dialect, ...(maximize && { maximize }) }]
    const experiment = asMapped(experimentWith({ objective: { id }, stop, runs }), updates)
    const [{ objective }] = plansOf(experiment)
    const [first, second] = names
    const x: MapAxis = { name: first, scale: 'log', from: 1e-4, to: 0.99 }
    const y: MapAxis | null =
      second === undefined ? null : { name: second, scale: 'linear', from: 0.01, to: 0.99 }
    const spec = { x, y, size: 9, share }
    const made = (arithmetic: Objective['arithmetic']) =>
      mapPixels(experiment, { ...objective, arithmetic }, spec, { from: 0, limit: 1e6 }, never)
    expect(objective.arithmetic).toBeDefined()
    expect(made(objective.arithmetic)).toEqual(made(undefined))
  })
  fc.assert(holds, { numRuns: 120 })
})

describe('on a quadratic the map shows what theory says', () => {
  // x^2 has the curvature 2.
  const curvature = 2

  test('gradient descent settles below 1/L, swings up to 2/L, and grows beyond', () => {
    const x: MapAxis = { name: 'lr', scale: 'linear', from: 0.02, to: 1.4 }
    const runs = along({ start: [0.7], runs: [{ optimizer: 'gd' }] }, x, 64)
    for (const { value, outcome, rate } of runs) {
      const product = value * curvature
      // The very bound is left out: there nothing comes or goes in so few updates.
      if (product < 0.98) expect([value, outcome]).toEqual([value, 'settles'])
      else if (product > 1.3 && product < 1.94) expect([value, outcome]).toEqual([value, 'swings'])
      else if (product > 2.01) expect([value, outcome]).toEqual([value, 'diverges'])
      if (product > 0.1 && product < 1.9 && Math.abs(1 - product) > 0.05) {
        expect(rate).toBeCloseTo(Math.abs(1 - product), 6)
      }
    }
    expect(runs.filter(({ outcome }) => outcome === 'diverges').length).toBeGreaterThan(10)
  })

  test.each([0.3, 0.5, 0.8])(
    'momentum %d grows beyond 2 (1 + gamma)/L and turns back from its critical rate on',
    (gamma) => {
      const bound = (2 * (1 + gamma)) / curvature
      const critical = (1 - Math.sqrt(gamma)) ** 2 / curvature
      const x: MapAxis = { name: 'lr', scale: 'log', from: critical / 3, to: bound * 3 }
      const runs = along({ start: [0.7], runs: [{ optimizer: 'momentum', hyper: { gamma } }] }, x, 64)
      for (const { value, outcome, rate } of runs) {
        if (value < critical) expect(['settles', 'slow']).toContain(outcome)
        else if (value > 8 * critical && value < 0.9 * bound) {
          expect([value, outcome]).toEqual([value, 'swings'])
          // Of complex roots, the modulus is the square root of their product.
          expect(rate).toBeGreaterThan(0.9 * Math.sqrt(gamma))
          expect(rate).toBeLessThan(1.1 * Math.sqrt(gamma))
        } else if (value > 1.02 * bound) expect([value, outcome]).toEqual([value, 'diverges'])
      }
    },
  )

  test('a run that only swings through the target has not settled there', () => {
    const x: MapAxis = { name: 'lr', scale: 'linear', from: 0.01, to: 1.5 }
    const swinging = { start: [0.7], runs: [{ optimizer: 'momentum', hyper: { gamma: 0.9 } }] }
    const { outcome } = whole(swinging, { x, y: null, size: 64, share: 1e-3 }, 500)
    expect([...outcome].map((place) => mapOutcomes[place])).toEqual(Array(64).fill('swings'))
  })

  test('a run on the bound goes to and fro', () => {
    const x: MapAxis = { name: 'lr', scale: 'linear', from: 0.999999, to: 1.000001 }
    const [{ value, outcome }] = along({ start: [0.7], runs: [{ optimizer: 'gd' }] }, x, 1)
    expect([value, outcome]).toEqual([1, 'oscillates'])
  })
})

test('an axis that the method does not have, or beyond what it takes, is refused with its name', () => {
  const [{ dialect }] = plansOf(experimentWith({ runs: [{ optimizer: 'momentum' }] }))
  const lr: MapAxis = { name: 'lr', scale: 'log', from: 1e-3, to: 1 }
  const gamma: MapAxis = { name: 'gamma', scale: 'linear', from: 0, to: 1 }
  const issues = (x: MapAxis, y: MapAxis | null): readonly string[] =>
    sideIssues({ x, y, size: 8 }, dialect.hyper).map(({ path, message }) => `${path} ${message}`)
  expect(issues(lr, gamma)).toEqual([])
  expect(issues({ ...lr, name: 'beta1' }, null)).toEqual(['x.name must be one of lr, gamma, got "beta1"'])
  expect(issues({ ...lr, from: 0 }, null)).toEqual(['x.from must be > 0 on a log scale, got 0'])
  expect(issues(lr, { ...gamma, to: 3 })).toEqual(['y.to must be such that gamma is >= 0 and < 1, got 3'])
  expect(issues(lr, { ...lr, to: 2 })).toEqual([
    'y.name must be another hyper-parameter than x has, got "lr"',
  ])
})
