import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { curvatureAt, extremes } from '@core/curvature'
import { objectiveById } from '@core/objectives'
import type { Objective } from '@core/objectives/contract'
import { normalTable } from '@core/data/normal'

const created = (id: string, options: object = {}): Objective => {
  const kind = objectiveById(id)
  if (!kind) throw new Error(`no objective ${id}`)
  return kind.create(kind.options.parse(options))
}

describe('extreme eigenvalues', () => {
  test('of a diagonal matrix are its extreme entries', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 12 }),
        (diagonal) => {
          const size = diagonal.length
          const matrix = new Float64Array(size * size)
          diagonal.forEach((value, i) => (matrix[i * size + i] = value))
          const { largest, smallest } = extremes(matrix, size)
          expect(largest).toBeCloseTo(Math.max(...diagonal), 5)
          expect(smallest).toBeCloseTo(Math.min(...diagonal), 5)
        },
      ),
    )
  })

  test('of a full symmetric matrix: 2 on the diagonal, -1 beside it', () => {
    const size = 9
    const matrix = new Float64Array(size * size)
    for (let i = 0; i < size; i++) {
      matrix[i * size + i] = 2
      if (i > 0) matrix[i * size + i - 1] = matrix[(i - 1) * size + i] = -1
    }
    const { largest, smallest } = extremes(matrix, size)
    expect(largest).toBeCloseTo(2 - 2 * Math.cos((Math.PI * size) / (size + 1)), 8)
    expect(smallest).toBeCloseTo(2 - 2 * Math.cos(Math.PI / (size + 1)), 8)
  })
})

describe('the curvature of an objective', () => {
  test('is exact for a quadratic', () => {
    const objective = created('quadratic', { curvatures: [1, 10, 100] })
    const curvature = curvatureAt(objective, new Float64Array(3))
    expect(curvature?.largest).toBeCloseTo(100, 8)
    expect(curvature?.smallest).toBeCloseTo(1, 8)
  })

  test('of a regression on standard normal data is about 2', () => {
    const kind = objectiveById('linear-regression')
    const objective = kind?.create(kind.options.parse({}), normalTable(500, 0))
    if (!objective) throw new Error('no regression')
    const curvature = curvatureAt(objective, new Float64Array(2))
    expect(curvature?.largest).toBeGreaterThan(1.9)
    expect(curvature?.largest).toBeLessThan(2.2)
  })

  test('by finite differences agrees with the closed form', () => {
    const { hessian, ...without } = created('rosenbrock')
    expect(hessian).toBeDefined()
    const theta = Float64Array.of(-1.5, 2)
    const exact = curvatureAt(created('rosenbrock'), theta)
    const approximate = curvatureAt(without, theta)
    if (!exact || !approximate) throw new Error('no curvature')
    expect(approximate.largest / exact.largest).toBeCloseTo(1, 6)
    expect(approximate.smallest / exact.smallest).toBeCloseTo(1, 4)
  })

  test('is undefined where the Hessian is not finite', () => {
    expect(curvatureAt(created('rosenbrock'), Float64Array.of(NaN, 0))).toBeUndefined()
  })
})
