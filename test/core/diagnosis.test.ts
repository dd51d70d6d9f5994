import { describe, expect, test } from 'vitest'
import { RandomState } from '@core/data/random'
import { descend } from '@core/descend'
import type { Position } from '@core/stopping'
import { explain } from '@core/diagnosis'
import { minimumOf } from '@core/plan'
import { boundedMethods } from '../support/bounded-methods'
import { endOf } from '../support/endings'
import { pathOf, planWith } from '../support/experiments'

type Changes = Readonly<Record<string, unknown>>

/** Runs a document's first run to its end and asks for the reason, which tells the status first. */
function diagnosed(changes: Changes): string {
  const { status, reason } = endOf(planWith(changes))
  expect(reason.split(/[: ]/, 1)).toEqual([status])
  return reason
}

const rows = { source: 'normal', rows: 500, seed: 0 }
const regression = { id: 'linear-regression', data: rows }
const asPrinted = { ...regression, gradient: 'as-printed' }

/** A bowl, and its largest curvature. */
interface Bowl {
  readonly name: string
  readonly objective: Changes
  readonly largest: number
}

const bowls: readonly Bowl[] = [
  { name: 'square', objective: { id: 'square' }, largest: 2 },
  ...[[1], [1, 10], [1, 10, 100], [0.01, 5], [3, 3]].map((curvatures) => ({
    name: `quadratic ${curvatures.join(', ')}`,
    objective: { id: 'quadratic', curvatures },
    largest: Math.max(...curvatures),
  })),
  {
    name: 'quadratic with 200 curvatures',
    objective: { id: 'quadratic', curvatures: Array.from({ length: 200 }, (_, i) => 1 + i / 10) },
    largest: 20.9,
  },
  { name: 'booth', objective: { id: 'booth' }, largest: 18 },
  { name: 'matyas', objective: { id: 'matyas' }, largest: 1 },
  { name: 'regression', objective: regression, largest: 2.04 },
  { name: 'regression as printed', objective: asPrinted, largest: 2.04 / 500 },
]

const tooHigh = bowls.flatMap((bowl) => boundedMethods.map((method) => ({ ...bowl, ...method })))

/** The number that a reason gives for a product. */
const numberAfter = (reason: string, words: string): number =>
  Number(reason.slice(reason.indexOf(words) + words.length).match(/^[\d.]+(e\d+)?/)?.[0])

describe('a learning rate too high on a bowl', () => {
  test.each(tooHigh)('$name, $optimizer $dialect: constant', ({ optimizer, dialect, ...bowl }) => {
    const lr = (bowl.bound * 1.3) / bowl.largest
    const reason = diagnosed({
      objective: bowl.objective,
      iterations: 5_000,
      runs: [{ optimizer, dialect, hyper: { lr } }],
    })
    expect(reason).toMatch(
      /^diverged at update \d+: .*; lr x largest curvature = [\d.]+, stable below [\d.]+$/,
    )
    expect(numberAfter(reason, 'curvature = ') / (bowl.bound * 1.3)).toBeCloseTo(1, 1)
    expect(numberAfter(reason, 'stable below ')).toBeCloseTo(bowl.bound, 3)
  })

  test.each(tooHigh)(
    '$name, $optimizer $dialect: reached by a schedule',
    ({ optimizer, dialect, ...bowl }) => {
      const lr = bowl.bound / bowl.largest / 100
      const reason = diagnosed({
        objective: bowl.objective,
        iterations: 3_000,
        stop: { gradientNorm: 0, parameterChange: 0 },
        runs: [{ optimizer, dialect, hyper: { lr }, schedule: { id: 'exponential', gamma: 1.02 } }],
      })
      expect(reason).toMatch(
        /^diverged at update \d+: .*; lr x largest curvature = [\d.]+ at update \d+, stable/,
      )
      // 1.02^k passes 100 at k = 233, and the curvatures above are within a few percent.
      const crossing = Number(/= [\d.]+ at update (\d+)/.exec(reason)?.[1])
      expect(crossing).toBeGreaterThan(225)
      expect(crossing).toBeLessThan(240)
    },
  )

  test.each(tooHigh.filter(({ dialect }) => dialect === 'pytorch'))(
    '$name, $optimizer: made so by weight decay',
    ({ optimizer, dialect, ...bowl }) => {
      const lr = (bowl.bound * 0.7) / bowl.largest
      const weightDecay = bowl.largest
      const reason = diagnosed({
        objective: bowl.objective,
        iterations: 5_000,
        runs: [{ optimizer, dialect, hyper: { lr, weightDecay } }],
      })
      expect(reason).toMatch(/; lr x \(largest curvature \+ weight decay\) = [\d.]+, stable below [\d.]+$/)
      expect(numberAfter(reason, 'decay) = ') / (bowl.bound * 1.4)).toBeCloseTo(1, 1)
    },
  )

  const batched = [
    { optimizer: 'gd', batch: 1, lr: 0.8 },
    { optimizer: 'gd', batch: 3, lr: 0.9 },
    { optimizer: 'momentum', batch: 1, lr: 0.3 },
    { optimizer: 'momentum', batch: 10, lr: 0.9 },
    { optimizer: 'nag', batch: 1, lr: 0.3 },
    { optimizer: 'nag', batch: 3, lr: 0.5 },
  ].flatMap((each) => ['chapter', 'pytorch'].map((dialect) => ({ ...each, dialect })))

  test.each(batched)('regression, $optimizer $dialect: for batches of $batch', ({ batch, lr, ...run }) => {
    const reason = diagnosed({
      objective: regression,
      iterations: 20_000,
      runs: [{ ...run, batch, hyper: { lr } }],
    })
    expect(reason).toMatch(/; lr x curvature of the batch = [\d.]+ at update \d+, stable below [\d.]+$/)
    expect(numberAfter(reason, 'batch = ')).toBeGreaterThan(numberAfter(reason, 'stable below '))
  })
})

/** A run that ends for a reason, and the words for it. */
interface Failure {
  readonly name: string
  readonly changes: Changes
  readonly says: RegExp
}

const run = (optimizer: string, hyper: Changes = {}, rest: Changes = {}): Changes => ({
  runs: [{ optimizer, hyper, ...rest }],
})
const noPause = { stop: { gradientNorm: 0, parameterChange: 0 } }
/** One leap across the quartic fills the sum of squares for ever. */
const leaping = { objective: { id: 'quartic' }, start: [10] }

const failures: readonly Failure[] = [
  {
    name: 'gradient descent overshoots a valley',
    changes: { objective: { id: 'rosenbrock' }, start: [-1.5, 2], ...run('gd', { lr: 0.01 }) },
    says: /^diverged at update \d+: .*; lr x largest curvature = [\d.]+ at update \d+, stable below 2$/,
  },
  {
    name: 'gradient descent overshoots a valley in 200 dimensions',
    changes: { objective: { id: 'rosenbrock', dimension: 200 }, ...run('gd', { lr: 0.01 }) },
    says: /; lr x largest curvature = [\d.]+ at update \d+, stable below 2$/,
  },
  ...[1, 10, 1000].map((lr) => ({
    name: `gradient descent at ${lr} from where nothing curves upwards`,
    changes: { objective: { id: 'himmelblau' }, start: [0, 0], ...run('gd', { lr }) },
    says: /^diverged at update \d: .*; lr x (largest curvature|curvature along the step) = [\de.]+ at update \d, stable below 2$/,
  })),
  {
    name: 'a rate that a schedule leads through a valley',
    changes: {
      objective: { id: 'rosenbrock' },
      iterations: 100_000,
      ...run('gd', { lr: 1e-4 }, { schedule: { id: 'exponential', gamma: 1.001 } }),
    },
    says: /; lr x (largest curvature|curvature along the step) = 2\.\d+ at update \d{4}, stable below 2$/,
  },
  ...['chapter', 'pytorch'].map((dialect) => ({
    name: `RMSProp of ${dialect} explodes`,
    changes: {
      objective: { id: 'rosenbrock' },
      start: [-1.5, 2],
      ...run('rmsprop', { lr: 1_000 }, { dialect }),
    },
    says: /^diverged at update \d: .*; effective step size x curvature along the step = \S+ x \S+ = \S+ at update \d, stable below 2$/,
  })),
  {
    name: 'Newton meets a singular Hessian',
    changes: { objective: { id: 'quadratic', curvatures: [1, 0] }, ...run('newton') },
    says: /^diverged at update 1: the parameter x is NaN; the Hessian is singular at update 1: its curvatures go down to 0/,
  },
  ...['adam', 'adagrad'].map((optimizer) => ({
    name: `${optimizer} divides by nothing`,
    changes: {
      objective: { id: 'quadratic', curvatures: [1, 0] },
      ...run(optimizer, { eps: 0 }),
    },
    says: /^diverged at update 1: the parameter y is NaN; 0\/0: with epsilon 0, Ada\w+ divides by the size of past slopes, and that of y is 0$/,
  })),
  {
    name: 'gradient descent leaves a saddle',
    changes: { objective: { id: 'saddle' }, iterations: 50_000 },
    says: /^diverged at update \d+: the loss is .*; left a saddle along curvature -2: the objective has no known lower bound$/,
  },
  {
    name: 'Adam leaves a monkey saddle',
    changes: { objective: { id: 'monkey-saddle' }, iterations: 500_000, ...run('adam', { lr: 0.1 }) },
    says: /; (left a saddle|the loss fell all the way) along curvature -[\d.e]+: the objective has no known lower bound$/,
  },
  {
    name: 'a hill without a foot',
    changes: { objective: { id: 'quadratic', curvatures: [-1, -2] }, iterations: 50_000 },
    says: /; the loss fell all the way along curvature -2: the objective has no known lower bound$/,
  },
  ...[1, 0].map((parameterChange) => ({
    name: `Adagrad stalls, patience ${parameterChange ? 'as by default' : 'without end'}`,
    changes: {
      ...leaping,
      iterations: 20_000,
      stop: { divergeAbove: 0, ...(parameterChange === 0 ? { parameterChange } : {}) },
      ...run('adagrad', { lr: 1e7 }),
    },
    says: parameterChange
      ? /^stalled: parameters changed by less than 1\.5e-9 \(1e-9 of the objective's own size\) for 5 updates in a row; not a minimum: Adagrad's step fell to [\d.]+e-\d+ of its first while the gradient norm is still [\d.e]+$/
      : /^finished: .*; Adagrad's step fell to [\d.]+e-\d+ of its first while the gradient norm is still [\d.e]+$/,
  })),
  {
    name: 'a rate too small to move',
    changes: {
      objective: { id: 'quadratic', curvatures: [1, 100] },
      start: [5, 5],
      ...run('adagrad', { lr: 1e-10 }),
    },
    says: /^stalled: .*; not a minimum: the gradient norm is still 500$/,
  },
  {
    name: 'a rate that its schedule takes away',
    changes: {
      objective: { id: 'quadratic', curvatures: [1, 100] },
      start: [50, 5],
      ...run('gd', { lr: 1e-3 }, { schedule: { id: 'exponential', gamma: 0.5 } }),
    },
    says: /^stalled: .*; not a minimum: Gradient descent's step fell to .* the gradient norm is still \d.*; the learning rate is [\d.]+e-\d+ by now$/,
  },
  ...['gd', 'adam', 'rmsprop'].flatMap((optimizer) =>
    [
      { id: 'saddle', x: 1 },
      { id: 'monkey-saddle', x: optimizer === 'gd' ? 1 : 0 },
    ].map(({ id, x }) => ({
      name: `${optimizer} on the ridge of a ${id}`,
      changes: { objective: { id }, start: [x, 0], iterations: 5_000, ...run(optimizer) },
      says: /^(stalled|finished): .*; a (degenerate )?saddle, not a minimum: curvature from -?[\d.e-]+ to [\d.e-]+ there/,
    })),
  ),
  {
    name: 'a maximum',
    changes: { objective: { id: 'quadratic', curvatures: [-1, -2] }, start: [0, 0] },
    says: /^stalled: the gradient norm is 0, below 2\.236e-9 \(1e-9 of the objective's own slope\); a maximum, not a minimum: curvature from -2 to -1 there$/,
  },
  {
    name: 'a plateau without any slope',
    changes: { objective: { id: 'easom' }, start: [-20, -20] },
    says: /^stalled: .*; a plateau, not a minimum: curvature from \S+ to \S+ there, and the loss is 1 above the lowest known$/,
  },
  {
    name: 'a plateau with hardly any slope',
    changes: { objective: { id: 'plateau' }, start: [30] },
    says: /^finished: .*; a plateau, not a minimum: curvature from \S+ to \S+ there, and the loss is 0\.99\d+ above/,
  },
  {
    name: 'a minimum that is not the lowest',
    changes: { objective: { id: 'rastrigin' }, iterations: 5_000, ...run('gd', { lr: 1e-3 }) },
    says: /^converged: .*; a local minimum: the loss is 12\.93 above the lowest known$/,
  },
  {
    name: 'a weight decay that pulls away from the minimum',
    changes: {
      objective: { id: 'booth' },
      iterations: 10_000,
      ...run('gd', { lr: 0.05, weightDecay: 1 }, { dialect: 'pytorch' }),
    },
    says: /^converged: .*; held back by its weight decay: the gradient norm is still [\d.]+$/,
  },
  {
    name: 'gradient descent at the bound, to and fro for ever',
    changes: { objective: { id: 'square' }, ...run('gd', { lr: 1 }) },
    says: /^finished: .*; still bouncing: lr x largest curvature = 2, stable below 2$/,
  },
  {
    name: 'gradient descent beyond the bound that has had too few updates to diverge',
    changes: { objective: { id: 'square' }, iterations: 20, ...run('gd', { lr: 1.1 }) },
    says: /^finished: .*; still growing, 1\.44-fold at every update: lr x largest curvature = 2\.2, stable below 2$/,
  },
  {
    name: 'gradient descent so far beyond it that it would soon be out of numbers',
    changes: { objective: { id: 'quartic' }, iterations: 1, start: [3], ...run('gd', { lr: 0.06 }) },
    says: /^finished: .*; still growing, \S+-fold at every update: lr x largest curvature = \S+, stable below 2$/,
  },
  {
    name: 'an RMSProp whose memory has faded',
    changes: {
      objective: { ...regression, data: { ...rows, rows: 40, seed: 7 } },
      iterations: 200,
      ...noPause,
      ...run('rmsprop'),
    },
    says: /^finished: .*; still bouncing: effective step size x curvature along the step = \S+ x \S+ = [\d.]+, stable below 2$/,
  },
]

describe('a constructed failure is told by its cause:', () => {
  test.each(failures)('$name', ({ changes, says }) => expect(diagnosed(changes)).toMatch(says))
})

const innocent: Readonly<Record<string, Changes>> = {
  'gradient descent that converges': {
    objective: { id: 'square' },
    iterations: 5_000,
    ...run('gd', { lr: 0.1 }),
  },
  'gradient descent that has almost converged': {
    objective: { id: 'square' },
    iterations: 70,
    ...run('gd', { lr: 0.1 }),
  },
  'gradient descent in an ill-conditioned bowl': {
    objective: { id: 'quadratic', curvatures: [1, 100] },
    iterations: 1_500,
    ...run('gd', { lr: 0.01 }),
  },
  'gradient descent on its way': { objective: { id: 'square' }, iterations: 5 },
  'gradient descent on its way through a flat bottom': { objective: { id: 'quartic' }, iterations: 5_000 },
  'momentum that swings and settles': { objective: { id: 'booth' }, iterations: 40, ...run('momentum') },
  'Adam that converges': {
    objective: { id: 'booth' },
    iterations: 5_000,
    ...run('adam', { lr: 0.1, beta2: 0.999 }),
  },
  'AMSGrad that has arrived': {
    objective: { id: 'square' },
    iterations: 2_000,
    ...noPause,
    ...run('amsgrad'),
  },
  'Rprop that rests for an update': {
    objective: { id: 'square' },
    iterations: 14,
    ...noPause,
    ...run('rprop'),
  },
  'Newton at a minimum without curvature': { objective: { id: 'quartic' }, start: [0], ...run('newton') },
  'L-BFGS at a minimum without curvature': { objective: { id: 'quartic' }, start: [0], ...run('lbfgs') },
  'a valley of minima': { objective: { id: 'quadratic', curvatures: [1, 0] }, iterations: 5_000 },
  'a run of a few iterations, of which there is too little to tell': {
    objective: { id: 'square' },
    iterations: 50,
  },
  'a run at the minimum': {
    objective: { id: 'booth' },
    iterations: 5_000,
    ...noPause,
    ...run('gd', { lr: 0.05 }),
  },
  'a rate that its schedule brings down to nothing at the end': {
    objective: { id: 'booth' },
    iterations: 200,
    ...run('gd', { lr: 0.05 }, { schedule: { id: 'cosine' } }),
  },
  'batches that never come to rest': {
    objective: regression,
    iterations: 500,
    ...run('gd', {}, { batch: 1 }),
  },
  'noise that never comes to rest': {
    objective: { id: 'booth', sigma: 1 },
    iterations: 500,
    ...run('gd', { lr: 0.05 }),
  },
}

/** A run that needs more iterations, and the words for it. */
const slow: readonly Failure[] = [
  {
    name: 'the printed gradient, whose learning rate could be far higher',
    changes: { objective: asPrinted, start: [2, 2], iterations: 50_000 },
    says: /^finished: 50000 iterations done; still descending: 1000 more iterations take 7 % off the 0\.1945 above the lowest known loss; a learning rate above 0\.01 is faster, and stable below 478\.2$/,
  },
  {
    name: 'momentum, to whose bound its memory adds',
    changes: { objective: { id: 'square' }, iterations: 200, ...run('momentum', { lr: 1e-4 }) },
    says: /; a learning rate above 0\.0001 is faster, and stable below 1\.9$/,
  },
  {
    name: 'a learning rate near its bound',
    changes: {
      objective: { id: 'quadratic', curvatures: [1, 100] },
      start: [50, 5],
      iterations: 100,
      ...run('gd', { lr: 0.015 }),
    },
    says: /^finished: .*; still descending: 10 more iterations take 26 % off [^;]*$/,
  },
  {
    name: 'Adam, of which no bound is known',
    changes: { objective: { id: 'booth' }, iterations: 500, ...run('adam') },
    says: /^finished: .*; still descending: 50 more iterations take 23 % off the 28\.84 above [^;]*$/,
  },
  {
    name: 'a curved valley, along which the curvature changes',
    changes: { objective: { id: 'rosenbrock' }, iterations: 2_000, ...run('gd', { lr: 1e-3 }) },
    says: /; still descending: 200 more iterations take 22 % off [^;]*$/,
  },
  {
    name: 'mini-batches far from where they settle',
    changes: {
      objective: regression,
      start: [2, 2],
      iterations: 200,
      ...run('gd', { lr: 1e-3 }, { batch: 50 }),
    },
    says: /; still descending: 20 more iterations take \d[\d.]* % off [^;]*$/,
  },
  {
    name: 'noise far from where it settles',
    changes: { objective: { id: 'booth', sigma: 0.1 }, iterations: 200, ...run('gd', { lr: 1e-3 }) },
    says: /; still descending: 20 more iterations take \d[\d.]* % off [^;]*$/,
  },
  {
    name: 'a rate that its schedule has brought down',
    changes: {
      objective: { id: 'booth' },
      iterations: 500,
      ...run('gd', {}, { schedule: { id: 'inverse-time', decay: 1 } }),
    },
    says: /; still descending: 50 more iterations take \S+ % off the \S+ above the lowest known loss, at the learning rate of 0\.00002 that it has by now$/,
  },
  {
    name: 'where no minimum is known',
    changes: { objective: { id: 'saddle' }, iterations: 200 },
    says: /; still descending: 20 more iterations lower the loss by 0\.003575$/,
  },
]

describe('a run that is only slow is told what more iterations bring:', () => {
  test.each(slow)('$name', ({ changes, says }) => expect(diagnosed(changes)).toMatch(says))

  test.each(slow.filter(({ changes }) => !JSON.stringify(changes).includes('schedule')))(
    '$name, as a run of so many more finds',
    ({ changes }) => {
      const plan = planWith(changes)
      const [, updates, percent] =
        /(\d+) more iterations (?:take (\S+) % off)?/.exec(diagnosed(changes)) ?? []
      const lossAfter = (iterations: number): number =>
        pathOf({ ...plan, iterations, recordEvery: iterations }).at(-1)?.loss ?? NaN
      const [end, later] = [plan.iterations, plan.iterations + Number(updates)].map(lossAfter)
      expect(later).toBeLessThan(end)
      if (percent === undefined) return
      const above = end - (minimumOf(plan.objective) ?? NaN)
      expect(Number(percent) / ((100 * (end - later)) / above)).toBeCloseTo(1, 1)
    },
  )

  test('and has a faster learning rate below the bound it names', () => {
    const [{ changes }] = slow
    const bound = numberAfter(diagnosed(changes), 'stable below ')
    for (const share of [0.25, 0.5, 0.99]) {
      const faster = diagnosed({ ...changes, ...run('gd', { lr: share * bound }) })
      expect(faster).toMatch(/^(converged|finished): [^;]+$/)
    }
    expect(diagnosed({ ...changes, ...run('gd', { lr: 1.01 * bound }) })).toMatch(/^diverged/)
  })
})

describe('no cause is made up for', () => {
  test.each(Object.entries(innocent))('%s', (_, changes) => {
    expect(diagnosed(changes)).toMatch(/^(converged|finished): [^;]+$/)
  })

  test.each([
    { optimizer: 'gd', lr: 0.1, batch: 1 },
    { optimizer: 'gd', lr: 0.01, batch: 10 },
    { optimizer: 'momentum', lr: 0.01, batch: 1 },
    { optimizer: 'adam', lr: 0.01, batch: 10 },
  ])('$optimizer with batches of $batch at its noise floor, at whatever loss it ends', (noisy) => {
    const { optimizer, lr, batch } = noisy
    for (let seed = 0; seed < 50; seed++) {
      const changes = { objective: regression, iterations: 2_000, ...run(optimizer, { lr }, { batch, seed }) }
      expect(diagnosed(changes)).not.toContain('still descending')
    }
  })

  test('noise on the gradient at its floor, at whatever loss it ends', () => {
    for (let seed = 0; seed < 50; seed++) {
      const changes = { objective: { id: 'booth', sigma: 1 }, iterations: 1_000 }
      expect(diagnosed({ ...changes, ...run('gd', { lr: 0.05 }, { seed }) })).toMatch(/^finished: [^;]+$/)
    }
  })

  test('Rprop, at whatever update it ends', () => {
    for (let iterations = 1; iterations < 60; iterations++) {
      const reason = diagnosed({ objective: { id: 'booth' }, iterations, ...noPause, ...run('rprop') })
      expect(reason).toMatch(/^finished: [^;]+$/)
    }
  })
})

test('what is looked at stays within bounds: 100 features, row by row, diverging late', () => {
  const random = new RandomState(3)
  const x = Array.from({ length: 300 }, () => Array.from({ length: 100 }, () => random.normal()))
  const y = x.map((row) => row[0] - row[1] + 0.1 * random.normal())
  const plan = planWith({
    objective: { id: 'linear-regression', data: { source: 'inline', x, y } },
    iterations: 100_000,
    runs: [{ optimizer: 'gd', batch: 1, hyper: { lr: 0.02 }, schedule: { id: 'constant', warmup: 20_000 } }],
  })
  let gradients = 0
  const counted = {
    ...plan.objective,
    batchGradient(...given: Parameters<typeof plan.objective.batchGradient>) {
      gradients += 1
      plan.objective.batchGradient(...given)
    },
  }
  const descent = descend(plan)
  let last: Position | undefined
  for (const position of descent.positions) last = position
  if (!last) throw new Error('the run has no end')
  const updates = last.iteration
  expect(updates).toBeGreaterThan(5_000)
  const { reason } = explain({ ...plan, objective: counted }, descent, last)
  expect(reason).toMatch(
    /^diverged at update \d+: .*; lr x curvature of the batch = [\d.]+ at update \d+, stable below 2$/,
  )
  expect(gradients).toBeLessThan(updates)
})
