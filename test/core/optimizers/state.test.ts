import { defaults } from '@core/hyper'
import { describe, expect, test } from 'vitest'
import { advance, begin, subjects, type Run } from './drive'
import { rosenbrock } from './problems'

const start = [-1.2, 1]
const options = {
  lr: 0.001,
  lrDecay: 0.01,
  weightDecay: 0.01,
  initialAccumulator: 0.1,
  t0: 3,
  centered: true,
}

/** Those of the options that the dialect has, so that every branch of its memory is in use. */
const hyperOf = (specs: object): Record<string, number | boolean> =>
  Object.fromEntries(Object.entries(options).filter(([name]) => name in specs))

describe.each(subjects)('$name', ({ dialect }) => {
  const hyper = hyperOf(dialect.hyper)

  test.each([0, 1, 7, 20])('saved after %i updates, it goes on to the last bit', (updates) => {
    const whole = advance(dialect, rosenbrock, begin(dialect, start, hyper), 40)
    const run = begin(dialect, start, hyper)
    advance(dialect, rosenbrock, run, updates)
    const restored: Run = structuredClone(run)
    // The run that was left behind must not matter any more.
    advance(dialect, rosenbrock, run, 3)
    expect(advance(dialect, rosenbrock, restored, 40 - updates)).toEqual(whole.slice(updates))
  })

  test('keeps its buffers and their lengths', () => {
    const run = begin(dialect, start, hyper)
    const buffers = { ...run.state }
    const lengths = Object.values(buffers).map(({ length }) => length)
    advance(dialect, rosenbrock, run, 25)
    expect(Object.keys(run.state)).toEqual(Object.keys(buffers))
    for (const [name, buffer] of Object.entries(buffers)) expect(run.state[name]).toBe(buffer)
    expect(Object.values(run.state).map(({ length }) => length)).toEqual(lengths)
  })

  test('state is plain: named arrays of numbers', () => {
    for (const buffer of Object.values(dialect.init(3, defaults(dialect.hyper)))) {
      expect(buffer).toBeInstanceOf(Float64Array)
      expect(buffer.length).toBeGreaterThan(0)
    }
  })

  test('two runs side by side share nothing', () => {
    const alone = advance(dialect, rosenbrock, begin(dialect, start, hyper), 20)
    const [one, other] = [begin(dialect, start, hyper), begin(dialect, [0.5, -0.5], hyper)]
    const path = [start]
    for (let k = 0; k < 20; k++) {
      path.push(advance(dialect, rosenbrock, one, 1)[1])
      advance(dialect, rosenbrock, other, 1)
    }
    expect(path).toEqual(alone)
  })

  test('leaves the gradient and the hyper-parameters as they are', () => {
    const run = begin(dialect, start, hyper)
    const gradient = Float64Array.of(-215.6, -88)
    const given = Object.freeze({ ...run.hyper })
    dialect.step(run.theta, gradient, run.state, given, 1, rosenbrock)
    expect([...gradient]).toEqual([-215.6, -88])
  })
})
