import type { Table } from '@core/objectives/contract'

/** As a reader of the chapter would write it: loss and gradient row by row. @returns the losses */
export function plainRegression({ features: [x], target: y }: Table, iterations: number): number[] {
  const rows = x.length
  const losses: number[] = []
  let w = 0
  let b = 0
  for (let iteration = 0; iteration < iterations; iteration++) {
    let gradientW = 0
    let gradientB = 0
    let loss = 0
    for (let row = 0; row < rows; row++) {
      const residual = w * x[row] + b - y[row]
      loss += residual ** 2 / rows
      gradientW += (2 / rows) * x[row] * residual
      gradientB += (2 / rows) * residual
    }
    losses.push(loss)
    w -= 0.01 * gradientW
    b -= 0.01 * gradientB
  }
  return losses
}

type Vector = number[]
/** One update, written as the chapter prints the rule: a new array for every line of it. */
type Rule = (theta: Vector, gradientAt: (theta: Vector) => Vector, iteration: number) => Vector

const zero = (): Vector => [0, 0]
const decayed = (old: Vector, rate: number, fresh: Vector): Vector =>
  old.map((value, i) => rate * value + (1 - rate) * fresh[i])
const squares = (vector: Vector): Vector => vector.map((value) => value ** 2)

function momentum(lr: number, gamma: number, looksAhead: boolean): Rule {
  let v = zero()
  return (theta, gradientAt) => {
    const at = looksAhead ? theta.map((value, i) => value - gamma * v[i]) : theta
    const g = gradientAt(at)
    v = v.map((value, i) => gamma * value + lr * g[i])
    return theta.map((value, i) => value - v[i])
  }
}

function adagrad(lr: number): Rule {
  let sum = zero()
  return (theta, gradientAt) => {
    const g = gradientAt(theta)
    sum = sum.map((value, i) => value + g[i] ** 2)
    return theta.map((value, i) => value - (lr * g[i]) / Math.sqrt(sum[i] + 1e-8))
  }
}

function adadelta(): Rule {
  let meanG = zero()
  let meanStep = zero()
  return (theta, gradientAt) => {
    const g = gradientAt(theta)
    meanG = decayed(meanG, 0.9, squares(g))
    const step = g.map((value, i) => (-Math.sqrt(meanStep[i] + 1e-6) / Math.sqrt(meanG[i] + 1e-6)) * value)
    meanStep = decayed(meanStep, 0.9, squares(step))
    return theta.map((value, i) => value + step[i])
  }
}

function rmsprop(lr: number): Rule {
  let mean = zero()
  return (theta, gradientAt) => {
    const g = gradientAt(theta)
    mean = decayed(mean, 0.9, squares(g))
    return theta.map((value, i) => value - (lr * g[i]) / Math.sqrt(mean[i] + 1e-8))
  }
}

/** How the mean gradient `m` and its square's mean `v`, both without bias, make a step. */
type Step = (m: Vector, v: Vector, g: Vector, theta: Vector, iteration: number) => Vector

function adamLike(lr: number, step: Step): Rule {
  let m = zero()
  let v = zero()
  return (theta, gradientAt, iteration) => {
    const g = gradientAt(theta)
    m = decayed(m, 0.9, g)
    v = decayed(v, 0.999, squares(g))
    const mHat = m.map((value) => value / (1 - 0.9 ** iteration))
    const vHat = v.map((value) => value / (1 - 0.999 ** iteration))
    const change = step(mHat, vHat, g, theta, iteration)
    return theta.map((value, i) => value - lr * change[i])
  }
}

const adam: Step = (m, v) => m.map((value, i) => value / (Math.sqrt(v[i]) + 1e-8))

function adamax(lr: number): Rule {
  let m = zero()
  let u = zero()
  return (theta, gradientAt, iteration) => {
    const g = gradientAt(theta)
    m = decayed(m, 0.9, g)
    u = u.map((value, i) => Math.max(0.999 * value, Math.abs(g[i])))
    return theta.map((value, i) => value - ((lr / (1 - 0.9 ** iteration)) * m[i]) / (u[i] + 1e-8))
  }
}

function amsgrad(): Step {
  let highest = zero()
  return (m, v) => {
    highest = highest.map((value, i) => Math.max(value, v[i]))
    return m.map((value, i) => value / (Math.sqrt(highest[i]) + 1e-8))
  }
}

const nadam: Step = (m, v, g, _, iteration) =>
  m.map((value, i) => (0.9 * value + (0.1 * g[i]) / (1 - 0.9 ** iteration)) / (Math.sqrt(v[i]) + 1e-8))

const adamw: Step = (m, v, _, theta) =>
  m.map((value, i) => value / (Math.sqrt(v[i]) + 1e-8) + 0.01 * theta[i])

const radam: Step = (m, v, _, __, iteration) => {
  const longest = 2 / (1 - 0.999) - 1
  const length = longest - (2 * iteration * 0.999 ** iteration) / (1 - 0.999 ** iteration)
  if (length <= 5) return m
  const share = ((length - 4) * (length - 2) * longest) / ((longest - 4) * (longest - 2) * length)
  return m.map((value, i) => (Math.sqrt(share) * value) / (Math.sqrt(v[i]) + 1e-8))
}

const gd: Rule = (theta, gradientAt) => {
  const g = gradientAt(theta)
  return theta.map((value, i) => value - 1e-3 * g[i])
}

const rules: readonly (() => Rule)[] = [
  () => gd,
  () => momentum(1e-4, 0.9, false),
  () => momentum(1e-4, 0.9, true),
  () => adagrad(0.1),
  () => adadelta(),
  () => rmsprop(1e-3),
  () => adamLike(1e-2, adam),
  () => adamax(1e-2),
  () => adamLike(1e-2, amsgrad()),
  () => adamLike(1e-2, nadam),
  () => adamLike(1e-2, adamw),
  () => adamLike(1e-2, radam),
]

const valueAt = ([x, y]: Vector): number => (1 - x) ** 2 + 100 * (y - x ** 2) ** 2
const gradientAt = ([x, y]: Vector): Vector => [-2 * (1 - x) - 400 * x * (y - x ** 2), 200 * (y - x ** 2)]

/** Twelve methods on Rosenbrock's function, so many steps each, the loss at every one. @returns the last losses */
export const plainRace = (steps: number): number[] =>
  rules.map((rule) => {
    const next = rule()
    const losses: number[] = []
    let theta = [-1.2, 1]
    for (let iteration = 1; iteration <= steps; iteration++) {
      losses.push(valueAt(theta))
      theta = next(theta, gradientAt, iteration)
    }
    return losses[losses.length - 1]
  })
