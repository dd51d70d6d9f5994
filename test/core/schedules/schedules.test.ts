import fc from 'fast-check'
import katex from 'katex'
import { defaults, type HyperValues } from '@core/hyper'
import { rateFactor, scheduleById, schedules, type Schedule } from '@core/schedules'
import { describe, expect, test } from 'vitest'

function scheduleOf(id: string): Schedule {
  const schedule = scheduleById(id)
  if (!schedule) throw new Error(`there is no schedule ${id}`)
  return schedule
}

const factor = (id: string, update: number, options: HyperValues = {}, total = 100): number => {
  const schedule = scheduleOf(id)
  return schedule.factor(update, total, { ...defaults(schedule.options), ...options })
}

describe('the catalog', () => {
  test('finds each by its id, and no other', () => {
    for (const schedule of schedules) expect(scheduleById(schedule.id)).toBe(schedule)
    expect(scheduleById('')).toBeUndefined()
  })

  test.each(schedules)('$id has defaults that it takes itself', ({ options }) => {
    for (const spec of Object.values(options)) {
      if (spec.kind !== 'number') continue
      expect(spec.default).toBeGreaterThanOrEqual(spec.min)
      expect(spec.default).toBeLessThanOrEqual(spec.max)
    }
  })

  test.each(schedules)('$id: TeX, words, and option names beside id and warmup', (schedule) => {
    const render = (tex: string): string => katex.renderToString(tex, { throwOnError: true, strict: 'error' })
    expect(render(schedule.formula)).toContain('katex')
    expect(schedule.summary).toMatch(/^[A-Z].*\.$/)
    for (const [name, { symbol }] of Object.entries(schedule.options)) {
      expect(render(symbol)).toContain('katex')
      expect(schedule.formula).toContain(symbol)
      expect(['id', 'warmup']).not.toContain(name)
    }
  })

  test.each(schedules)('$id starts at the full rate', ({ factor, options }) => {
    expect(factor(0, 1_000, defaults(options))).toBe(1)
  })
})

describe('as torch has them', () => {
  /** What torch's chainable form gives: the factor of the update before, changed. */
  const recursive = (updates: number, next: (factor: number, update: number) => number): number[] => {
    const factors = [1]
    for (let update = 1; update < updates; update++) factors.push(next(factors[update - 1], update))
    return factors
  }
  const all = (id: string, options: HyperValues, total: number): number[] =>
    Array.from({ length: total }, (_, update) => factor(id, update, options, total))
  const near = (actual: number[], expected: number[]): void =>
    actual.forEach((value, update) => expect(value).toBeCloseTo(expected[update], 12))

  test('StepLR', () => {
    near(
      all('step', { every: 3, gamma: 0.5 }, 10),
      recursive(10, (last, update) => (update % 3 === 0 ? last * 0.5 : last)),
    )
    expect(all('step', { every: 3, gamma: 0.5 }, 7)).toEqual([1, 1, 1, 0.5, 0.5, 0.5, 0.25])
  })

  test('ExponentialLR', () => {
    near(
      all('exponential', { gamma: 0.9 }, 50),
      recursive(50, (last) => last * 0.9),
    )
  })

  test('CosineAnnealingLR', () => {
    const final = 0.1
    near(
      all('cosine', { final }, 40),
      recursive(40, (last, t) => {
        const share = (1 + Math.cos((Math.PI * t) / 40)) / (1 + Math.cos((Math.PI * (t - 1)) / 40))
        return share * (last - final) + final
      }),
    )
  })

  test('LinearLR, then a schedule from its beginning', () => {
    const warmup = 4
    const exponential = scheduleOf('exponential')
    const start = 1 / (warmup + 1)
    for (let update = 0; update < 20; update++) {
      const expected = update < warmup ? start + ((1 - start) * update) / warmup : 0.9 ** (update - warmup)
      expect(rateFactor(exponential, { gamma: 0.9 }, warmup, update, 20)).toBeCloseTo(expected, 12)
    }
  })
})

describe('values', () => {
  test('inverse time halves after 1/decay updates', () => {
    expect(factor('inverse-time', 200, { decay: 0.005 })).toBe(0.5)
  })

  test('cosine is halfway at half time and never wastes the last update', () => {
    expect(factor('cosine', 50, { final: 0.2 })).toBeCloseTo(0.6, 12)
    expect(factor('cosine', 99)).toBeGreaterThan(0)
    expect(factor('cosine', 100, { final: 0.2 })).toBeCloseTo(0.2, 12)
  })

  test('cosine stays at its end afterwards', () => {
    expect(factor('cosine', 150, { final: 0.2 })).toBeCloseTo(0.2, 12)
  })

  test('exponential can grow, to find where a run diverges', () => {
    expect(factor('exponential', 10, { gamma: 2 })).toBe(1024)
  })
})

describe('warm-up', () => {
  const ramp = (warmup: number, total: number, id = 'constant'): number[] => {
    const schedule = scheduleOf(id)
    return Array.from({ length: total }, (_, update) =>
      rateFactor(schedule, defaults(schedule.options), warmup, update, total),
    )
  }

  test('rises in equal steps, from above nothing to below everything', () => {
    expect(ramp(3, 6)).toEqual([0.25, 0.5, 0.75, 1, 1, 1])
    expect(ramp(1, 3)).toEqual([0.5, 1, 1])
    expect(ramp(0, 3)).toEqual([1, 1, 1])
  })

  test('leaves the schedule the updates that remain', () => {
    const after = ramp(10, 30, 'cosine').slice(10)
    expect(after).toEqual(ramp(0, 20, 'cosine'))
  })

  test.each(schedules)('longer than the run, it still ramps ($id)', ({ id }) => {
    const factors = ramp(9, 5, id)
    factors.forEach((value, update) => expect(value).toBeCloseTo((update + 1) / 10, 12))
  })
})

describe.each(schedules)('$id, whatever its options', (schedule) => {
  const options = fc.record(
    Object.fromEntries(
      Object.entries(schedule.options).map(([name, spec]) => {
        if (spec.kind === 'flag') return [name, fc.boolean()]
        const { min, max, minExclusive: minExcluded, maxExclusive: maxExcluded } = spec
        return [name, fc.double({ min, max, minExcluded, maxExcluded, noNaN: true, noDefaultInfinity: true })]
      }),
    ),
  )
  const count = fc.nat({ max: 100_000_000 })

  test('is never negative, never not a number, and the same each time', () => {
    fc.assert(
      fc.property(options, count, count, count, (values, warmup, update, rest) => {
        const total = update + 1 + rest
        const value = rateFactor(schedule, values, warmup, update, total)
        expect(value).toBeGreaterThanOrEqual(0)
        expect(rateFactor(schedule, values, warmup, update, total)).toBe(value)
      }),
    )
  })

  test('does not depend on its own past', () => {
    fc.assert(
      fc.property(options, fc.array(fc.nat({ max: 99 }), { minLength: 1 }), (values, updates) => {
        const inOrder = Array.from({ length: 100 }, (_, update) =>
          rateFactor(schedule, values, 5, update, 100),
        )
        for (const update of updates) {
          expect(rateFactor(schedule, values, 5, update, 100)).toBe(inOrder[update])
        }
      }),
    )
  })
})
