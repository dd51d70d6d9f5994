import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { valuesOf } from '../../../src/renderer/charts/curve-values'

/** Of -0 and 0 either is the lower one. */
const entry = fc.oneof(
  fc.double().filter((value) => value !== 0),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(NaN, Infinity, -Infinity, 0),
)

/** The same, of all values at once. */
function plainly(values: readonly number[], first: number): object {
  const shown = values.map((value, index) => ({ value, index })).slice(first)
  const finite = shown.filter(({ value }) => Number.isFinite(value))
  const numbers = finite.map(({ value }) => value)
  const low = Math.min(...numbers)
  return {
    low,
    high: Math.max(...numbers),
    lowPositive: Math.min(...numbers.filter((value) => value > 0)),
    lowest: finite.find(({ value }) => value === low)?.index ?? -1,
    atMostZero: numbers.filter((value) => value <= 0).length,
    notFinite: shown.length - finite.length,
  }
}

describe('the values of a curve', () => {
  it('are told of a column that grows as if it had been there at once', () => {
    fc.assert(
      fc.property(fc.array(entry), fc.nat(3), fc.array(fc.nat(40), { maxLength: 4 }), (all, first, cuts) => {
        const column = Float64Array.from(all)
        for (const cut of cuts.toSorted((a, b) => a - b)) valuesOf(column.subarray(0, cut), first)
        expect(valuesOf(column, first)).toMatchObject(plainly(all, first))
      }),
    )
  })

  it('are looked at anew where less is shown, or another column has the memory', () => {
    const memory = Float64Array.of(5, 1, 3, 8)
    expect(valuesOf(memory)).toMatchObject({ low: 1, high: 8, lowest: 1 })
    expect(valuesOf(memory.subarray(0, 1))).toMatchObject({ low: 5, high: 5, lowest: 0 })
    expect(valuesOf(memory.subarray(2))).toMatchObject({ low: 3, high: 8, lowest: 0 })
    memory.set([2, 9, 4, 6])
    expect(valuesOf(memory)).toMatchObject({ low: 2, high: 9, lowest: 0 })
  })

  it('are not looked at again', () => {
    let looks = 0
    const column = new Proxy(Float64Array.of(3, 2, 1), {
      get(target, key) {
        if (typeof key === 'string' && /^\d+$/.test(key)) looks++
        return Reflect.get(target, key, target) as unknown
      },
    })
    valuesOf(column)
    const once = looks
    valuesOf(column)
    expect(looks - once).toBeLessThan(once)
  })
})
