import { ascending } from '@core/ascent'
import { optimizerById } from '@core/optimizers'
import type { Problem } from '@core/optimizers/contract'
import { describe, expect, test } from 'vitest'
import { agreement, goldens, largestOf, type Golden } from '../../support/golden'
import { advance, begin } from './drive'
import { parabola, regression, rosenbrock } from './problems'
import { rows } from './rows'

/** The objective as this folder spells it out; undefined where it does not. */
function problemOf({ objective, start }: Golden): Problem | undefined {
  if (objective.id === 'square') return parabola
  if (objective.id === 'rosenbrock' && start.length === 2) return rosenbrock
  if (objective.id !== 'linear-regression') return undefined
  const x = rows.map(([first]) => first)
  const y = rows.map(([, second]) => second)
  return regression(x, y, objective.gradient === 'as-printed' ? rows.length + 1e-6 : 1)
}

/** Those that need neither the lab's objectives nor its batches nor its schedules. */
const cases = goldens.flatMap((golden) => {
  const problem = problemOf(golden)
  const plain = golden.run.batch === 'full' && golden.run.schedule === undefined
  return problem && plain ? [{ ...golden, problem }] : []
})

describe('golden trajectories, by the optimizers alone', () => {
  test('every method but L-BFGS has one', () => {
    const covered = new Set(cases.map(({ run }) => `${run.optimizer} ${run.dialect}`))
    const all = new Set(goldens.map(({ run }) => `${run.optimizer} ${run.dialect}`))
    expect(all.difference(covered)).toEqual(new Set(['lbfgs paper']))
  })

  test.each(cases)('$name', ({ objective, run, start, iterations, theta, loss, state = {}, ...golden }) => {
    if (golden.data) {
      expect(objective.data).toMatchObject({ source: 'normal', rows: rows.length, seed: 7 })
      expect(rows.slice(0, golden.data.length)).toEqual(golden.data)
    }
    const dialect = optimizerById(run.optimizer)?.dialects[run.dialect]
    if (!dialect) throw new Error(`${run.optimizer} has no ${run.dialect} dialect`)
    const chosen = run.maximize ? ascending(dialect) : dialect
    const under = begin(chosen, start, run.hyper)
    const path = advance(chosen, golden.problem, under, iterations)
    const losses = path.map((point) => golden.problem.value(Float64Array.from(point)))
    const errors = [
      largestOf(path.flat(), theta.flat()),
      largestOf(losses, loss),
      ...Object.entries(state).map(([name, values]) => largestOf(under.state[name], values)),
    ]
    expect(Math.max(...errors)).toBeLessThanOrEqual(agreement.relative)
  })
})
