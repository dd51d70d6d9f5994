import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { descendAll, type Kernels, type BatchResult } from '@core/batch'
import { descend } from '@core/descend'
import { objectives } from '@core/objectives'
import { optimizers } from '@core/optimizers'
import { planRun, type Plan } from '@core/plan'
import type { Experiment, RunSpec } from '@core/experiment'
import { experimentWith, noStops, plansOf } from '../../support/experiments'

/** All that a result tells, which it works out when it is asked. */
const whole = (result: BatchResult): BatchResult => {
  const { outcome, iterations, loss, gradientNorm, best, reached, progress, lastUpdate } = result
  return { outcome, iterations, loss, gradientNorm, best, reached, progress, lastUpdate }
}

/** As the engine makes a run, looked at update by update. */
function byEngine(plan: Plan, targets: readonly number[]): BatchResult {
  const climbs = plan.run.maximize === true
  const descent = descend(plan)
  const curve = Array.from(descent.positions, ({ loss }) => loss)
  const better = (a: number, b: number): boolean => (climbs ? a > b : a < b)
  const iteration = curve.reduce((best, loss, at) => (better(loss, curve[best]) ? at : best), 0)
  const reached = targets.map((target) => {
    const at = curve.findIndex((loss) => (climbs ? loss >= target : loss <= target))
    return at < 0 ? NaN : at
  })
  const { outcome, loss, gradientNorm } = descent.position
  if (!outcome) throw new Error('it has not ended')
  return {
    outcome,
    iterations: curve.length - 1,
    loss,
    gradientNorm,
    best: { loss: curve[iteration], iteration },
    reached,
    progress: descent.save(),
    lastUpdate: descent.lastUpdate(),
  }
}

function expectTheEngines(plans: readonly Plan[], targets: readonly number[], kernels?: Kernels): void {
  const results = descendAll(plans, targets, kernels)
  expect(results?.map(whole)).toEqual(plans.map((plan) => byEngine(plan, targets)))
}

const planned = (
  experiment: Experiment,
  runs: readonly Partial<RunSpec>[],
  starts?: readonly (readonly number[])[],
) => {
  const [{ objective, run }] = plansOf(experiment)
  return runs.map((own, index) =>
    planRun({ ...experiment, ...(starts && { start: [...starts[index]] }) }, { ...run, ...own }, objective),
  )
}

/** Hyper-parameters that differ from run to run, each somewhere between small and large. */
function sweepOf(experiment: Experiment, count: number, names: readonly string[], seed = 1): readonly Plan[] {
  const [{ dialect, run }] = plansOf(experiment)
  const runs = Array.from({ length: count }, (_, k) => {
    const own = names.map((name, j) => {
      const spec = dialect.hyper[name]
      const share = ((k * (2 * j + 3) + seed) % count) / count
      if (spec.kind === 'flag') return [name, share > 0.5]
      return [name, name === 'lr' ? 10 ** (-5 + 5 * share) : Math.max(spec.default * share, spec.min)]
    })
    return { hyper: { ...run.hyper, ...(Object.fromEntries(own) as RunSpec['hyper']) } }
  })
  return planned(experiment, runs)
}

const methods = optimizers.flatMap(({ id, dialects }) =>
  Object.entries(dialects).map(([dialect, { hyper, asksProblem, secondOrder }]) => ({
    optimizer: id,
    dialect,
    names: Object.keys(hyper),
    isPlain: !asksProblem && !secondOrder,
  })),
)

describe('runs at once are the runs that the engine makes, to the last bit', () => {
  test.each(methods.filter(({ isPlain }) => isPlain))(
    '$optimizer, $dialect',
    ({ optimizer, dialect, names }) => {
      const experiment = experimentWith({
        objective: { id: 'rosenbrock' },
        iterations: 90,
        runs: [{ optimizer, dialect }],
      })
      // Every hyper-parameter by itself is what varies, and all of them together.
      for (const varied of [...names.map((name) => [name]), names]) {
        expectTheEngines(sweepOf(experiment, 19, varied), [1, 30])
      }
    },
  )

  const functions = objectives.flatMap((kind) => {
    if (kind.data || kind.family === 'typed') return []
    const [{ objective }] = plansOf(experimentWith({ objective: { id: kind.id } }))
    return objective.arithmetic ? [kind.id] : []
  })
  test('most test functions are written down', () => expect(functions.length).toBeGreaterThan(15))
  test.each(functions)('on %s, from anywhere', (id) => {
    const experiment = experimentWith({
      objective: { id },
      iterations: 120,
      runs: [{ optimizer: 'momentum' }],
    })
    const [{ objective, run }] = plansOf(experiment)
    const box = objective.domain
    const starts = Array.from({ length: 40 }, (_, k) =>
      box.map(([low, high], i) => low + (((k * (i + 3) * 7) % 41) / 40) * (high - low)),
    )
    const runs = starts.map((_, k) => ({ hyper: { ...run.hyper, lr: 10 ** (-4 + (k % 9) / 2) } }))
    expectTheEngines(planned(experiment, runs, starts), [0])
  })

  test.each<[text: string, options?: { dimension: number }]>([
    ['x^2 + 3 y^2 + sin(3 x) exp(-y^2)'],
    ['abs(x) + piecewise(y < 0, -y, y > 1, y^3, y^2) + max(x, y)'],
    ['sum(100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2, i, 1, n - 1)', { dimension: 4 }],
    ['log(1 + x^2 + y^2)^1.5'],
  ])('on what is typed: %s', (text, options) => {
    const objective = { id: 'formula', text, ...options }
    const experiment = experimentWith({ objective, iterations: 60, runs: [{ optimizer: 'adam' }] })
    expectTheEngines(sweepOf(experiment, 21, ['lr', 'beta1']), [0.5])
  })

  test.each([2, 3, 5])('in %i dimensions', (dimension) => {
    const objective = { id: 'rosenbrock', dimension }
    expectTheEngines(
      sweepOf(experimentWith({ objective, runs: [{ optimizer: 'nag' }] }), 23, ['lr', 'gamma']),
      [],
    )
  })

  test('with a scheduled learning rate', () => {
    const schedule = { id: 'cosine', warmup: 7 }
    const runs = [{ optimizer: 'adam', schedule }]
    const experiment = experimentWith({ objective: { id: 'rosenbrock' }, runs })
    expectTheEngines(sweepOf(experiment, 20, ['lr']), [1])
    expectTheEngines(planned(experiment, [{ seed: 1 }, { seed: 2 }]), [1])
  })

  test.each([
    ['m = b m + (1 - b) g; x = x - lr m / (1 - b^t)', { lr: 0.001, b: 0.9 }],
    ['v = max(v, g^2); h = g + weightDecay x; x = x - lr h / (sqrt(v) + 0.01)', { lr: 0.01, weightDecay: 0 }],
    ['lookahead = x - b v; v = b v + lr g; x = x - v', { lr: 0.0005, b: 0.8 }],
    ['x = x - lr piecewise(abs(g) < 1, g, sign(g)) / t^0.3', { lr: 0.01 }],
  ])('by a rule that is typed: %s', (text, hyper) => {
    const rule = { text, hyper, state: {} }
    const runs = [{ optimizer: 'rule', dialect: 'own', rule }]
    const experiment = experimentWith({ objective: { id: 'rosenbrock' }, iterations: 80, runs })
    const names = Object.keys(hyper)
    for (const varied of [['lr'], names]) expectTheEngines(sweepOf(experiment, 21, varied), [1])
  })

  test('that climb', () => {
    const runs = [{ optimizer: 'momentum', maximize: true }]
    expectTheEngines(sweepOf(experimentWith({ objective: { id: 'griewank' }, runs }), 30, ['lr']), [1, 2])
  })

  test('more of them than there is room for, some of which diverge', () => {
    const experiment = experimentWith({
      objective: { id: 'beale' },
      runs: [{ optimizer: 'gd' }],
      iterations: 70,
    })
    expectTheEngines(sweepOf(experiment, 700, ['lr']), [3])
  })

  test('whatever they are', () => {
    const cases = fc.record({
      method: fc.constantFrom(...methods.filter(({ isPlain }) => isPlain)),
      id: fc.constantFrom(...functions),
      seed: fc.nat(1000),
      iterations: fc.integer({ min: 1, max: 150 }),
      stop: fc.constantFrom({}, noStops, { patience: 2, parameterChange: 0.01 }, { gradientNorm: 1 }),
      targets: fc.array(fc.double({ min: -1, max: 5, noNaN: true }), { maxLength: 3 }),
      count: fc.integer({ min: 1, max: 40 }),
    })
    const holds = fc.property(cases, ({ method, id, seed, iterations, stop, targets, count }) => {
      const { optimizer, dialect, names } = method
      const experiment = experimentWith({
        objective: { id },
        iterations,
        stop,
        runs: [{ optimizer, dialect }],
      })
      const varied = names.filter((_, k) => (seed >> k) % 2 === 0)
      expectTheEngines(sweepOf(experiment, count, varied, seed), targets)
    })
    fc.assert(holds, { numRuns: 60 })
  })
})

describe('what can not be made at once is left to the engine', () => {
  const refused = (
    changes: Readonly<Record<string, unknown>>,
    run: Readonly<Record<string, unknown>> = {},
  ) => {
    const runs = [{ optimizer: 'gd', ...run }]
    return descendAll(sweepOf(experimentWith({ ...changes, runs }), 3, ['lr']))
  }

  test('noise, changes on the way, thinned curves, line searches', () => {
    expect(refused({})).toHaveLength(3)
    expect(refused({ objective: { id: 'square', sigma: 0.1 } })).toBeUndefined()
    expect(refused({}, { changes: [{ at: 3, set: { lr: 0.2 } }] })).toBeUndefined()
    expect(refused({ record: { every: 5 } })).toBeUndefined()
    expect(descendAll(plansOf(experimentWith({ runs: [{ optimizer: 'armijo' }] })))).toBeUndefined()
  })

  test('runs of different methods', () => {
    const runs = [{ optimizer: 'gd' }, { optimizer: 'adam' }]
    expect(descendAll(plansOf(experimentWith({ runs })))).toBeUndefined()
  })
})
