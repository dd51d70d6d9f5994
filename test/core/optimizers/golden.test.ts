import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { HyperValues } from '@core/hyper'
import { optimizerById } from '@core/optimizers'
import type { DialectId, Problem } from '@core/optimizers/contract'
import { describe, expect, test } from 'vitest'
import { advance, begin } from './drive'
import { parabola, regression, rosenbrock } from './problems'
import { rows } from './rows'

interface Golden {
  readonly name: string
  readonly objective: {
    readonly id: string
    readonly gradient?: 'as-printed'
    readonly data?: { readonly rows: number; readonly seed: number }
  }
  readonly data?: [number, number][]
  readonly run: { readonly optimizer: string; readonly dialect: DialectId; readonly hyper: HyperValues }
  readonly start: number[]
  readonly iterations: number
  readonly theta: number[][]
  readonly loss: number[]
}

const folder = resolve(import.meta.dirname, '../../golden')
const cases = readdirSync(folder)
  .filter((file) => /^(chapter|pytorch)-.*\.json$/.test(file))
  .map((file) => JSON.parse(readFileSync(resolve(folder, file), 'utf8')) as Golden)

function problemOf({ objective, data = [] }: Golden): Problem {
  if (objective.id === 'square') return parabola
  if (objective.id === 'rosenbrock') return rosenbrock
  if (objective.id !== 'linear-regression') throw new Error(`what is ${objective.id}?`)
  expect(objective.data).toMatchObject({ source: 'normal', rows: rows.length, seed: 7 })
  expect(rows.slice(0, data.length)).toEqual(data)
  const x = rows.map(([first]) => first)
  const y = rows.map(([, second]) => second)
  return regression(x, y, objective.gradient === 'as-printed' ? rows.length + 1e-6 : 1)
}

/** Relative error in units of what is asked for: 1e-9, or 1e-12 absolute near zero. */
const errorOf = (actual: number, expected: number): number =>
  Math.abs(actual - expected) / Math.max(1e-9 * Math.abs(expected), 1e-12)

/** As the golden files' README asks: the worst error of a case, 1 being the limit. */
function worst(actual: readonly number[], expected: readonly number[]): number {
  expect(actual.length).toBe(expected.length)
  return Math.max(...expected.map((value, i) => errorOf(actual[i], value)))
}

describe('golden trajectories', () => {
  test('every textbook method and every torch case is there', () => {
    expect(cases.length).toBeGreaterThanOrEqual(26)
  })

  test.each(cases)('$name', (golden) => {
    const dialect = optimizerById(golden.run.optimizer)?.dialects[golden.run.dialect]
    if (!dialect) throw new Error(`${golden.run.optimizer} has no ${golden.run.dialect} dialect`)
    const problem = problemOf(golden)
    const run = begin(dialect, golden.start, golden.run.hyper)
    const path = advance(dialect, problem, run, golden.iterations)
    const losses = path.map((theta) => problem.value(Float64Array.from(theta)))
    const errors = [worst(path.flat(), golden.theta.flat()), worst(losses, golden.loss)]
    if (process.env.SHOW_GOLDEN_ERRORS) console.log(golden.name, ...errors.map((error) => error * 1e-9))
    expect(Math.max(...errors)).toBeLessThanOrEqual(1)
  })
})
