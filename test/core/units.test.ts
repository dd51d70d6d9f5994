import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { objectives } from '@core/objectives'
import type { Minimum, Objective } from '@core/objectives/contract'
import type { Plan } from '@core/plan'
import { endOf } from '../support/endings'
import { planWith } from '../support/experiments'

/** What a run is said to be, without the numbers, which have the units of the objective. */
interface Verdict {
  readonly status: string
  readonly kind: string
  readonly updates: number
}

function verdictOf(plan: Plan): Verdict {
  const { status, reason, iteration } = endOf(plan)
  const kind = reason.replaceAll(/-?\d[\d.]*(e-?\d+)?/g, '#')
  return { status, kind, updates: iteration }
}

/** The same objective in other units: losses times `loss`, parameters times `size`. */
function inUnits(of: Objective, loss: number, size: number): Objective {
  const { dimension, hessian, domain, defaultStart, minima, foundMinima, scales } = of
  const back = (theta: Float64Array): Float64Array => theta.map((value) => value / size)
  const scaled = (out: Float64Array, factor: number): void => {
    for (let i = 0; i < out.length; i++) out[i] *= factor
  }
  const moved = (found: readonly Minimum[]): readonly Minimum[] =>
    found.map(({ theta, value, ...rest }) => ({
      ...rest,
      theta: theta.map((x) => size * x),
      value: loss * value,
    }))
  return {
    ...of,
    value: (theta) => loss * of.value(back(theta)),
    gradient(theta, out) {
      of.gradient(back(theta), out)
      scaled(out, loss / size)
    },
    evaluate(theta, out) {
      const value = of.evaluate(back(theta), out)
      scaled(out, loss / size)
      return loss * value
    },
    batchGradient(theta, rows, from, to, out) {
      of.batchGradient(back(theta), rows, from, to, out)
      scaled(out, loss / size)
    },
    ...(hessian && {
      hessian(theta: Float64Array, out: Float64Array) {
        hessian(back(theta), out)
        scaled(out, loss / size / size)
      },
    }),
    domain: domain.map(([low, high]) => [size * low, size * high]),
    defaultStart: defaultStart.map((value) => size * value),
    minima: moved(minima),
    ...(foundMinima && { foundMinima: moved(foundMinima) }),
    dimension,
    ...(scales && {
      scales: {
        level: loss * scales.level,
        loss: loss * scales.loss,
        slope: (scales.slope * loss) / size,
        size: scales.size * size,
      },
    }),
  }
}

const plain = objectives.filter(({ family }) => family !== 'data').map(({ id }) => id)

/** Methods that take the same way in any units, once the rate is scaled as the step per slope is. */
const equivariant = [
  { optimizer: 'gd', hypers: [{ lr: 1e-3 }, { lr: 0.05 }, { lr: 0.5 }, { lr: 10 }], isRate: true },
  { optimizer: 'momentum', hypers: [{ lr: 1e-3 }, { lr: 0.05 }], isRate: true },
  { optimizer: 'nag', hypers: [{ lr: 1e-2 }], isRate: true },
  { optimizer: 'armijo', hypers: [{ lr: 1 }], isRate: true },
  { optimizer: 'newton', hypers: [{ lr: 1 }], isRate: false },
]

const power = (most: number): fc.Arbitrary<number> => fc.integer({ min: -most, max: most })

describe('an objective in other units: the same status, the same kind of point, the same updates', () => {
  test.each(equivariant)('$optimizer', ({ optimizer, hypers, isRate }) => {
    const cases = fc.record({
      id: fc.constantFrom(...plain),
      hyper: fc.constantFrom(...hypers),
      loss: power(40).map((exponent) => 2 ** exponent),
      size: power(20).map((exponent) => 2 ** exponent),
      iterations: fc.constantFrom(20, 400),
    })
    fc.assert(
      fc.property(cases, ({ id, hyper, loss, size, iterations }) => {
        const plan = planWith({ objective: { id }, iterations, runs: [{ optimizer, hyper }] })
        const lr = isRate ? (hyper.lr * size * size) / loss : hyper.lr
        const other: Plan = {
          ...plan,
          objective: inUnits(plan.objective, loss, size),
          start: plan.start.map((value) => size * value),
          run: { ...plan.run, hyper: { ...plan.run.hyper, lr } },
        }
        expect(verdictOf(other)).toEqual(verdictOf(plan))
      }),
      { numRuns: 150 },
    )
  })
})

interface Data {
  readonly x: readonly number[]
  readonly y: readonly number[]
}

const regression = ({ x, y }: Data): Record<string, unknown> => ({
  id: 'linear-regression',
  data: { source: 'inline', x: x.map((value) => [value]), y },
})

/** Points about a line, the features about as wide as far from zero. */
const tables: fc.Arbitrary<Data> = fc
  .array(fc.tuple(fc.integer({ min: -40, max: 80 }), fc.integer({ min: -9, max: 9 })), {
    minLength: 4,
    maxLength: 12,
  })
  // Wide enough for the noise to leave a slope.
  .filter((points) => Math.max(...points.map(([x]) => x)) - Math.min(...points.map(([x]) => x)) > 20)
  .map((points) => ({
    x: points.map(([x]) => x / 16),
    y: points.map(([x, noise]) => 3 + (2 * x) / 16 + noise / 16),
  }))

/** The best rate is one that the curvature asks for: 1 / its largest. */
const rateOf = ({ x }: Data): number =>
  1 / (2 * (1 + x.reduce((sum, value) => sum + value * value, 0) / x.length))

const methods = fc.constantFrom('gd', 'momentum', 'newton', 'lbfgs', 'armijo')
const rateFor = (optimizer: string, data: Data): number =>
  optimizer === 'gd' || optimizer === 'momentum' ? rateOf(data) : 1

function regressionVerdict(data: Data, optimizer: string, start: readonly number[], lr: number): Verdict {
  return verdictOf(
    planWith({ objective: regression(data), start, iterations: 3_000, runs: [{ optimizer, hyper: { lr } }] }),
  )
}

describe('data in other units', () => {
  test('y in another unit, by powers of two: the very same', () => {
    fc.assert(
      fc.property(
        tables,
        fc.constantFrom('gd', 'momentum', 'newton'),
        power(40),
        fc.constantFrom(0.1, 1, 2.2),
        (data, optimizer, exponent, share) => {
          const unit = 2 ** exponent
          const lr = optimizer === 'newton' ? 1 : share * rateOf(data)
          const here = regressionVerdict(data, optimizer, [2, -1], lr)
          const there = { x: data.x, y: data.y.map((value) => value * unit) }
          expect(regressionVerdict(there, optimizer, [2 * unit, -unit], lr)).toEqual(here)
        },
      ),
      { numRuns: 150 },
    )
  })

  test.each([1e-12, 1e-6, 1e6, 1e12])('y times %s, by any method: the same status', (unit) => {
    fc.assert(
      fc.property(tables, methods, (data, optimizer) => {
        const lr = rateFor(optimizer, data)
        const here = regressionVerdict(data, optimizer, [0, 0], lr)
        const there = { x: data.x, y: data.y.map((value) => value * unit) }
        expect(regressionVerdict(there, optimizer, [0, 0], lr).status).toBe(here.status)
      }),
      { numRuns: 60 },
    )
  })

  test('y from another zero, the intercept moved with it: the same status', () => {
    fc.assert(
      fc.property(tables, methods, fc.integer({ min: -(2 ** 20), max: 2 ** 20 }), (data, optimizer, zero) => {
        const lr = rateFor(optimizer, data)
        const here = regressionVerdict(data, optimizer, [0, 0], lr)
        const there = { x: data.x, y: data.y.map((value) => value + zero) }
        expect(regressionVerdict(there, optimizer, [0, zero], lr).status).toBe(here.status)
      }),
      { numRuns: 150 },
    )
  })

  test.each([1e-6, 1e-3, 1e3, 1e6])("x times %s, by Newton's method and by a rate to match", (unit) => {
    fc.assert(
      fc.property(tables, (data) => {
        const here = regressionVerdict(data, 'newton', [0, 0], 1)
        const there = { x: data.x.map((value) => value * unit), y: data.y }
        const found = regressionVerdict(there, 'newton', [0, 0], 1)
        expect(found.status).toBe(here.status)
        expect(found.status).toBe('converged')
        // No rate brings both parameters down where one is a million times as steep: it must not be called a minimum.
        const far = regressionVerdict(there, 'gd', [0, 0], rateOf(there))
        expect(far.status).not.toBe('converged')
      }),
      { numRuns: 40 },
    )
  })
})
