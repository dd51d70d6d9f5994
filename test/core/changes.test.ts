import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { forkOf, settingsAfter, withChange } from '@core/changes'
import { descend } from '@core/descend'
import { parseExperiment, serialiseExperiment, type RunSpec } from '@core/experiment'
import { changeable, defaults } from '@core/hyper'
import { issueText } from '@core/issues'
import type { Plan } from '@core/plan'
import { hyperValue, methods, type Method } from '../support/arbitraries'
import {
  documentWith,
  experimentWith,
  noStops,
  pathOf,
  planWith,
  pointOf,
  type Point,
} from '../support/experiments'

const objective = { id: 'linear-regression', data: { source: 'normal', rows: 23, seed: 1 } }
const iterations = 40
const rising = { id: 'exponential', gamma: 0.95, warmup: 3 }

function planOf({ optimizer, dialect }: Method, rest: object = {}): Plan {
  const batch = optimizer.fullBatchOnly ? 'full' : 4
  return planWith({
    objective,
    iterations,
    runs: [{ optimizer: optimizer.id, dialect, batch, ...rest }],
    stop: noStops,
  })
}

/** From the update after so many on: what a run from the saved state of `before` makes with other settings. */
function goneOn(before: Plan, at: number, after: Plan): readonly Point[] {
  const descent = descend(before)
  for (let i = 0; i <= at; i++) descent.positions.next()
  return Array.from(descend(after, descent.save()).positions, pointOf)
}

const thetas = (points: readonly { readonly theta: ArrayLike<number> }[]): number[][] =>
  points.map(({ theta }) => Array.from(theta))

const specsOf = ({ optimizer, dialect }: Method) => changeable(optimizer.dialects[dialect]?.hyper ?? {})

const ats = fc.uniqueArray(fc.integer({ min: 0, max: iterations - 1 }), { minLength: 1, maxLength: 5 })

/** Polyak's has nothing to set. */
const steerable = methods.filter((method) => Object.keys(specsOf(method)).length > 0)

describe('settings that change on the way', () => {
  test.each(steerable)('$name: a change to the same values changes nothing, bit for bit', (method) => {
    const hyper = defaults(specsOf(method))
    const whole = pathOf(planOf(method))
    fc.assert(
      fc.property(ats, (places) => {
        const changes = places.toSorted((a, b) => a - b).map((at) => ({ at, set: hyper }))
        expect(pathOf(planOf(method, { changes }))).toEqual(whole)
      }),
      { numRuns: 5 },
    )
  })

  test.each(steerable)('$name: from its update on, the new values hold, and only from there', (method) => {
    const specs = specsOf(method)
    const values = fc.record(
      Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, hyperValue(spec)])),
    )
    const base = planOf(method)
    const whole = thetas(pathOf(base))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: iterations - 1 }), values, (at, set) => {
        const steered = thetas(pathOf(planOf(method, { changes: [{ at, set }] })))
        expect(steered.slice(0, at + 1)).toEqual(whole.slice(0, Math.min(at + 1, steered.length)))
        const others = planOf(method, { hyper: { ...base.run.hyper, ...set } })
        expect(steered.slice(at + 1)).toEqual(thetas(goneOn(base, at, others)))
      }),
      { numRuns: 5 },
    )
  })

  test.each(['adam', 'nag'])('%s goes on from what was saved, before, at and after a change', (optimizer) => {
    const changes = [
      { at: 7, set: { lr: 0.3 } },
      { at: 12, set: optimizer === 'nag' ? { gamma: 0.5 } : { beta1: 0.5 } },
    ]
    const plan = planWith({
      objective,
      iterations,
      runs: [{ optimizer, batch: 4, schedule: rising, changes }],
      stop: noStops,
    })
    const whole = thetas(pathOf(plan))
    for (const at of [6, 7, 8, 12, 13]) expect(thetas(goneOn(plan, at, plan))).toEqual(whole.slice(at + 1))
  })

  test('the whole stretch in one call of advance is the same as update by update', () => {
    const changes = [
      { at: 0, set: { lr: 0.02 } },
      { at: 5, set: { lr: 0.3 } },
      { at: 6, set: { lr: 0.01 } },
    ]
    const plan = planWith({
      objective,
      iterations,
      runs: [{ optimizer: 'momentum', changes }],
      stop: noStops,
    })
    const columns = new Float64Array(plan.series.length * 100)
    const into = { columns, stride: 100, room: 100, count: 0, iteration: 0 }
    const descent = descend(plan)
    descent.capture(into)
    expect(descent.advance(into, 1_000)).toBe(iterations)
    const losses = Array.from(columns.subarray(0, into.count))
    expect(losses).toEqual(pathOf(plan).map(({ loss }) => loss))
  })

  test('of a scheduled rate a change sets the base; the schedule goes on counting', () => {
    const rates = (run: object): number[] =>
      pathOf(planWith({ objective, iterations, runs: [{ optimizer: 'gd', ...run }], stop: noStops })).map(
        ({ rate }) => rate,
      )
    const schedule = { id: 'step', every: 10, gamma: 0.5 }
    const low = rates({ hyper: { lr: 0.01 }, schedule })
    const high = rates({ hyper: { lr: 0.04 }, schedule })
    const changes = [{ at: 15, set: { lr: 0.04 } }]
    // The rate of a point is that of the update which leaves it.
    expect(rates({ hyper: { lr: 0.01 }, schedule, changes })).toEqual([
      ...low.slice(0, 15),
      ...high.slice(15),
    ])
  })

  test('a run that nothing varies records no rate because of a change', () => {
    const plan = planOf(methods[0], { changes: [{ at: 3, set: { lr: 0.5 } }] })
    expect(plan.series).toEqual(planOf(methods[0]).series)
  })

  test('what a method only begins with is what its memory is made from', () => {
    for (const { name, optimizer, dialect } of methods) {
      const specs = optimizer.dialects[dialect]?.hyper ?? {}
      const read = new Set<string>()
      const watched = new Proxy(defaults(specs), {
        get: (values, key) => {
          read.add(String(key))
          return values[String(key)]
        },
      })
      optimizer.dialects[dialect]?.init(2, watched)
      const fixed = Object.keys(specs).filter((key) => !(key in changeable(specs)))
      for (const key of read) expect(fixed, name).toContain(key)
    }
  })
})

describe('in the experiment file', () => {
  const issuesOf = (run: object): string[] => {
    const result = parseExperiment(documentWith({ iterations: 2_000, runs: [{ optimizer: 'gd' }, run] }))
    return result.ok ? [] : result.issues.map(issueText)
  }
  const gd = (...changes: object[]): object => ({ optimizer: 'gd', changes })

  test.each([
    [gd({ at: 5, set: { lr: -1 } }), 'runs[1].changes[0].set.lr: must be > 0, got -1'],
    [
      gd({ at: 5, set: { lr: 1 } }, { at: 5, set: { lr: 2 } }),
      'runs[1].changes[1].at: must be > 5, that of the change before it, got 5',
    ],
    [
      gd({ at: 2_000, set: { lr: 1 } }),
      'runs[1].changes[0].at: must be < 2000, so that an update is left that it holds for, got 2000',
    ],
    [gd({ at: -1, set: { lr: 1 } }), 'runs[1].changes[0].at: must be >= 0, got -1'],
    [gd({ at: 1.5, set: { lr: 1 } }), 'runs[1].changes[0].at: must be a whole number, got 1.5'],
    [gd({ at: 5, set: {} }), 'runs[1].changes[0].set: must set at least one hyper-parameter'],
    [gd({ at: 5 }), 'runs[1].changes[0].set: is missing; it must be an object'],
    [gd({ at: 5, set: { gamma: 0.5 } }), 'runs[1].changes[0].set.gamma: unknown key; known here: lr'],
    [
      { optimizer: 'rprop', dialect: 'pytorch', changes: [{ at: 5, set: { lr: 1 } }] },
      'runs[1].changes[0].set.lr: unknown key; known here: etaMinus, etaPlus, stepMin, stepMax',
    ],
    [
      { optimizer: 'gd', forkOf: { run: '', at: 3 } },
      'runs[1].forkOf.run: must have at least 1 character, got 0',
    ],
  ])('%j is refused', (run, message) => {
    expect(issuesOf(run)).toEqual([message])
  })

  test('changes and where it was forked from are kept, and left out where there are none', () => {
    const forked = { optimizer: 'gd', forkOf: { run: 'GD', at: 5 }, changes: [{ at: 5, set: { lr: 0.5 } }] }
    const experiment = experimentWith({ runs: [forked, { optimizer: 'gd', changes: [] }] })
    expect(experiment.runs[0]).toMatchObject(forked)
    expect(experiment.runs[1]).not.toHaveProperty('changes')
    const again = parseExperiment(JSON.parse(serialiseExperiment(experiment)))
    expect(again).toEqual({ ok: true, value: experiment, notes: [] })
  })
})

describe('a fork', () => {
  const parent: RunSpec = experimentWith({
    runs: [
      {
        optimizer: 'adam',
        label: 'Mine',
        changes: [
          { at: 10, set: { lr: 0.2 } },
          { at: 30, set: { lr: 0.3 } },
        ],
      },
    ],
  }).runs[0]

  test('is its parent up to there, and then goes its own way', () => {
    const fork = forkOf(parent, 20, { beta1: 0.5 }, 4)
    expect(fork).toEqual({
      ...parent,
      color: 4,
      label: 'Mine, beta1 0.5 after 20',
      forkOf: { run: 'Mine', at: 20 },
      changes: [
        { at: 10, set: { lr: 0.2 } },
        { at: 20, set: { beta1: 0.5 } },
      ],
    })
    expect(settingsAfter(fork, 19)).toEqual({ ...parent.hyper, lr: 0.2 })
    expect(settingsAfter(fork, 20)).toEqual({ ...parent.hyper, lr: 0.2, beta1: 0.5 })
  })

  test('two changes at one update are one', () => {
    expect(withChange([{ at: 3, set: { lr: 1, beta1: 0.5 } }], 3, { lr: 2 })).toEqual([
      { at: 3, set: { lr: 2, beta1: 0.5 } },
    ])
  })

  test('a long name leaves room for what is told of it', () => {
    const { label } = forkOf({ ...parent, label: 'x'.repeat(200) }, 20, { lr: 0.5 }, 1)
    expect(label).toHaveLength(200)
    expect(label.endsWith('x, lr 0.5 after 20')).toBe(true)
  })
})
