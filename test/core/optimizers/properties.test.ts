import fc from 'fast-check'
import type { HyperSpecs, HyperValues } from '@core/hyper'
import { describe, expect, test } from 'vitest'
import { hyperValue } from '../../support/arbitraries'
import { advance, begin, subjects } from './drive'
import { parabola, plateau, rosenbrock } from './problems'

const valuesOf = (specs: HyperSpecs): fc.Arbitrary<HyperValues> =>
  fc.record(Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, hyperValue(spec)])))

const rate = fc.double({ min: 1e-12, max: 1e6, noNaN: true })
const coordinate = fc.double({ min: -10, max: 10, noNaN: true })

describe.each(subjects)('$name', ({ dialect }) => {
  test('never throws, whatever the settings', () => {
    const anywhere = fc.tuple(fc.double(), fc.double())
    fc.assert(
      fc.property(valuesOf(dialect.hyper), anywhere, (hyper, start) => {
        const run = begin(dialect, start, hyper)
        const lengths = Object.values(run.state).map(({ length }) => length)
        advance(dialect, rosenbrock, run, 5)
        expect(Object.values(run.state).map(({ length }) => length)).toEqual(lengths)
      }),
      { numRuns: 200 },
    )
  })

  test('same settings, same path', () => {
    fc.assert(
      fc.property(valuesOf(dialect.hyper), coordinate, (hyper, start) => {
        const [one, other] = [begin(dialect, [start], hyper), begin(dialect, [start], hyper)]
        expect(advance(dialect, parabola, one, 10)).toEqual(advance(dialect, parabola, other, 10))
      }),
      { numRuns: 50 },
    )
  })

  // With epsilon 0 the sources divide 0 by 0, and a rate near the largest number times 1/epsilon
  // overflows; what pulls theta by itself is off.
  const still = Object.fromEntries(
    Object.entries(dialect.hyper).filter(([name]) => !['lr', 'eps', 'weightDecay', 'lambd'].includes(name)),
  )
  const pull = { weightDecay: 0, lambd: 0 }

  // optax's Yogi starts with a moment of 1e-6, which moves it by itself.
  if (dialect.source === 'optax.yogi') return
  test('a zero gradient leaves theta where it is', () => {
    fc.assert(
      fc.property(valuesOf(still), rate, fc.tuple(coordinate, coordinate, coordinate), (hyper, lr, start) => {
        const path = advance(dialect, plateau, begin(dialect, start, { ...hyper, ...pull, lr }), 10)
        for (const theta of path)
          expect(theta.map((value) => value + 0)).toEqual(start.map((value) => value + 0))
      }),
      { numRuns: 100 },
    )
  })
})
