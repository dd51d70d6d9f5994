import { describe, expect, test } from 'vitest'
import { epochOf } from '@core/data/sampler'
import { descend } from '@core/descend'
import type { Evaluations } from '@core/evaluations'
import type { Objective } from '@core/objectives/contract'
import { optimizers } from '@core/optimizers'
import type { DialectId } from '@core/optimizers/contract'
import { evaluationSeries, type Plan } from '@core/plan'
import { noStops, pathOf, planWith } from '../support/experiments'

const regression = { id: 'linear-regression', data: { source: 'normal', rows: 23, seed: 1 } }
const iterations = 40

const everyMethod = optimizers.flatMap(({ id, dialects, fullBatchOnly }) =>
  (Object.keys(dialects) as DialectId[]).flatMap((dialect) => {
    const run = { optimizer: id, dialect }
    const whole = [
      { name: `${id} (${dialect}) on rosenbrock`, objective: { id: 'rosenbrock' }, run },
      { name: `${id} (${dialect}) on a regression`, objective: regression, run },
    ]
    const batches = ['shuffle', 'replacement'].map((sampling) => ({
      name: `${id} (${dialect}) on batches by ${sampling}`,
      objective: regression,
      run: { ...run, batch: 5, sampling },
    }))
    return fullBatchOnly ? whole : [...whole, ...batches]
  }),
)
type Method = (typeof everyMethod)[number]

const planOf = ({ objective, run }: Method): Plan =>
  planWith({ objective, iterations, runs: [run], stop: noStops })

/** Tells what has been asked of the objective for its own sake, and not only to record a point. */
function watched({ objective, dialect, run }: Plan): {
  objective: Objective
  own(theta: Float64Array): Evaluations
} {
  let [values, batches, hessians] = [0, 0, 0]
  /** Where whole gradients were asked for, in turn. */
  const points: { at: string; recording: boolean }[] = []
  const recordServes = run.batch === 'full' && dialect.lookahead === undefined
  /** Where updates have their gradient, in contrast to a step's tries. */
  let begins: Float64Array | undefined
  function gradientAt(theta: Float64Array, out: Float64Array, recording: boolean): void {
    if (recording) begins = out
    const at = theta.join()
    const isKnown = recordServes && out === begins && points.at(-1)?.at === at
    if (!(isKnown || (recording && !recordServes))) points.push({ at, recording })
  }
  return {
    objective: {
      ...objective,
      value(theta) {
        values += 1
        return objective.value(theta)
      },
      gradient(theta, out) {
        gradientAt(theta, out, false)
        objective.gradient(theta, out)
      },
      evaluate(theta, out) {
        gradientAt(theta, out, true)
        return objective.evaluate(theta, out)
      },
      batchGradient(theta, rows, from, to, out) {
        batches += (to - from) / objective.rows
        objective.batchGradient(theta, rows, from, to, out)
      },
      hessian(theta, out) {
        hessians += 1
        objective.hessian?.(theta, out)
      },
    },
    own(theta) {
      const last = points.at(-1)
      const isForLater = last?.recording && last.at === theta.join()
      return {
        valueEvaluations: values,
        gradientEvaluations: batches + points.length - (isForLater ? 1 : 0),
        hessianEvaluations: hessians,
      }
    },
  }
}

/** Shares of an epoch add up with rounding. */
function expectSame(found: Evaluations, wanted: Evaluations): void {
  const { gradientEvaluations, ...whole } = found
  const { gradientEvaluations: gradients, ...others } = wanted
  expect(whole).toEqual(others)
  expect(gradientEvaluations).toBeCloseTo(gradients, 9)
}

const sum = ({ valueEvaluations, gradientEvaluations, hessianEvaluations }: Evaluations): number =>
  valueEvaluations + gradientEvaluations + hessianEvaluations

// optax's Rprop stays where it is for its first update, where nothing could be told apart any more.
const moving = everyMethod.filter(({ run }) => `${run.optimizer} ${run.dialect}` !== 'rprop optax')

describe.each(moving)('$name', (method) => {
  test.each([1, 7])(
    'counts what was asked of the objective, with every %i. point recorded',
    (recordEvery) => {
      const plan = { ...planOf(method), recordEvery }
      const { objective, own } = watched(plan)
      const descent = descend({ ...plan, objective })
      expect(sum(descent.evaluations())).toBe(0)
      let before = ''
      let compared = 0
      for (const { theta } of descent.positions) {
        // Where nothing moves any more, all points are the same.
        if (theta.join() === before) break
        before = theta.join()
        compared += 1
        expectSame(descent.evaluations(), own(theta))
      }
      expect(compared).toBeGreaterThan(1)
    },
  )

  test('records them where they are more than the gradients of its updates', () => {
    const plan = planOf(method)
    const descent = descend(plan)
    const { batch, sampling } = plan.run
    for (const { iteration, evaluations } of descent.positions) {
      const counted = sum(descent.evaluations())
      if (plan.series.includes(evaluationSeries)) expect(evaluations).toBe(counted)
      else expect(counted).toBe(epochOf(iteration, batch, plan.objective.rows, sampling))
    }
  })

  test.each([0, 1, 17])('goes on counting where it was saved after %i updates', (updates) => {
    const plan = planOf(method)
    const whole = descend(plan)
    const begun = descend(plan)
    for (let i = 0; i <= updates; i++) begun.positions.next()
    const resumed = descend(plan, begun.save())
    expect(resumed.evaluations()).toEqual(begun.evaluations())
    for (const descent of [whole, resumed]) Array.from(descent.positions)
    expect(resumed.evaluations()).toEqual(whole.evaluations())
  })
})

const rosenbrock = (run: object): Plan =>
  planWith({ objective: { id: 'rosenbrock' }, iterations: 1_000, runs: [run] })

test('a line search costs more evaluations than updates, and counts those of its tries', () => {
  // The first step tried is halved ten times, before it is short enough.
  const plan = planWith({
    objective: { id: 'square' },
    start: [1],
    iterations: 1,
    runs: [{ optimizer: 'armijo', hyper: { lr: 512, c1: 0.1 } }],
  })
  const descent = descend(plan)
  Array.from(descent.positions)
  expect(descent.evaluations()).toEqual({
    valueEvaluations: 12,
    gradientEvaluations: 1,
    hessianEvaluations: 0,
  })
})

test.each([
  [{ optimizer: 'newton' }, { values: 0, gradients: 1, hessians: 1 }],
  [{ optimizer: 'polyak' }, { values: 1, gradients: 1, hessians: 0 }],
  [
    { optimizer: 'gd', hyper: { lr: 1e-4 } },
    { values: 0, gradients: 1, hessians: 0 },
  ],
])('%o costs as much at every update', (run, { values, gradients, hessians }) => {
  const descent = descend(rosenbrock(run))
  for (const { iteration } of descent.positions) {
    expect(descent.evaluations()).toEqual({
      valueEvaluations: values * iteration,
      gradientEvaluations: gradients * iteration,
      hessianEvaluations: hessians * iteration,
    })
  }
})

test('what is evaluated for the record alone is no cost of the method', () => {
  const [often, seldom] = [1, 50].map((recordEvery) => {
    const descent = descend({ ...rosenbrock({ optimizer: 'lbfgs' }), recordEvery, iterations: 20 })
    Array.from(descent.positions)
    return descent.evaluations()
  })
  expect(often).toEqual(seldom)
})

test('a step that moves nothing asks for the value it knows only once', () => {
  const plan = planWith({
    objective: { id: 'square' },
    start: [0],
    iterations: 5,
    runs: [{ optimizer: 'lbfgs' }],
    stop: noStops,
  })
  const descent = descend(plan)
  expect(pathOf(plan)).toHaveLength(6)
  Array.from(descent.positions)
  expect(descent.evaluations()).toEqual({
    valueEvaluations: 1,
    gradientEvaluations: 1,
    hessianEvaluations: 0,
  })
})
