import { describe, expect, test } from 'vitest'
import { descend, type Progress } from '@core/descend'
import { optimizers } from '@core/optimizers'
import type { DialectId } from '@core/optimizers/contract'
import type { Plan } from '@core/plan'
import { noStops, pathOf, planWith, pointOf, type Point } from '../support/experiments'

/** The state of a run after so many updates. */
function savedAt(plan: Plan, updates: number): Progress {
  const descent = descend(plan)
  for (let i = 0; i <= updates; i++) descent.positions.next()
  return descent.save()
}

const goneOnFrom = (plan: Plan, progress: Progress): readonly Point[] =>
  Array.from(descend(plan, progress).positions, pointOf)

/** Points after so many updates, told alike: a point that is not recorded keeps the loss of an earlier one. */
const after = (points: readonly Point[], updates: number): readonly Point[] =>
  points
    .filter(({ iteration }) => iteration > updates)
    .map((point) =>
      point.recorded
        ? point
        : { ...point, loss: NaN, gradientNorm: NaN, rate: NaN, distance: NaN, evaluations: NaN },
    )

const objective = { id: 'linear-regression', data: { source: 'normal', rows: 23, seed: 1 } }
const methods = optimizers.flatMap(({ id, dialects, fullBatchOnly }) =>
  (Object.keys(dialects) as DialectId[]).map((dialect) => ({ optimizer: id, dialect, fullBatchOnly })),
)

describe('a run gone on from what was saved', () => {
  test.each(methods)(
    '$optimizer ($dialect) goes the same way to the last bit',
    ({ optimizer, dialect, fullBatchOnly }) => {
      const batch = fullBatchOnly ? 'full' : 4
      const plan = planWith({
        objective,
        iterations: 40,
        runs: [{ optimizer, dialect, batch }],
        stop: noStops,
      })
      const whole = pathOf(plan)
      for (const updates of [0, 1, 7, 39]) {
        expect(goneOnFrom(plan, savedAt(plan, updates))).toEqual(after(whole, updates))
      }
    },
  )

  test('through JSON, with a schedule, replacement and only some points recorded', () => {
    const schedule = { id: 'step', every: 5, gamma: 0.5, warmup: 4 }
    const run = { optimizer: 'adam', batch: 3, sampling: 'replacement', schedule }
    const plan = { ...planWith({ objective, iterations: 40, runs: [run], stop: noStops }), recordEvery: 6 }
    const text = JSON.stringify(savedAt(plan, 17), (_, value: unknown) =>
      value instanceof Float64Array ? { floats: [...value] } : value,
    )
    const revived = JSON.parse(text, (_, value: { floats?: number[] } | null) =>
      value?.floats ? Float64Array.from(value.floats) : value,
    ) as Progress
    expect(after(goneOnFrom(plan, revived), 17)).toEqual(after(pathOf(plan), 17))
  })

  test('with noise on its gradients', () => {
    const plan = planWith({
      objective: { ...objective, sigma: 0.3 },
      iterations: 30,
      runs: [{ optimizer: 'momentum', batch: 4 }],
      stop: noStops,
    })
    for (const updates of [0, 1, 12]) {
      expect(goneOnFrom(plan, savedAt(plan, updates))).toEqual(after(pathOf(plan), updates))
    }
  })

  test('leaves what was saved alone, so that many can go on from it', () => {
    const plan = planWith({
      objective,
      iterations: 30,
      runs: [{ optimizer: 'adam', batch: 4 }],
      stop: noStops,
    })
    const saved = savedAt(plan, 10)
    const before = structuredClone(saved)
    const first = goneOnFrom(plan, saved)
    expect(saved).toEqual(before)
    expect(goneOnFrom(plan, saved)).toEqual(first)
  })

  test('is not touched by the run it was saved from going on', () => {
    const plan = planWith({
      objective,
      iterations: 30,
      runs: [{ optimizer: 'adam', batch: 4 }],
      stop: noStops,
    })
    const descent = descend(plan)
    for (let i = 0; i <= 10; i++) descent.positions.next()
    const saved = descent.save()
    const before = structuredClone(saved)
    Array.from(descent.positions)
    expect(saved).toEqual(before)
  })

  test('keeps count of the quiet updates', () => {
    const stop = { ...noStops, parameterChange: 1e-3, patience: 4 }
    const plan = planWith({
      start: [1],
      iterations: 100,
      runs: [{ optimizer: 'gd', hyper: { lr: 0.25 } }],
      stop,
    })
    const whole = pathOf(plan)
    expect(whole.at(-1)?.outcome?.status).toBe('converged')
    expect(goneOnFrom(plan, savedAt(plan, 11))).toEqual(after(whole, 11))
  })

  test('is not judged at a point that the whole run does not look at', () => {
    const stop = { ...noStops, gradientNorm: 1e-3 }
    const run = { optimizer: 'gd', hyper: { lr: 0.25 } }
    const plan = { ...planWith({ start: [1], iterations: 100, runs: [run], stop }), recordEvery: 20 }
    // The norm is below the bound from update 11; the run looks at update 20.
    expect(goneOnFrom(plan, savedAt(plan, 15)).at(-1)?.iteration).toBe(20)
  })

  test.each([
    ['finished', { iterations: 5 }],
    ['converged', { stop: { gradientNorm: 1.9 } }],
    ['diverged', { runs: [{ optimizer: 'gd', hyper: { lr: 1e200 } }] }],
  ])('has nothing to add once it has %s', (status, changes) => {
    const plan = planWith({ start: [1], iterations: 100, ...changes })
    const descent = descend(plan)
    const path = Array.from(descent.positions, pointOf)
    expect(path.at(-1)?.outcome?.status).toBe(status)
    expect(goneOnFrom(plan, descent.save())).toEqual([])
  })
})
