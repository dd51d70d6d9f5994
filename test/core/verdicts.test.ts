import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { endOf, type End } from '../support/endings'
import { planWith } from '../support/experiments'

type Changes = Readonly<Record<string, unknown>>

const end = (objective: Changes, optimizer: string, hyper: Changes = {}, rest: Changes = {}): End =>
  endOf(planWith({ objective, iterations: 20_000, runs: [{ optimizer, hyper }], ...rest }))

const regression = (x: readonly (readonly number[])[], y: readonly number[]): Changes => ({
  id: 'linear-regression',
  data: { source: 'inline', x, y },
})

const columns = (name: string): readonly (readonly number[])[] =>
  readFileSync(new URL(`../../resources/datasets/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number))

const years = Array.from({ length: 11 }, (_, i) => 1990 + i)
const kelvin = regression(
  years.map((year) => [year]),
  years.map((year) => Number((288.4 - 0.02 * (year - 1990)).toFixed(2))),
)

describe('far from the solution nothing has converged', () => {
  test.each([
    { optimizer: 'gd', lr: 1e-7 },
    { optimizer: 'momentum', lr: 1e-8 },
    { optimizer: 'armijo', lr: 1 },
  ])('years and kelvin, with $optimizer', ({ optimizer, lr }) => {
    const { status, reason, loss } = end(kelvin, optimizer, { lr })
    expect(loss).toBeGreaterThan(0.1)
    expect(status).toBe('stalled')
    expect(reason).toMatch(/^stalled: .*; not a minimum: the gradient norm is still [\d.]+$/)
  })

  test('raw Longley, with L-BFGS', () => {
    const rows = columns('longley.csv')
    const longley = regression(
      rows.map((row) => row.slice(0, 6)),
      rows.map((row) => 1000 * row[6]),
    )
    const { status, reason, loss } = end(longley, 'lbfgs')
    // The certified residual sum of squares (NIST) over 16 rows is 52,276.
    expect(loss).toBeGreaterThan(1.01 * (836_424.055505915 / 16))
    expect(status).toBe('stalled')
    expect(reason).toMatch(/not a minimum: the gradient norm is still [\d.]+$/)
  })
})

describe('a point is a minimum only where it was shown to be one', () => {
  test.each([
    { optimizer: 'newton', start: [1.2, 0.001], hyper: {} },
    { optimizer: 'newton', start: [1, 0], hyper: {} },
    { optimizer: 'lbfgs', start: [1, 0], hyper: {} },
    { optimizer: 'armijo', start: [1, 0], hyper: {} },
    { optimizer: 'gd', start: [1, 0], hyper: { lr: 0.5 } },
  ])('$optimizer on a saddle from $start', ({ optimizer, start, hyper }) => {
    const { status, reason } = end({ id: 'saddle' }, optimizer, hyper, { start })
    expect(reason).toMatch(/^stalled: .*; a saddle, not a minimum: curvature from -2 to 2 there$/)
    expect(status).toBe('stalled')
  })

  test("Newton at Beale's saddle", () => {
    const { status, reason, theta, loss } = end({ id: 'beale' }, 'newton')
    expect(theta).toEqual([0, 1])
    expect(loss).toBeCloseTo(14.2, 1)
    expect(status).toBe('stalled')
    expect(reason).toMatch(/; a saddle, not a minimum: curvature from -27\.75 to 27\.75 there$/)
  })
})

describe('a finite start has not diverged', () => {
  const yen = regression(
    Array.from({ length: 12 }, (_, i) => [30 + 5 * i]),
    Array.from({ length: 12 }, (_, i) => 12_000_000 + 900_000 * i),
  )
  test.each([
    { optimizer: 'newton', hyper: {} },
    { optimizer: 'lbfgs', hyper: {} },
    { optimizer: 'gd', hyper: { lr: 2e-4 } },
  ])('square metres and yen, with $optimizer', ({ optimizer, hyper }) => {
    const { status, theta } = end(yen, optimizer, hyper, { iterations: 1_000_000 })
    expect(status).toBe('converged')
    expect(theta[0] / 180_000).toBeCloseTo(1, 4)
    expect(theta[1] / 6_600_000).toBeCloseTo(1, 3)
  })

  test.each(['newton', 'lbfgs'])('Rosenbrock from far away, with %s', (optimizer) => {
    const { status, theta } = end({ id: 'rosenbrock' }, optimizer, {}, { start: [400, -400] })
    expect(status).toBe('converged')
    theta.forEach((x) => expect(x).toBeCloseTo(1, 3))
  })

  test('and gradient descent from there has, after its first update', () => {
    const { reason } = end({ id: 'rosenbrock' }, 'gd', {}, { start: [400, -400] })
    expect(reason).toMatch(/^diverged at update 1: .*times the start's\); lr x largest curvature/)
  })
})

test('farads: a small unit is no small slope', () => {
  const x = [1, 2, 3, 4, 5].map((volt) => [volt])
  const y = [1.1e-12, 2.3e-12, 2.9e-12, 4.2e-12, 5.1e-12]
  const { status, theta, iteration } = end(regression(x, y), 'gd', { lr: 0.05 })
  expect(iteration).toBeGreaterThan(100)
  expect(status).toBe('converged')
  // By hand: slope 9.9e-12 / 10, through the means 3 and 3.12e-12.
  expect(theta[0] / 0.99e-12).toBeCloseTo(1, 5)
  expect(theta[1] / 0.15e-12).toBeCloseTo(1, 4)
})

describe('where there is nothing to measure by', () => {
  test.each(['gd', 'newton', 'lbfgs'])('a target that is the same in every row, with %s', (optimizer) => {
    const x = [1, 2, 3, 4].map((value) => [value])
    const hyper = optimizer === 'gd' ? { lr: 0.05 } : {}
    const { status, theta } = end(regression(x, [5, 5, 5, 5]), optimizer, hyper)
    expect(status).toBe('converged')
    expect(theta[0]).toBeCloseTo(0, 5)
    expect(theta[1]).toBeCloseTo(5, 5)
  })

  test('a target that has nothing to do with the feature', () => {
    const { status, theta } = end(
      regression([[-1], [0], [1]], [1, -2, 1]),
      'gd',
      { lr: 0.1 },
      { start: [2, 2] },
    )
    expect(status).toBe('converged')
    theta.forEach((value) => expect(value).toBeCloseTo(0, 6))
  })

  test('features that do not determine the fit: any of its many minima, and no other point', () => {
    const x = [1, 2, 3, 4].map((value) => [value, 2 * value])
    const y = [2, 4, 7, 8]
    const far = end(regression(x, y), 'gd', { lr: 1e-3 }, { stop: { gradientNorm: 0.1 } })
    expect(far.reason).toMatch(
      /^stalled: .*\(as typed\); not a minimum: the gradient norm is still 0\.09\d+$/,
    )
    const near = end(regression(x, y), 'gd', { lr: 0.02 })
    // Weights of the sum x1 + 2 x2: the same fit as of one feature.
    expect(near.status).toBe('converged')
    expect(near.theta[0] + 2 * near.theta[1]).toBeCloseTo(2.1, 4)
  })

  test('a start at the minimum, whatever noise lifts it from there', () => {
    expect(end({ id: 'square' }, 'gd', {}, { start: [0] })).toMatchObject({
      status: 'converged',
      iteration: 0,
    })
    const noisy = { objective: { id: 'booth', sigma: 1 }, start: [1, 3.000001], iterations: 500 }
    expect(endOf(planWith({ ...noisy, runs: [{ optimizer: 'gd', hyper: { lr: 0.05 } }] })).status).toBe(
      'finished',
    )
  })
})
