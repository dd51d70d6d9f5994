import { optimizerById } from '@core/optimizers'
import type { Dialect, DialectId, Problem } from '@core/optimizers/contract'
import { unheard } from '@core/pulse'
import { describe, expect, test } from 'vitest'
import { advance, begin } from './drive'
import { leastSquares, parabola, plateau, rosenbrock } from './problems'

function dialectOf(id: string, dialectId: DialectId): Dialect {
  const dialect = optimizerById(id)?.dialects[dialectId]
  if (!dialect) throw new Error(`there is no ${id} in ${dialectId}`)
  return dialect
}

/** One update with a given gradient in one dimension. */
function stepOnce(dialect: Dialect, theta: number, gradient: number, hyper = {}, problem = parabola): number {
  const run = begin(dialect, [theta], hyper)
  dialect.step(run.theta, Float64Array.of(gradient), run.state, run.hyper, 1, problem)
  return run.theta[0]
}

const close = (path: number[][], expected: number[][], digits = 12): void => {
  expect(path.length).toBe(expected.length)
  path.forEach((theta, k) => theta.forEach((value, i) => expect(value).toBeCloseTo(expected[k][i], digits)))
}

describe("the chapter's figures on x^2 from 0.7", () => {
  const gd = dialectOf('gd', 'chapter')

  test('a rate of 1 jumps back and forth for ever', () => {
    const path = advance(gd, parabola, begin(gd, [0.7], { lr: 1 }), 6).flat()
    path.forEach((x, k) => expect(x).toBeCloseTo(k % 2 === 0 ? 0.7 : -0.7, 12))
  })

  test('a rate of 0.15 goes to 0.49', () => {
    expect(stepOnce(gd, 0.7, 1.4, { lr: 0.15 })).toBeCloseTo(0.49, 12)
  })
})

describe('a schedule', () => {
  test.each([
    ['gd', 'pytorch'],
    ['nag', 'pytorch'],
    ['adam', 'pytorch'],
    ['adagrad', 'pytorch'],
    ['radam', 'pytorch'],
    ['asgd', 'lab'],
  ] as const)('%s of %s uses the rate of each update', (id, whose) => {
    const dialect = dialectOf(id, whose)
    const run = begin(dialect, [1], { lr: 0.1 })
    advance(dialect, parabola, run, 1)
    const before = run.theta[0]
    run.hyper.lr = 0
    advance(dialect, parabola, run, 1)
    expect(run.theta[0]).toBe(before)
  })

  test('the velocity of the textbook keeps the old rate, the buffer of torch does not', () => {
    for (const [dialectId, moves] of [
      ['chapter', true],
      ['pytorch', false],
    ] as const) {
      const dialect = dialectOf('momentum', dialectId)
      const run = begin(dialect, [1], { lr: 0.1 })
      advance(dialect, parabola, run, 1)
      const before = run.theta[0]
      run.hyper.lr = 0
      advance(dialect, parabola, run, 1)
      expect(run.theta[0] !== before).toBe(moves)
    }
  })

  test('Rprop takes its first step size from the first update, and no more', () => {
    const dialect = dialectOf('rprop', 'pytorch')
    const run = begin(dialect, [10], { lr: 0.1 })
    run.hyper.lr = 0.5
    advance(dialect, parabola, run, 1)
    expect(run.theta[0]).toBe(9.5)
    run.hyper.lr = 7
    advance(dialect, parabola, run, 1)
    expect(run.theta[0]).toBeCloseTo(9.5 - 0.6, 12)
  })
})

describe('weight decay', () => {
  const torch = [
    'gd',
    'momentum',
    'nag',
    'adagrad',
    'adadelta',
    'rmsprop',
    'adam',
    'adamax',
    'amsgrad',
    'nadam',
  ]

  test.each([...torch, 'radam', 'rprop', 'asgd'])('%s: as if the penalty were in the objective', (id) => {
    const dialect = dialectOf(id, 'pytorch')
    const weight = 0.3
    const penalised: Problem = {
      ...rosenbrock,
      gradient(theta, out) {
        rosenbrock.gradient(theta, out)
        for (let i = 0; i < out.length; i++) out[i] += weight * theta[i]
      },
    }
    const run = (problem: Problem, weightDecay: number): number[][] =>
      advance(dialect, problem, begin(dialect, [-1.2, 1], { lr: 1e-4, weightDecay }), 20)
    expect(run(rosenbrock, weight)).toEqual(run(penalised, 0))
  })

  test('AdamW shrinks theta by the rate times the decay, whatever the gradient', () => {
    const dialect = dialectOf('adamw', 'pytorch')
    expect(stepOnce(dialect, 2, 0, { lr: 0.1, weightDecay: 0.5 })).toBe(2 * (1 - 0.05))
    const both = stepOnce(dialect, 2, 1e6, { lr: 0.1, weightDecay: 0.5 })
    expect(both).toBeCloseTo(2 * (1 - 0.05) - 0.1, 12)
  })

  test('Lion adds it to the sign', () => {
    const dialect = dialectOf('lion', 'paper')
    expect(stepOnce(dialect, 2, 5, { lr: 0.1, weightDecay: 0.5 })).toBeCloseTo(2 - 0.1 * (1 + 1), 12)
    expect(stepOnce(dialect, 2, -1e-9, { lr: 0.1 })).toBeCloseTo(2.1, 12)
  })
})

describe('momentum as torch has it', () => {
  const dialect = dialectOf('momentum', 'pytorch')

  test('the first buffer is the whole gradient, the later ones are dampened', () => {
    const run = begin(dialect, [0], { lr: 1, momentum: 0.5, dampening: 0.75 })
    for (const [t, gradient, expected] of [
      [1, 8, -8],
      [2, 8, -8 - (4 + 2)],
    ] as const) {
      dialect.step(run.theta, Float64Array.of(gradient), run.state, run.hyper, t, parabola)
      expect(run.theta[0]).toBe(expected)
    }
  })

  test('momentum 0 is plain descent, dampened or not', () => {
    const plain = dialectOf('gd', 'pytorch')
    const path = advance(dialect, rosenbrock, begin(dialect, [-1.2, 1], { momentum: 0, dampening: 0.9 }), 30)
    expect(path).toEqual(advance(plain, rosenbrock, begin(plain, [-1.2, 1]), 30))
  })
})

test("Nesterov: torch's theta is the textbook's lookahead point", () => {
  const [book, torch] = [dialectOf('nag', 'chapter'), dialectOf('nag', 'pytorch')]
  const run = begin(book, [-1.2, 1], { lr: 5e-4 })
  const ahead = new Float64Array(2)
  const path: number[][] = []
  for (let k = 0; k <= 60; k++) {
    book.lookahead?.(run.theta, run.state, run.hyper, ahead)
    path.push([...ahead])
    advance(book, rosenbrock, run, 1)
  }
  close(advance(torch, rosenbrock, begin(torch, [-1.2, 1], { lr: 5e-4 }), 60), path, 11)
})

test('as in their sources, these divide zero by zero where epsilon is 0', () => {
  const cases = [
    ['adagrad', 'chapter'],
    ['adagrad', 'pytorch'],
    ['rmsprop', 'chapter'],
    ['rmsprop', 'pytorch'],
    ['adam', 'chapter'],
    ['adam', 'pytorch'],
    ['adamax', 'chapter'],
    ['adamax', 'pytorch'],
    ['amsgrad', 'pytorch'],
    ['nadam', 'paper'],
    ['adabelief', 'paper'],
    ['yogi', 'paper'],
  ] as const
  for (const [id, dialectId] of cases) {
    expect(stepOnce(dialectOf(id, dialectId), 1, 0, { eps: 0 }), `${id} ${dialectId}`).toBeNaN()
  }
})

describe('bias correction', () => {
  test.each(['adam', 'adamax', 'adamw', 'amsgrad'])("the first step of torch's %s is the rate", (id) => {
    expect(stepOnce(dialectOf(id, 'pytorch'), 0, -3, { lr: 0.1 })).toBeCloseTo(0.1, 8)
  })

  test("the textbook's AMSGrad overshoots it: its maximum is not corrected", () => {
    const step = stepOnce(dialectOf('amsgrad', 'chapter'), 0, -3, { lr: 0.1 })
    expect(step).toBeCloseTo(0.1 / Math.sqrt(0.1), 6)
  })

  test('so does Yogi, which corrects nothing', () => {
    const step = stepOnce(dialectOf('yogi', 'paper'), 0, -3, { lr: 0.1, eps: 0 })
    expect(step).toBeCloseTo((0.1 * 0.1) / Math.sqrt(0.001), 6)
  })
})

describe('AMSGrad', () => {
  test.each(['chapter', 'pytorch'] as const)('its maximum never falls (%s)', (dialectId) => {
    const dialect = dialectOf('amsgrad', dialectId)
    const run = begin(dialect, [3], { lr: 0.2 })
    let last = 0
    for (let k = 0; k < 200; k++) {
      advance(dialect, parabola, run, 1)
      expect(run.state.vMax[0]).toBeGreaterThanOrEqual(last)
      last = run.state.vMax[0]
    }
  })
})

test('Nadam: torch before 2.0 and the paper differ by one factor mu, from the first update on', () => {
  const mu = (t: number): number => 0.9 * (1 - 0.5 * 0.96 ** (t * 0.004))
  const first = (product: number): number => 0.01 * (1 + (mu(2) * 0.1) / (1 - product))
  const hyper = { lr: 0.01, eps: 0 }
  for (const whose of ['paper', 'pytorch'] as const)
    expect(stepOnce(dialectOf('nadam', whose), 0, -5, hyper)).toBeCloseTo(first(mu(1) * mu(2)), 12)
  expect(stepOnce(dialectOf('nadam', 'pytorch-1.13'), 0, -5, hyper)).toBeCloseTo(
    first(mu(1) ** 2 * mu(2)),
    12,
  )
})

test('RAdam rectifies from the sixth update on, with the usual decay', () => {
  const dialect = dialectOf('radam', 'pytorch')
  // A constant gradient of 100: plain momentum takes 100 rates a step, the adaptive step at most one.
  const slope: Problem = { ...parabola, gradient: (_theta, out) => void out.fill(100) }
  const path = advance(dialect, slope, begin(dialect, [0], { lr: 0.01 }), 8).flat()
  const steps = path.slice(1).map((theta, k) => path[k] - theta)
  for (const step of steps.slice(0, 5)) expect(step).toBeCloseTo(1, 9)
  for (const step of steps.slice(5)) expect(step).toBeLessThan(0.01)
})

describe('Rprop', () => {
  const dialect = dialectOf('rprop', 'pytorch')

  test('grows, rests at a change of sign, and goes on shorter', () => {
    const run = begin(dialect, [0], { lr: 1 })
    const thetas = [2, 3, -1, -1, -1].map((gradient, k) => {
      dialect.step(run.theta, Float64Array.of(gradient), run.state, run.hyper, k + 1, parabola)
      return run.theta[0]
    })
    close([thetas], [[-1, -2.2, -2.2, -1.6, -0.88]])
  })

  test('keeps its steps within bounds', () => {
    const run = begin(dialect, [1e6], { lr: 1, stepMax: 2 })
    advance(dialect, parabola, run, 20)
    expect(run.state.stepSize[0]).toBe(2)
    expect(stepOnce(dialect, 0, 1, { lr: 1e-9 })).toBe(-1e-6)
  })
})

describe('averaged SGD', () => {
  const dialect = dialectOf('asgd', 'pytorch')

  test('decays its rate as torch does', () => {
    const lr = 0.1
    const lambd = 0.5
    const run = begin(dialect, [3], { lr, lambd, alpha: 0.75 })
    const path = advance(dialect, parabola, run, 5).flat()
    let theta = 3
    let eta = lr
    for (let step = 1; step <= 5; step++) {
      theta = theta * (1 - lambd * eta) - eta * 2 * theta
      eta = lr / (1 + lambd * lr * step) ** 0.75
      expect(path[step]).toBeCloseTo(theta, 12)
    }
  })

  test('keeps the last point until t0, the mean of the path from there on', () => {
    const run = begin(dialect, [3], { lr: 0.1, t0: 4 })
    const path = advance(dialect, parabola, run, 5).flat()
    expect(run.state.ax[0]).toBe(run.theta[0])
    path.push(...advance(dialect, parabola, run, 5).slice(1).flat())
    // torch counts 1/(t - t0) from the update after, so the sixth point is the first of the mean.
    const mean = path.slice(6).reduce((sum, theta) => sum + theta, 0) / 5
    expect(run.state.ax[0]).toBeCloseTo(mean, 12)
  })
})

describe('the options of torch', () => {
  test('Adagrad: decay of the rate and a head start of the sum', () => {
    const dialect = dialectOf('adagrad', 'pytorch')
    const run = begin(dialect, [0], { lr: 1, lrDecay: 0.5, initialAccumulator: 5, eps: 0 })
    const gradient = Float64Array.of(2)
    dialect.step(run.theta, gradient, run.state, run.hyper, 1, parabola)
    expect(run.theta[0]).toBeCloseTo(-2 / 3, 12)
    dialect.step(run.theta, gradient, run.state, run.hyper, 2, parabola)
    expect(run.theta[0]).toBeCloseTo(-2 / 3 - 2 / 1.5 / Math.sqrt(13), 12)
  })

  test('RMSProp without momentum or centering is the plain one', () => {
    const dialect = dialectOf('rmsprop', 'pytorch')
    const step = stepOnce(dialect, 0, -4, { lr: 0.1, alpha: 0.75 })
    expect(step).toBeCloseTo((0.1 * 4) / 2, 8)
    const centered = stepOnce(dialect, 0, -4, { lr: 0.1, alpha: 0.75, centered: true })
    expect(centered).toBeCloseTo((0.1 * 4) / Math.sqrt(4 - 1), 8)
  })
})

describe('Armijo backtracking', () => {
  const dialect = dialectOf('armijo', 'paper')

  test('never climbs', () => {
    const path = advance(dialect, rosenbrock, begin(dialect, [-1.2, 1]), 500)
    const values = path.map((theta) => rosenbrock.value(Float64Array.from(theta)))
    values.slice(1).forEach((value, k) => expect(value).toBeLessThanOrEqual(values[k]))
  })

  test('takes the first of its trial steps that falls enough', () => {
    const run = begin(dialect, [1], { lr: 4, c1: 0.25, shrink: 0.5 })
    advance(dialect, parabola, run, 1)
    // On x^2 a step s falls by 4 s (1 - s); a quarter of 4 s is met from s = 3/4 down.
    expect(run.state.stepSize[0]).toBe(0.5)
  })

  test('stays where nothing falls: its step shrinks until it moves nothing', () => {
    const uphill: Problem = { ...parabola, gradient: (_theta, out) => void out.fill(-1) }
    const run = begin(dialect, [1])
    advance(dialect, uphill, run, 1)
    expect(run.theta[0]).toBe(1)
    expect(run.state.stepSize[0]).toBeLessThan(1e-15)
  })
})

describe("Polyak's step", () => {
  const dialect = dialectOf('polyak', 'paper')

  test('halves the distance on x^2', () => {
    expect(advance(dialect, parabola, begin(dialect, [8]), 3).flat()).toEqual([8, 4, 2, 1])
  })

  test('needs the minimum', () => {
    const unknown: Problem = { ...parabola, minimum: undefined }
    expect(() => advance(dialect, unknown, begin(dialect, [8]), 1)).toThrow('is not known')
  })

  test('does not climb where rounding puts the value below the minimum', () => {
    const low: Problem = { ...parabola, minimum: 1e-3 }
    expect(advance(dialect, low, begin(dialect, [0.01]), 1).flat()).toEqual([0.01, 0.01])
  })
})

describe("Newton's method", () => {
  const dialect = dialectOf('newton', 'paper')

  test('solves a quadratic in one update, rows exchanged where the first pivot is 0', () => {
    const A = [0, 2, 1, 2, 1, 0, 1, 0, 3]
    const b = [3, -1, 2]
    const saddle: Problem = {
      dimension: 3,
      minimum: undefined,
      pulse: unheard,
      value: () => 0,
      gradient(theta, out) {
        for (let i = 0; i < 3; i++)
          out[i] = A.slice(3 * i, 3 * i + 3).reduce((s, a, j) => s + a * theta[j], -b[i])
      },
      hessian: (_theta, out) => void out.set(A),
    }
    const run = begin(dialect, [5, -7, 11])
    advance(dialect, saddle, run, 1)
    const left = new Float64Array(3)
    saddle.gradient(run.theta, left)
    for (const value of left) expect(value).toBeCloseTo(0, 12)
  })

  test('climbs where the curvature is negative, descends when damped enough', () => {
    const hill: Problem = {
      ...parabola,
      gradient: ([x], out) => void (out[0] = -2 * x),
      hessian: (_theta, out) => void (out[0] = -2),
    }
    expect(advance(dialect, hill, begin(dialect, [1]), 1).flat()).toEqual([1, 0])
    expect(advance(dialect, hill, begin(dialect, [1], { damping: 3 }), 1).flat()).toEqual([1, 3])
  })

  test('gives no finite answer where there is none', () => {
    const flat: Problem = { ...plateau, gradient: (_theta, out) => void out.fill(1) }
    const [, after] = advance(dialect, flat, begin(dialect, [1, 2, 3]), 1)
    expect(after.some((value) => !Number.isFinite(value))).toBe(true)
  })
})

/** H g in two dimensions, H = V' H V + s s' / s.y for each pair, V = I - y s' / s.y, from (s.y / y.y) I. */
function timesInverse(pairs: readonly { s: number[]; y: number[] }[], g: number[]): number[] {
  const product = (a: number[], b: number[]): number => a[0] * b[0] + a[1] * b[1]
  const { s, y } = pairs[pairs.length - 1]
  const scale = product(s, y) / product(y, y)
  let H = [
    [scale, 0],
    [0, scale],
  ]
  for (const { s, y } of pairs) {
    const sy = product(s, y)
    const V = [0, 1].map((i) => [0, 1].map((j) => (i === j ? 1 : 0) - (y[i] * s[j]) / sy))
    const HV = H.map((row) => [0, 1].map((j) => row[0] * V[0][j] + row[1] * V[1][j]))
    H = [0, 1].map((i) => [0, 1].map((j) => V[0][i] * HV[0][j] + V[1][i] * HV[1][j] + (s[i] * s[j]) / sy))
  }
  return H.map((row) => product(row, g))
}

describe('L-BFGS', () => {
  const dialect = dialectOf('lbfgs', 'paper')

  test('its direction is that of BFGS written out, from the last ten steps', () => {
    const run = begin(dialect, [-1.2, 1])
    const gradientAt = (theta: Float64Array): number[] => {
      const out = new Float64Array(2)
      rosenbrock.gradient(theta, out)
      return [...out]
    }
    const pairs: { s: number[]; y: number[] }[] = []
    for (let k = 0; k < 25; k++) {
      const [from, g] = [[...run.theta], gradientAt(run.theta)]
      advance(dialect, rosenbrock, run, 1)
      if (pairs.length > 0) {
        const [x, y] = timesInverse(pairs.slice(-10), g)
        expect(run.state.direction[0] / -x).toBeCloseTo(1, 6)
        expect(run.state.direction[1] / -y).toBeCloseTo(1, 6)
      }
      const after = gradientAt(run.theta)
      pairs.push({ s: from.map((x, i) => run.theta[i] - x), y: g.map((x, i) => after[i] - x) })
    }
  })

  test('finds a quadratic minimum in many dimensions', () => {
    const curvature = Array.from({ length: 50 }, (_, i) => 1 + i * i)
    const bowl: Problem = {
      dimension: 50,
      minimum: 0,
      pulse: unheard,
      value: (theta) => theta.reduce((sum, x, i) => sum + 0.5 * curvature[i] * x * x, 0),
      gradient(theta, out) {
        for (let i = 0; i < 50; i++) out[i] = curvature[i] * theta[i]
      },
      hessian: () => undefined,
    }
    const run = begin(dialect, new Array<number>(50).fill(1))
    advance(dialect, bowl, run, 300)
    expect(bowl.value(run.theta)).toBeLessThan(1e-10)
  })

  test('every step meets the Wolfe conditions', () => {
    const run = begin(dialect, [-1.2, 1])
    const [before, after] = [new Float64Array(2), new Float64Array(2)]
    for (let k = 0; k < 30; k++) {
      const from = Float64Array.from(run.theta)
      rosenbrock.gradient(from, before)
      advance(dialect, rosenbrock, run, 1)
      rosenbrock.gradient(run.theta, after)
      const slope = (g: Float64Array): number =>
        g.reduce((sum, x, i) => sum + x * (run.theta[i] - from[i]), 0)
      expect(rosenbrock.value(run.theta)).toBeLessThanOrEqual(rosenbrock.value(from) + 1e-4 * slope(before))
      expect(slope(after)).toBeGreaterThanOrEqual(0.9 * slope(before))
    }
  })

  test('stays at the minimum, where rounding leaves no step', () => {
    const run = begin(dialect, [0, 0])
    advance(dialect, leastSquares, run, 60)
    const settled = leastSquares.value(run.theta)
    advance(dialect, leastSquares, run, 60)
    expect(leastSquares.value(run.theta)).toBeLessThanOrEqual(settled)
    expect(run.theta.every(Number.isFinite)).toBe(true)
  })

  test('steps back from where the objective is not a number', () => {
    const fenced: Problem = { ...parabola, value: ([x]) => (x < 0.5 ? NaN : x * x) }
    const run = begin(dialect, [3], { lr: 100 })
    advance(dialect, fenced, run, 5)
    expect(run.theta[0]).toBeGreaterThanOrEqual(0.5)
    expect(run.theta[0]).toBeLessThan(3)
  })
})
