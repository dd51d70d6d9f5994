import fc from 'fast-check'
import { expect, test } from 'vitest'
import { M4 } from '@core/m4'

/** Few values, so that there are many equal ones. */
const columns = fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 12 }), { maxLength: 5 })

test('of every column, the first, last, lowest and highest point are left, by index and each once', () => {
  fc.assert(
    fc.property(columns, (given) => {
      const m4 = new M4()
      for (const values of given) {
        values.forEach((value, index) => m4.take(index, value))
        expect(m4.isEmpty).toBe(values.length === 0)
        const found: [number, number][] = []
        m4.flush((index, value) => found.push([index, value]))
        const [lowest, highest] = [Math.min(...values), Math.max(...values)]
        const wanted = [0, values.indexOf(lowest), values.indexOf(highest), values.length - 1]
        const indices = [...new Set(values.length > 0 ? wanted : [])].sort((a, b) => a - b)
        expect(found).toEqual(indices.map((index) => [index, values[index]]))
      }
    }),
  )
})
