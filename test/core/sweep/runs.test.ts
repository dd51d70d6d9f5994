import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseExperiment } from '@core/experiment'
import { parseSweep, type Sweep } from '@core/sweep/document'
import { byKey, sweepRuns } from '@core/sweep/runs'
import { documentWith } from '../../support/experiments'

interface Shape {
  readonly design: 'grid' | 'random' | 'sobol'
  readonly trials: number
  readonly seeds: number
  readonly steps: number
  readonly problems: number
}

function sweepOf({ design, trials, seeds, steps, problems }: Shape): Sweep {
  const parsed = parseSweep(
    documentWith({
      objective: { id: 'rosenbrock' },
      start: 'random',
      runs: [
        { optimizer: 'adam', hyper: { lr: { from: 1e-4, to: 1, steps, scale: 'log' } } },
        { optimizer: 'gd' },
        {
          optimizer: 'momentum',
          hyper: { lr: { values: [0.1, 0.2] }, gamma: { from: 0.1, to: 0.9, steps: 3 } },
        },
      ],
      sweep: {
        design,
        ...(design === 'grid' ? {} : { trials }),
        seeds,
        problems: [{ objective: { id: 'beale' } }, { objective: { id: 'booth' }, start: [1, 1] }].slice(
          0,
          problems,
        ),
      },
    }),
  )
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  return parsed.value
}

const shapes = fc.record<Shape>({
  design: fc.constantFrom('grid', 'random', 'sobol'),
  trials: fc.integer({ min: 1, max: 12 }),
  seeds: fc.integer({ min: 1, max: 6 }),
  steps: fc.integer({ min: 2, max: 6 }),
  problems: fc.integer({ min: 0, max: 2 }),
})

describe('the runs of a sweep', () => {
  test('are each there once, by number and by key', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const runs = sweepRuns(sweepOf(shape))
        const keys = Array.from({ length: runs.total }, (_, index) => runs.keyAt(index))
        expect(keys.map((key) => runs.indexOf(key))).toEqual(keys.map((_, index) => index))
        expect(runs.total).toBe(
          runs.trials.reduce((sum, count) => sum + count, 0) * (1 + shape.problems) * shape.seeds,
        )
        const sorted = [...keys].sort(byKey)
        expect(new Set(sorted.map((key) => JSON.stringify(key))).size).toBe(runs.total)
      }),
    )
  })

  test('do not depend on which was asked for before', () => {
    fc.assert(
      fc.property(shapes, fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), (shape, order) => {
        const [fresh, used] = [sweepOf(shape), sweepRuns(sweepOf(shape))]
        for (const number of order) {
          const index = number % used.total
          const alone = sweepRuns(fresh)
          expect(used.experimentOf(used.keyAt(index))).toEqual(alone.experimentOf(alone.keyAt(index)))
        }
      }),
    )
  })

  test('are among those of the same sweep with more seeds or trials', () => {
    fc.assert(
      fc.property(shapes, fc.nat(5), fc.nat(9), (shape, seeds, trials) => {
        const runs = sweepRuns(sweepOf(shape))
        const longer = sweepRuns(
          sweepOf({ ...shape, seeds: shape.seeds + seeds, trials: shape.trials + trials }),
        )
        for (let index = 0; index < runs.total; index++) {
          const key = runs.keyAt(index)
          expect(longer.indexOf(key)).toBeDefined()
          expect(longer.experimentOf(key)).toEqual(runs.experimentOf(key))
        }
      }),
      { numRuns: 30 },
    )
  })

  test('are paired: one seed begins at one place with every method', () => {
    const runs = sweepRuns(sweepOf({ design: 'grid', trials: 1, seeds: 3, steps: 2, problems: 1 }))
    const seeds = [0, 1, 2].map((method) => runs.specOf({ method, problem: 1, trial: 0, seed: 2 }).seed)
    expect(seeds).toEqual([2, 2, 2])
  })

  test('are experiments of their own, which have their label', () => {
    const runs = sweepRuns(sweepOf({ design: 'sobol', trials: 5, seeds: 2, steps: 2, problems: 2 }))
    for (let index = 0; index < runs.total; index++) {
      const experiment = runs.experimentOf(runs.keyAt(index))
      const parsed = parseExperiment(JSON.parse(JSON.stringify(experiment)))
      expect(parsed.ok && parsed.value).toEqual(experiment)
    }
    expect(runs.specOf({ method: 2, problem: 0, trial: 0, seed: 0 }).label).toMatch(
      /^Momentum, lr 0\.[12], gamma 0\.\d+$/,
    )
  })
})
