import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { curvatureAlong, curvatureAt } from '@core/curvature'
import { extremes, extremesOf } from '@core/eigenvalues'
import { objectiveById, objectives } from '@core/objectives'
import type { Objective } from '@core/objectives/contract'
import { normalTable } from '@core/data/normal'
import { tableFor } from './objectives/tables'

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

/** Chains of 2 on the diagonal and -1 beside it, whose eigenvalues are known. */
const chained = (size: number): readonly [number, number] => {
  const angle = Math.PI / (size + 1)
  return [2 - 2 * Math.cos(size * angle), 2 - 2 * Math.cos(angle)]
}

describe('extreme eigenvalues of a product', () => {
  test.each([1, 2, 33, 129, 400])('of a chain of %i', (size) => {
    const found = extremesOf((vector, out) => {
      for (let i = 0; i < size; i++) out[i] = 2 * vector[i] - (vector[i - 1] ?? 0) - (vector[i + 1] ?? 0)
    }, size)
    const [largest, smallest] = chained(size)
    // Eigenvalues that crowd together at the ends are told apart to a few digits.
    expect(found?.largest).toBeCloseTo(largest, 3)
    expect(found?.smallest).toBeCloseTo(smallest, 3)
    expect(found?.largest).toBeLessThanOrEqual(largest + 1e-9)
    expect(found?.smallest).toBeGreaterThanOrEqual(smallest - 1e-9)
  })

  test('are those of the whole matrix where it is small', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }).chain((size) =>
          fc.record({
            size: fc.constant(size),
            entries: fc.array(fc.double({ min: -10, max: 10, noNaN: true }), {
              minLength: size * size,
              maxLength: size * size,
            }),
          }),
        ),
        ({ size, entries }) => {
          const matrix = new Float64Array(size * size)
          for (let i = 0; i < size; i++) {
            for (let j = 0; j < size; j++) {
              matrix[i * size + j] = entries[i * size + j] + entries[j * size + i]
            }
          }
          const found = extremesOf((vector, out) => {
            for (let i = 0; i < size; i++) {
              out[i] = vector.reduce((sum, value, j) => sum + matrix[i * size + j] * value, 0)
            }
          }, size)
          const exact = extremes(matrix, size)
          expect(found?.largest).toBeCloseTo(exact.largest, 6)
          expect(found?.smallest).toBeCloseTo(exact.smallest, 6)
        },
      ),
    )
  })

  test('are undefined where a product is not finite', () => {
    expect(extremesOf((_, out) => void out.fill(NaN), 50)).toBeUndefined()
  })
})

describe('the curvature of an objective', () => {
  test.each([129, 1_000])('of %i parameters agrees with the exact one', (dimension) => {
    const spread = Array.from({ length: dimension }, (_, i) => -3 + (103 * i) / (dimension - 1))
    const quadratic = curvatureAt(created('quadratic', { curvatures: spread }), new Float64Array(dimension))
    expect(quadratic?.largest).toBeCloseTo(100, 1)
    expect(quadratic?.smallest).toBeCloseTo(-3, 1)

    const valley = created('rosenbrock', { dimension })
    const theta = Float64Array.from(valley.defaultStart)
    const hessian = new Float64Array(dimension * dimension)
    valley.hessian?.(theta, hessian)
    const exact = extremesOf((vector, out) => {
      for (let i = 0; i < dimension; i++) {
        let sum = 0
        for (let j = 0; j < dimension; j++) sum += hessian[i * dimension + j] * vector[j]
        out[i] = sum
      }
    }, dimension)
    const approximate = curvatureAt(valley, theta)
    if (!exact || !approximate) throw new Error('no curvature')
    expect(approximate.largest / exact.largest).toBeCloseTo(1, 6)
    expect(approximate.smallest / exact.smallest).toBeCloseTo(1, 6)
  })

  test('along a direction is that of the parabola there', () => {
    const bowl = created('quadratic', { curvatures: [1, 10, 100] })
    const along = (direction: readonly number[]): number =>
      curvatureAlong(bowl, Float64Array.of(4, 5, 6), Float64Array.from(direction))
    expect(along([0, 3, 0])).toBeCloseTo(10, 6)
    expect(along([1, 0, 1])).toBeCloseTo(50.5, 6)
  })

  test('is worked out once where it is the same everywhere', () => {
    const bowl = created('quadratic', { curvatures: Array.from({ length: 200 }, (_, i) => i + 1) })
    let gradients = 0
    const counted: Objective = {
      ...bowl,
      gradient(theta, out) {
        gradients += 1
        bowl.gradient(theta, out)
      },
    }
    const first = curvatureAt(counted, new Float64Array(200))
    const spent = gradients
    expect(curvatureAt(counted, new Float64Array(200).fill(7))).toEqual(first)
    expect(gradients).toBe(spent)
  })

  test.each(objectives.map(({ id }) => id))('%s has the same everywhere where it says so', (id) => {
    const kind = objectiveById(id)
    const objective = kind?.create(kind.options.parse({}), tableFor(kind, normalTable(50, 0)))
    if (!objective?.constantCurvature) return
    const at = (value: number): Float64Array => {
      const hessian = new Float64Array(objective.dimension ** 2)
      objective.hessian?.(new Float64Array(objective.dimension).fill(value), hessian)
      return hessian
    }
    expect(at(-2.5)).toEqual(at(1.5))
  })

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
