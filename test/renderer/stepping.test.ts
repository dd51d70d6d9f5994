import { describe, expect, it } from 'vitest'
import { dialectIds } from '@core/optimizers/contract'
import { optimizers } from '@core/optimizers'
import { parseNumber, stepped, type NumberRange } from '../../src/renderer/parts/stepping'

const walk = (from: number, steps: number, up: boolean, range: NumberRange): number[] => {
  const values = [from]
  for (let step = 0; step < steps; step++) values.push(stepped(values[step], up, range))
  return values
}

describe('typed numbers', () => {
  it.each([
    ['0.01', 0.01],
    [' 1e-8 ', 1e-8],
    ['-.5', -0.5],
    ['−3', -3],
    ['5.', 5],
    ['+2', 2],
  ])('%s is %d', (text, value) => {
    expect(parseNumber(text)).toBe(value)
  })

  it.each(['', 'abc', '1,5', '0x10', 'Infinity', '1e', '--1', '1 2'])('“%s” is none', (text) => {
    expect(parseNumber(text)).toBeNaN()
  })
})

describe('steps by hand', () => {
  it('go through 1, 2, 5 where the scale is logarithmic', () => {
    const rate: NumberRange = { min: 0, minExclusive: true, scale: 'log' }
    expect(walk(0.01, 4, true, rate)).toEqual([0.01, 0.02, 0.05, 0.1, 0.2])
    expect(walk(0.01, 4, false, rate)).toEqual([0.01, 0.005, 0.002, 0.001, 0.0005])
    expect(stepped(0.03, true, rate)).toBe(0.05)
  })

  it('reach zero from a logarithmic scale only where it is allowed', () => {
    expect(stepped(0, true, { min: 0, scale: 'log' })).toBe(1e-6)
    expect(stepped(1e-6, false, { min: 0, scale: 'log' })).toBe(0)
    expect(stepped(1e-6, false, { min: 0, minExclusive: true, scale: 'log' })).toBe(5e-7)
  })

  it('close in on 1 for a share of the past', () => {
    const beta: NumberRange = { min: 0, max: 1, maxExclusive: true }
    expect(walk(0.9, 4, true, beta)).toEqual([0.9, 0.95, 0.98, 0.99, 0.995])
    expect(walk(0.999, 3, false, beta)).toEqual([0.999, 0.998, 0.995, 0.99])
    expect(stepped(0, false, beta)).toBe(0)
  })

  it('start somewhere allowed where there is no number', () => {
    expect(stepped(NaN, true, { min: 1, integer: true })).toBe(1)
    expect(stepped(NaN, true, {})).toBe(0)
  })

  it('never leave the range of any hyper-parameter there is', () => {
    const specs = optimizers.flatMap(({ dialects }) =>
      dialectIds.flatMap((id) => Object.values(dialects[id]?.hyper ?? {})),
    )
    const numbers = specs.filter((spec) => spec.kind === 'number')
    expect(numbers.length).toBeGreaterThan(30)
    for (const spec of numbers) {
      for (const up of [true, false]) {
        for (const value of walk(spec.default, 40, up, spec)) {
          expect(spec.minExclusive ? value > spec.min : value >= spec.min).toBe(true)
          expect(spec.maxExclusive ? value < spec.max : value <= spec.max).toBe(true)
        }
      }
    }
  })
})
