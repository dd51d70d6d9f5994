import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { descend } from '@core/descend'
import { explain } from '@core/diagnosis'
import type { DataSource, Experiment } from '@core/experiment'
import { objectives } from '@core/objectives'
import { minimumOf, type Plan } from '@core/plan'
import { samples, samplesWith, type Sample } from '../../../src/renderer/model/samples'
import { experimentWith, plansOf } from '../../support/experiments'

/** A run of a sample, point by point: number k is the state after k updates. */
interface Way {
  readonly theta: readonly (readonly number[])[]
  readonly loss: readonly number[]
  readonly lowest: number
  readonly end: readonly number[]
  readonly status: string
}

type Again = (change: (draft: Draft) => void) => readonly Way[]
type Claim = (ways: readonly Way[], again: Again) => void

interface Draft {
  objective: {
    curvatures?: number[]
    gradient?: string
    dimension?: number
    sigma?: number
    parameters?: object
    id: string
  }
  start?: unknown
  iterations: number
  runs: {
    optimizer: string
    hyper: Record<string, number>
    seed: number
    batch: unknown
    maximize?: boolean
    schedule: { id: string; warmup: number }
  }[]
}

function walk(plan: Plan): Way {
  const descent = descend(plan)
  const theta: number[][] = []
  const loss: number[] = []
  for (const position of descent.positions) {
    theta.push([...position.theta])
    loss.push(position.recorded ? position.loss : NaN)
  }
  const { status } = explain(plan, descent, descent.position)
  return { theta, loss, lowest: minimumOf(plan.objective) ?? 0, end: theta[theta.length - 1], status }
}

/** The rows of a shipped table, so that the whole lab is not needed to read it. */
function inlined(data: DataSource | undefined): DataSource | undefined {
  if (data?.source !== 'csv') return data
  const file = new URL(`../../../resources/datasets/${data.path}`, import.meta.url)
  const [names, ...rows] = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((row) => row.split(','))
  const valuesOf = (row: readonly string[], ...columns: readonly string[]): number[] =>
    columns.map((name) => Number(row[names.indexOf(name)]))
  const { standardize } = data
  return {
    source: 'inline',
    standardize,
    x: rows.map((row) => valuesOf(row, ...data.x)),
    y: rows.map((row) => valuesOf(row, data.y)[0]),
  }
}

function waysOf(experiment: Experiment): readonly Way[] {
  const { data, ...objective } = experiment.objective
  const source = inlined(data)
  return plansOf(
    experimentWith({ ...experiment, objective: source ? { ...objective, data: source } : objective }),
  ).map(walk)
}

const runAgain =
  ({ experiment }: Sample): Again =>
  (change) => {
    const draft = JSON.parse(JSON.stringify(experiment)) as Draft & Experiment
    change(draft)
    return waysOf(draft)
  }

const first = ({ loss, lowest }: Way, above: number): number => {
  const found = loss.findIndex((value) => value - lowest < above)
  return found < 0 ? Infinity : found
}
const lossAt = ({ loss }: Way): number => loss[loss.length - 1]
const excess = (way: Way): number => lossAt(way) - way.lowest
const xs = ({ theta }: Way): readonly number[] => theta.map(([x]) => x)
const minOf = (numbers: readonly number[]): number => numbers.reduce((least, x) => Math.min(least, x))
const maxOf = (numbers: readonly number[]): number => numbers.reduce((most, x) => Math.max(most, x))
const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((x, i) => x - b[i]))
const lengthOf = ({ theta }: Way): number =>
  theta.slice(1).reduce((sum, point, k) => sum + distance(point, theta[k]), 0)
/** The longest step along any coordinate. */
const stride = ({ theta }: Way): number =>
  maxOf(theta.slice(1).map((point, k) => maxOf(point.map((x, i) => Math.abs(x - theta[k][i])))))
const setRates =
  (...rates: number[]) =>
  (draft: Draft) =>
    draft.runs.forEach(({ hyper }, i) => (hyper.lr = rates[i] ?? hyper.lr))
const setAll = (name: string, value: number) => (draft: Draft) =>
  draft.runs.forEach(({ hyper }) => name in hyper && (hyper[name] = value))
const near = (found: readonly number[], ...wanted: readonly number[]): void =>
  wanted.forEach((x, i) => expect(found[i]).toBeCloseTo(x, 2))
const places = (ways: readonly Way[]): number =>
  new Set(ways.map(({ end }) => end.map((x) => x.toFixed(1)).join())).size
/** How much the loss shakes in the second half. */
function shaking({ loss }: Way): number {
  const late = loss.slice(Math.floor(loss.length / 2))
  const mean = late.reduce((sum, x) => sum + x, 0) / late.length
  return Math.sqrt(late.reduce((sum, x) => sum + (x - mean) ** 2, 0) / late.length)
}

/** What the sentences of each sample say, in numbers: what to look for, and mostly what to try next. */
const claims: Readonly<Record<string, Claim>> = {
  'square-two-rates': ([one, slow], again) => {
    expect(xs(one).map((x) => Math.round(1e9 * x) / 1e9)).toEqual(xs(one).map((_, k) => (k % 2 ? -0.7 : 0.7)))
    expect(slow.theta[1][0]).toBeCloseTo(0.49, 12)
    expect(Math.abs(slow.end[0])).toBeLessThan(1e-3)
    const [half, more] = again(setRates(0.5, 1.1))
    expect(half.theta[1][0]).toBe(0)
    expect(xs(more).every((x, k) => k === 0 || Math.abs(x) > Math.abs(xs(more)[k - 1]))).toBe(true)
  },
  'plus-sign': (ways, again) => {
    for (const [i, factor] of [0.7, 1.3].entries()) near(ways[i].end, 0.7 * factor ** 4)
    for (const { end } of again((draft) => (draft.start = [0]))) expect(Math.abs(end[0])).toBe(0)
  },
  convex: (ways, again) => {
    expect(places(ways.map((way) => ({ ...way, end: way.theta[0] })))).toBe(4)
    for (const { end } of ways) near(end, 0)
    const valleys = again((draft) => (draft.objective = { id: 'double-well' }))
    expect(places(valleys)).toBe(2)
    // Each in the valley on its own side of the ridge.
    for (const { theta, end } of valleys) near(end, theta[0][0] > 0.075 ? 0.96 : -1.036)
  },
  'not-convex': (ways, again) => {
    near(
      ways.map(({ end }) => end[0]).sort((a, b) => a - b),
      -1.036,
      -1.036,
      0.96,
      0.96,
    )
    const climbing = again((draft) => (draft.runs[2].maximize = true))[2]
    near(climbing.end, 0.075)
    expect(climbing.status).toBe('converged')
  },
  'fifty-thousand': ([way], again) => {
    const share = excess(way) / (way.loss[0] - way.lowest)
    expect(share).toBeGreaterThan(0.025)
    expect(share).toBeLessThan(0.03)
    const [mean] = again((draft) => {
      draft.objective.gradient = 'mean'
      draft.iterations = 200
    })
    expect(excess(mean)).toBeLessThan(excess(way))
  },
  'three-batches': ([gd, sgd, mini], again) => {
    expect(lengthOf(gd)).toBeLessThan(1.01 * distance(gd.theta[0], gd.end))
    expect(shaking(gd)).toBeLessThan(1e-6)
    expect(shaking(sgd)).toBeGreaterThan(2 * shaking(mini))
    expect(shaking(mini)).toBeGreaterThan(100 * shaking(gd))
    const calmed = again((draft) => (draft.runs[1].schedule = { id: 'cosine', warmup: 0 }))[1]
    expect(excess(calmed)).toBeLessThan(excess(sgd) / 2)
  },
  oscillation: ([gd, momentum], again) => {
    const across = gd.theta.slice(0, 60).map(([, y]) => Math.sign(y))
    expect(across).toEqual(across.map((_, k) => (k % 2 ? -1 : 1)))
    expect(first(momentum, 1e-6)).toBeLessThan(first(gd, 1e-6) / 2)
    const [beyond, settled] = again(setRates(0.07, 0.07))
    expect(lossAt(beyond)).toBeGreaterThan(beyond.loss[0])
    expect(excess(settled)).toBeLessThan(1e-6)
  },
  'nag-overshoot': ([momentum, nag], again) => {
    expect(minOf(xs(momentum))).toBeLessThan(-0.4)
    expect(minOf(xs(nag))).toBeLessThan(-0.2)
    expect(minOf(xs(nag))).toBeGreaterThan(minOf(xs(momentum)))
    expect(first(nag, 1e-6)).toBeLessThan(first(momentum, 1e-6) / 2)
    for (const way of again(setAll('gamma', 0.5))) expect(minOf(xs(way))).toBeGreaterThan(-1e-3)
  },
  'adagrad-stalls': ([adagrad, rmsprop], again) => {
    const last = adagrad.theta.slice(-2)
    const firstStep = distance(adagrad.theta[0], adagrad.theta[1])
    expect(distance(last[0], last[1])).toBeLessThan(firstStep / 20)
    expect(adagrad.end[0]).toBeGreaterThan(1.5)
    expect(rmsprop.status).toBe('converged')
    expect(excess(again(setRates(1))[0])).toBeLessThan(1e-6)
  },
  'adadelta-no-rate': ([adadelta, gd], again) => {
    const step = (k: number): number => Math.abs(adadelta.theta[k][0] - adadelta.theta[k - 1][0])
    expect(adadelta.loss[50]).toBeGreaterThan(gd.loss[50])
    expect(first(adadelta, 1e-2)).toBeLessThan(first(gd, 1e-2))
    expect(step(1)).toBeLessThan(0.011)
    const [scaled, thrown] = again((draft) => (draft.objective.curvatures = [100, 1000]))
    for (const k of [1, 50, 100, 150]) expect(scaled.theta[k][0]).toBeCloseTo(adadelta.theta[k][0], 3)
    expect(lossAt(thrown)).toBeGreaterThan(thrown.loss[0])
  },
  'rmsprop-even-steps': ([gd, rmsprop], again) => {
    for (const [x, y] of rmsprop.theta) expect(Math.abs(x - y)).toBeLessThan(1e-3)
    expect(rmsprop.status).toBe('converged')
    expect(lengthOf(rmsprop)).toBeLessThan(1.01 * Math.SQRT2)
    expect(lengthOf(gd)).toBeGreaterThan(6 * Math.SQRT2)
    const [grown, still] = again(setRates(0.021, 0.021))
    expect(lossAt(grown)).toBeGreaterThan(grown.loss[0])
    expect(excess(still)).toBeLessThan(1e-3)
  },
  'adam-beta2': (ways, again) => {
    expect(ways.map(({ status }) => status)).toEqual(['finished', 'converged'])
    const late = (way: Way): number => maxOf(xs(way).slice(-50).map(Math.abs))
    expect(late(ways[0])).toBeGreaterThan(1e-3)
    const [smaller] = again(setRates(0.01, 0.01))
    expect(late(smaller)).toBeLessThan(late(ways[0]) / 2)
    expect(smaller.status).toBe('finished')
  },
  'adamax-steps': ([adam, adamax], again) => {
    expect(stride(adam)).toBeGreaterThan(1.5 * 0.05)
    expect(stride(adamax)).toBeLessThanOrEqual(0.05 * (1 + 1e-6))
    expect(minOf(xs(adam))).toBeLessThan(minOf(xs(adamax)))
    expect(stride(again(setAll('beta2', 0.9))[0])).toBeLessThanOrEqual(0.05 * (1 + 1e-6))
  },
  'amsgrad-reddi': ([adam, amsgrad], again) => {
    expect(minOf(xs(adam).slice(5_000))).toBeGreaterThan(0.3)
    expect(maxOf(xs(amsgrad))).toBeGreaterThan(0.9)
    expect(amsgrad.end[0]).toBeLessThan(-0.9)
    const [closer, later] = again(setRates(0.01, 0.01))
    expect(closer.end[0]).toBeGreaterThan(0.9)
    expect(later.end[0]).toBeGreaterThan(0)
  },
  nadam: (ways, again) => {
    for (const [adam, nadam] of [
      ways,
      again((draft) => (setRates(0.02, 0.02)(draft), (draft.iterations = 3_000))),
    ]) {
      for (const loss of [1, 0.1, 0.01, 1e-4]) expect(first(nadam, loss)).toBeLessThan(first(adam, loss))
    }
  },
  quadratic: ([good, slow, beyond], again) => {
    expect(lossAt(beyond)).toBeGreaterThan(1e6)
    expect(excess(good)).toBeLessThan(1e-6)
    expect(excess(slow)).toBeGreaterThan(1e-3)
    const even = again((draft) => (draft.objective.curvatures = [50, 50]))
    for (const way of even.slice(0, 2)) expect(excess(way)).toBeLessThan(1e-12)
  },
  quartic: ([gd, newton], again) => {
    expect(gd.theta[10][0] / gd.theta[1000][0]).toBeGreaterThan(8)
    expect(gd.theta[10][0] / gd.theta[1000][0]).toBeLessThan(12)
    expect(newton.theta).toHaveLength(19)
    near([newton.theta[5][0] / newton.theta[4][0]], 2 / 3)
    expect(again(setRates(1))[0].status).toBe('diverged')
  },
  'smooth-abs': ([constant, falling], again) => {
    const late = xs(constant).slice(-20)
    expect(late.every((x, k) => k === 0 || x * late[k - 1] < 0)).toBe(true)
    expect(falling.status).toBe('converged')
    expect(again(setRates(0.1))[0].status).toBe('converged')
  },
  'double-well': ([gd, momentum], again) => {
    near(gd.end, 0.96)
    near(momentum.end, -1.036)
    near(again(setAll('gamma', 0.5))[1].end, 0.96)
  },
  'your-own-function': ([gd, momentum], again) => {
    near(gd.end, 1.131)
    near(momentum.end, -1.301)
    const turned = again((draft) => (draft.objective.parameters = { a: { value: -1, min: -5, max: 5 } }))
    near(turned[0].end, 1.301)
  },
  ripples: ([gd, momentum], again) => {
    near(gd.end, 4.097)
    near(momentum.end, 0)
    near(again(setAll('gamma', 0.8))[1].end, 4.097)
  },
  plateau: ([gd, ...others], again) => {
    expect(gd.end[0]).toBeGreaterThan(3.5)
    for (const way of others) expect(first(way, 0.01)).toBeLessThan(100)
    const further = again((draft) => (draft.start = [-6]))
    expect(Math.abs(further[0].end[0] + 6)).toBeLessThan(Math.abs(gd.end[0] - 4))
    const later = first(further[1], 0.01) - first(others[0], 0.01)
    expect(later).toBeGreaterThan(20)
    expect(later).toBeLessThan(50)
  },
  'gramacy-lee': (ways, again) => {
    expect(places(ways)).toBe(4)
    for (const way of ways) expect(excess(way)).toBeGreaterThan(0.1)
    expect(places([...ways, again((draft) => (draft.runs[0].seed = 20))[0]])).toBe(5)
  },
  'reddi-whole': (ways, again) => {
    for (const { end } of ways) near(end, -1)
    const [adam] = again((draft) => {
      draft.runs.forEach((run) => (run.batch = 1))
      draft.iterations = 10_000
    })
    expect(adam.end[0]).toBeGreaterThan(0.3)
  },
  booth: (ways, again) => {
    for (const way of ways) expect(excess(way)).toBeLessThan(1e-6)
    const [gd, momentum, adam, newton] = ways.map(lengthOf)
    expect(newton).toBeCloseTo(distance([-8, 6], [1, 3]), 6)
    for (const bent of [gd, adam]) expect(bent).toBeGreaterThan(1.2 * newton)
    expect(momentum).toBeGreaterThan(4 * newton)
    expect(lengthOf(again(setAll('gamma', 0.5))[1])).toBeLessThan(momentum / 2)
  },
  matyas: (ways, again) => {
    const [gd, adagrad, momentum, newton] = ways.map((way) => first(way, 1e-4))
    expect(adagrad).toBeGreaterThan(gd)
    expect(momentum).toBeLessThan(gd)
    expect(newton).toBe(1)
    const [along, across] = [
      [9, 9],
      [9, -9],
    ].map((start) => first(again((draft) => (draft.start = start))[0], 1e-4))
    expect(along).toBeGreaterThan(100)
    expect(across).toBeLessThan(5)
  },
  beale: ([slow, fast, rprop], again) => {
    expect(fast.status).toBe('diverged')
    expect(fast.theta.length).toBeLessThanOrEqual(6)
    expect(excess(slow)).toBeGreaterThan(1e-3)
    expect(excess(rprop)).toBeLessThan(1e-6)
    const [, inside] = again((draft) => {
      draft.start = [1, 1]
      draft.runs[1].hyper.lr = 0.03
    })
    expect(excess(inside)).toBeLessThan(1e-6)
  },
  himmelblau: (ways, again) => {
    expect(places(ways)).toBe(4)
    for (const way of ways) expect(excess(way)).toBeLessThan(1e-6)
    expect(distance(again((draft) => (draft.runs[1].hyper.lr = 0.02))[1].end, ways[1].end)).toBeGreaterThan(1)
  },
  'three-hump-camel': ([gd, momentum], again) => {
    expect(lossAt(gd)).toBeCloseTo(0.2986, 4)
    expect(excess(momentum)).toBeLessThan(1e-6)
    expect(lossAt(again(setAll('gamma', 0.5))[1])).toBeCloseTo(0.2986, 4)
  },
  'six-hump-camel': (ways, again) => {
    expect(places(ways)).toBe(4)
    expect(ways.filter((way) => excess(way) < 1e-3)).toHaveLength(2)
    const from = (...start: number[]) => again((draft) => (draft.start = start))
    // Either side of the ridge through the saddle at the origin.
    for (const { end } of from(0.5, -0.4)) near(end, 0.09, -0.713)
    for (const { end } of from(0.5, 0.4)) near(end, -0.09, 0.713)
  },
  'goldstein-price': ([careful, thrown, rprop], again) => {
    expect(careful.status).toBe('finished')
    expect(excess(careful)).toBeGreaterThan(0.1)
    expect(thrown.status).toBe('diverged')
    expect(first(rprop, 1e-3)).toBeLessThan(100)
    expect(first(again((draft) => (draft.runs[2].hyper.lr = 0.1))[2], 1e-3)).toBeLessThan(100)
  },
  ackley: ([gd, momentum], again) => {
    expect(lossAt(gd)).toBeCloseTo(7.96, 2)
    expect(lossAt(momentum)).toBeCloseTo(0.06, 2)
    expect(Math.hypot(...momentum.end)).toBeLessThan(0.05)
    expect(lossAt(again(setAll('gamma', 0.8))[1])).toBeCloseTo(7.96, 2)
  },
  griewank: (ways, again) => {
    const rested = [
      ...ways,
      ...again((draft) => {
        draft.iterations = 300
        draft.runs.forEach((run) => {
          run.optimizer = 'momentum'
          run.hyper = { lr: 0.5, gamma: 0.9 }
        })
      }),
    ]
    expect(places(ways)).toBeGreaterThan(2)
    for (const way of ways) expect(distance(way.theta[0], way.end)).toBeLessThan(3)
    for (const way of rested) {
      expect(excess(way)).toBeLessThan(0.03)
      expect(excess(way)).toBeGreaterThan(1e-3)
    }
  },
  levy: ([gd, rmsprop], again) => {
    expect(lossAt(gd)).toBeCloseTo(4.62, 2)
    near(rmsprop.end, 1, 1)
    expect(lossAt(again((draft) => (draft.runs[1].hyper.lr = 0.1))[1])).toBeGreaterThan(4.5)
  },
  easom: (ways, again) => {
    for (const way of ways.slice(0, 2)) expect(lossAt(way)).toBeCloseTo(-1, 3)
    for (const way of ways.slice(2)) expect(distance(way.theta[0], way.end)).toBeLessThan(0.01)
    for (const way of again((draft) => (draft.start = [4.8, 1.6]))) expect(lossAt(way)).toBeGreaterThan(-0.01)
  },
  saddle: (ways, again) => {
    const away = ways.map(({ theta }) => theta.findIndex(([, y]) => Math.abs(y) > 1))
    expect(away).toEqual([73, 20, 9, -1])
    near(ways[3].end, 0, 0)
    for (const { end } of again((draft) => (draft.start = [1.2, 0]))) expect(Math.abs(end[1])).toBe(0)
  },
  'monkey-saddle': ([gd, newton], again) => {
    expect(newton.status).toBe('stalled')
    near(newton.end, 0, 0)
    expect(gd.loss[50]).toBeGreaterThan(-0.01)
    expect(lossAt(gd)).toBeLessThan(-0.5)
    const below = ({ loss }: Way): number => loss.findIndex((value) => value < 0)
    const [slower] = again((draft) => {
      draft.runs[0].hyper.lr = 0.02
      draft.iterations = 300
    })
    expect(below(slower) / below(gd)).toBeGreaterThan(1.8)
  },
  rosenbrock: (ways, again) => {
    for (const way of ways.slice(1)) expect(first(way, 1)).toBeLessThan(700)
    const [gd, momentum, adam, lbfgs] = ways.map((way) => first(way, 1e-4))
    expect(lbfgs).toBe(32)
    expect(momentum).toBeGreaterThan(200)
    expect(momentum).toBeLessThan(1_000)
    expect(adam).toBeGreaterThan(2_000)
    expect(gd).toBe(Infinity)
    const rates = [0.002, 0.003].map((lr) => lossAt(again(setRates(lr))[0]))
    expect(rates[0]).toBeLessThan(lossAt(ways[0]))
    expect(rates[1]).toBeGreaterThan(lossAt(ways[0]))
  },
  rastrigin: (ways, again) => {
    const noisy = again((draft) => (draft.objective.sigma = 30))
    for (const way of [...ways, ...noisy]) {
      expect(maxOf(way.end.map((x, i) => Math.abs(x - way.theta[0][i])))).toBeLessThan(1)
      expect(excess(way)).toBeGreaterThan(1)
    }
    expect(minOf(noisy.map(lengthOf))).toBeGreaterThan(2 * maxOf(ways.map(lengthOf)))
  },
  'styblinski-tang': (ways, again) => {
    expect(ways).toHaveLength(8)
    for (const way of ways) expect(excess(way)).toBeGreaterThan(10)
    const alone = again((draft) => (draft.objective.dimension = 1))
    expect(alone.filter((way) => excess(way) < 0.01)).toHaveLength(1)
  },
  'old-faithful': ([way], again) => {
    expect(way.status).toBe('finished')
    const [standardized] = again((draft) => {
      Object.assign((draft as unknown as Experiment).objective.data ?? {}, { standardize: true })
      draft.iterations = 100
    })
    expect(standardized.lowest).toBeCloseTo(way.lowest, 6)
    expect(excess(standardized)).toBeLessThan(excess(way))
    near([way.theta[100][1]], 21.88)
  },
  'manual-cars': (ways, again) => {
    expect(ways.map((way) => first(way, 1e-4))).toEqual([161, 4])
    const [gd, newton] = again((draft) => (draft.start = [4, 0]))
    expect(excess(gd)).toBeLessThan(1e-3)
    expect(newton.status).toBe('diverged')
  },
}

describe('every sentence of a sample comes true', () => {
  test.each(samples)('$id', (sample) => {
    const claim = claims[sample.id]
    if (!claim) throw new Error('nothing holds its sentences')
    claim(waysOf(sample.experiment), runAgain(sample))
  })
})

describe('the samples', () => {
  test('show every objective', () => {
    const shown = new Set(samples.map(({ experiment }) => experiment.objective.id))
    expect(objectives.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([])
  })

  test('have names of their own, by which the Lab knows them, and sentences that end', () => {
    expect(new Set(samples.map(({ name }) => name)).size).toBe(samples.length)
    for (const { look, next } of samples)
      expect([look, next].every((text) => /^[A-Z].*\.$/.test(text))).toBe(true)
  })

  test('are found by words of name, sentence, objective or method', () => {
    expect(samplesWith('reddi amsgrad').map(({ id }) => id)).toEqual(['amsgrad-reddi', 'reddi-whole'])
    expect(samplesWith("newton's method").length).toBeGreaterThan(3)
    expect(samplesWith('nothing of the kind')).toEqual([])
  })
})
