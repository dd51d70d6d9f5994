import fc from 'fast-check'
import katex from 'katex'
import { describe, expect, it } from 'vitest'
import { objectiveById, objectives } from '@core/objectives'
import type { Objective } from '@core/objectives/contract'
import { differencedGradient, differencedHessian, largest } from './differences'
import { shipped, tableFor } from './tables'

const trees = shipped('trees.csv', ['Girth', 'Height'], 'Volume')

function build(id: string, options: Record<string, unknown> = {}): Objective {
  const kind = objectiveById(id)
  if (!kind) throw new Error(`no objective ${id}`)
  return kind.create(kind.options.parse(options), tableFor(kind, trees))
}

/** Every objective as it comes, and the ones with options in a few more shapes. */
const cases: readonly (readonly [string, Objective])[] = [
  ...objectives.map((kind) => [kind.id, build(kind.id)] as const),
  ['rosenbrock, 5 dimensions', build('rosenbrock', { dimension: 5 })],
  ['rastrigin, 1 dimension', build('rastrigin', { dimension: 1 })],
  ['rastrigin, 4 dimensions', build('rastrigin', { dimension: 4 })],
  ['styblinski-tang, 3 dimensions', build('styblinski-tang', { dimension: 3 })],
  ['quadratic, a saddle with a flat direction', build('quadratic', { curvatures: [-2, 0, 1, 1000] })],
]

/** Points of the domain; ackley's tip, where there is no derivative, is kept at a distance. */
const pointsOf = (name: string, { domain }: Objective) =>
  fc
    .tuple(...domain.map(([min, max]) => fc.double({ min, max, noNaN: true })))
    .filter((point) => name !== 'ackley' || Math.hypot(...point) > 0.1)
    .map((point) => Float64Array.from(point))

describe.each(cases)('%s', (name, objective) => {
  const { dimension, domain, minima } = objective
  const points = pointsOf(name, objective)
  const gradientAt = (theta: Float64Array) => {
    const out = new Float64Array(dimension).fill(NaN)
    objective.gradient(theta, out)
    return out
  }
  const hessianAt = (theta: Float64Array) => {
    const out = new Float64Array(dimension * dimension).fill(NaN)
    objective.hessian?.(theta, out)
    return out
  }

  it('has a gradient that differences confirm', () => {
    fc.assert(
      fc.property(points, (theta) => {
        const expected = differencedGradient(objective, theta)
        const gradient = gradientAt(theta)
        const tolerance = 1e-8 * (1 + largest(expected)) + 1e-10 * Math.abs(objective.value(theta))
        gradient.forEach((g, i) => expect(Math.abs(g - expected[i])).toBeLessThan(tolerance))
      }),
    )
  })

  it.skipIf(!objective.hessian)('has a Hessian that differences confirm, and symmetric', () => {
    fc.assert(
      fc.property(points, (theta) => {
        const expected = differencedHessian(objective, theta)
        const hessian = hessianAt(theta)
        const tolerance = 1e-7 * (1 + largest(expected)) + 1e-10 * largest(gradientAt(theta))
        hessian.forEach((h, i) => expect(Math.abs(h - expected[i])).toBeLessThan(tolerance))
        for (let i = 0; i < dimension; i++) {
          for (let j = 0; j < i; j++) expect(hessian[i * dimension + j]).toBe(hessian[j * dimension + i])
        }
      }),
      { numRuns: 50 },
    )
  })

  it('evaluates to the same value and gradient', () => {
    fc.assert(
      fc.property(points, (theta) => {
        const out = new Float64Array(dimension).fill(NaN)
        const value = objective.evaluate(theta, out)
        expect(value).toBe(objective.value(theta))
        expect(out).toEqual(gradientAt(theta))
      }),
    )
  })

  it('leaves theta alone', () => {
    fc.assert(
      fc.property(points, (theta) => {
        const before = theta.slice()
        objective.value(theta)
        gradientAt(theta)
        hessianAt(theta)
        expect(theta).toEqual(before)
      }),
      { numRuns: 10 },
    )
  })

  it('has minima with the value they claim and no slope', () => {
    for (const { theta, value } of minima) {
      const at = Float64Array.from(theta)
      expect(Math.abs(objective.value(at) - value)).toBeLessThanOrEqual(
        1e-12 * Math.max(1e-3, Math.abs(value)),
      )
      // A coordinate rounded to double leaves a slope of curvature times its rounding.
      const curvature = largest(hessianAt(at).filter(Number.isFinite))
      const tolerance = 4 * Number.EPSILON * (1 + curvature) * (1 + largest(theta))
      expect(largest(gradientAt(at))).toBeLessThanOrEqual(objective.rows > 0 ? 1e3 * tolerance : tolerance)
    }
  })

  it('has no point in its domain below its minima', () => {
    if (minima.length === 0) return
    const lowest = minima[0].value
    for (const minimum of minima) expect(minimum.value).toBe(lowest)
    fc.assert(
      fc.property(points, (theta) => {
        expect(objective.value(theta)).toBeGreaterThanOrEqual(lowest - 1e-12 * Math.abs(lowest))
      }),
      { numRuns: 2000 },
    )
  })

  it('draws its start and its minima, inside a box of its dimension', () => {
    expect(domain).toHaveLength(dimension)
    expect(objective.parameterNames).toHaveLength(dimension)
    expect(new Set(objective.parameterNames).size).toBe(dimension)
    for (const point of [objective.defaultStart, ...minima.map(({ theta }) => theta)]) {
      expect(point).toHaveLength(dimension)
      point.forEach((x, i) => {
        expect(x).toBeGreaterThan(domain[i][0])
        expect(x).toBeLessThan(domain[i][1])
      })
    }
  })

  it('starts on a slope', () => {
    const start = Float64Array.from(objective.defaultStart)
    expect(Number.isFinite(objective.value(start))).toBe(true)
    expect(largest(gradientAt(start))).toBeGreaterThan(1e-3)
  })

  it('has batches exactly where it has data', () => {
    const theta = Float64Array.from(objective.defaultStart, (x) => x + 0.1)
    const out = new Float64Array(dimension)
    const rows = Int32Array.from({ length: Math.max(1, objective.rows) }, (_, row) => row)
    const take = () => objective.batchGradient(theta, rows, 0, rows.length, out)
    if (objective.rows === 0) return expect(take).toThrow('no batches')
    take()
    const whole = gradientAt(theta)
    out.forEach((g, i) => expect(Math.abs(g - whole[i])).toBeLessThan(1e-12 * largest(whole)))
  })
})

describe('the catalog', () => {
  it('has an id, a name, a formula and a lesson for everything', () => {
    expect(new Set(objectives.map(({ id }) => id)).size).toBe(objectives.length)
    for (const { id, label, formula, lesson } of objectives) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/)
      expect(label).toBeTruthy()
      expect(() => katex.renderToString(formula, { strict: 'error' }), id).not.toThrow()
      expect(lesson).toMatch(/^[A-Z][^\n]{20,110}[.?]$/)
    }
  })

  it('keeps the ids that files and databases name', () => {
    expect(objectives.map(({ id }) => id)).toMatchInlineSnapshot(`
      [
        "square",
        "quartic",
        "smooth-abs",
        "double-well",
        "ripples",
        "plateau",
        "gramacy-lee",
        "reddi",
        "booth",
        "matyas",
        "beale",
        "himmelblau",
        "three-hump-camel",
        "six-hump-camel",
        "goldstein-price",
        "ackley",
        "griewank",
        "levy",
        "easom",
        "saddle",
        "monkey-saddle",
        "rosenbrock",
        "quadratic",
        "rastrigin",
        "styblinski-tang",
        "linear-regression",
        "logistic-regression",
        "formula",
      ]
    `)
  })

  it('finds by id', () => {
    expect(objectiveById('beale')?.label).toBe('Beale')
    expect(objectiveById('toString')).toBeUndefined()
  })

  it('takes no options it does not know, and fills in the ones left out', () => {
    for (const { id, options } of objectives) {
      expect(options.safeParse({ surprise: 1 }).success, id).toBe(false)
      expect(options.safeParse({}).success, id).toBe(true)
    }
  })

  it.each([
    ['rosenbrock', { dimension: 1 }],
    ['rastrigin', { dimension: 0 }],
    ['rastrigin', { dimension: 1001 }],
    ['styblinski-tang', { dimension: 2.5 }],
    ['quadratic', { curvatures: [] }],
    ['quadratic', { curvatures: [1, Infinity] }],
    ['quadratic', { curvatures: new Array(1001).fill(1) }],
    ['linear-regression', { gradient: 'median' }],
  ])('refuses %s with %o', (id, options) => {
    expect(objectiveById(id)?.options.safeParse(options).success).toBe(false)
  })

  it('names few parameters x and y, many x_i', () => {
    expect(build('square').parameterNames).toEqual(['x'])
    expect(build('rosenbrock').parameterNames).toEqual(['x', 'y'])
    expect(build('quadratic', { curvatures: [1, 2, 3] }).parameterNames).toEqual(['x_1', 'x_2', 'x_3'])
  })

  it('goes up to a thousand parameters', () => {
    for (const id of ['rosenbrock', 'rastrigin', 'styblinski-tang']) {
      const objective = build(id, { dimension: 1000 })
      const theta = Float64Array.from(objective.minima[0].theta)
      expect(objective.value(theta)).toBeCloseTo(objective.minima[0].value, 6)
    }
  })

  it('gives a quadratic no minimum where a curvature is negative', () => {
    expect(build('quadratic', { curvatures: [1, -1] }).minima).toEqual([])
    expect(build('quadratic', { curvatures: [1, 0] }).minima).toEqual([{ theta: [0, 0], value: 0 }])
  })

  it('gives ackley a value of exactly 0, no slope and infinite curvature at its tip', () => {
    const ackley = build('ackley')
    const out = new Float64Array(2)
    expect(ackley.evaluate(new Float64Array(2), out)).toBe(0)
    expect(Array.from(out)).toEqual([0, 0])
    const hessian = new Float64Array(4)
    ackley.hessian?.(new Float64Array(2), hessian)
    expect(Array.from(hessian)).toEqual([Infinity, 0, 0, Infinity])
  })

  it('has numbers for ackley however close to its tip', () => {
    const ackley = build('ackley')
    const gradient = new Float64Array(2)
    const hessian = new Float64Array(4)
    for (const distance of [5e-324, 1e-320, 1e-301, 1e-299, 1e-160, 1e-110, 1e-9]) {
      for (const point of [
        [distance, 0],
        [0, -distance],
        [distance, distance],
      ]) {
        const theta = Float64Array.from(point)
        expect(ackley.evaluate(theta, gradient)).toBeLessThan(1e-8)
        // The cone rises by 2 sqrt(2).
        for (const slope of gradient) expect(Math.abs(slope)).toBeLessThan(3)
        ackley.hessian?.(theta, hessian)
        expect(hessian.some(Number.isNaN), `Hessian at ${point.join()}`).toBe(false)
      }
    }
  })

  it('has a flat plateau as far as numbers go', () => {
    const plateau = build('plateau')
    const out = new Float64Array(1)
    for (const x of [1e8, 1e150, 1.5e154, -1e200, Number.MAX_VALUE]) {
      const theta = Float64Array.of(x)
      expect(plateau.evaluate(theta, out)).toBe(1)
      expect(Math.abs(out[0])).toBeLessThan(1e-20)
      plateau.hessian?.(theta, out)
      expect(Math.abs(out[0])).toBeLessThan(1e-30)
    }
  })

  it('has a flat easom as far as numbers go', () => {
    const easom = build('easom')
    const out = new Float64Array(2)
    const hessian = new Float64Array(4)
    for (const x of [1e3, 1e160, -9e307, Number.MAX_VALUE]) {
      const theta = Float64Array.of(0, x)
      expect(Math.abs(easom.evaluate(theta, out))).toBe(0)
      easom.hessian?.(theta, hessian)
      for (const number of [...out, ...hessian]) expect(Math.abs(number)).toBe(0)
    }
  })

  it('continues gramacy-lee through 0, where its quotient is 0 over 0', () => {
    const objective = build('gramacy-lee')
    const at = (x: number): readonly number[] => {
      const theta = Float64Array.of(x)
      const [gradient, hessian] = [new Float64Array(1), new Float64Array(1)]
      const value = objective.evaluate(theta, gradient)
      objective.hessian?.(theta, hessian)
      return [value, gradient[0], hessian[0]]
    }
    const k = 10 * Math.PI
    const limit = [k / 2 + 1, -4, 12 - k ** 3 / 6]
    for (const x of [0, 5e-324, -1e-300, 1e-12]) {
      at(x).forEach((number, i) => expect(number).toBeCloseTo(limit[i], 6))
    }
    // Where the series takes over from the quotient.
    const [inside, outside] = [at(0.99999999e-4), at(1.00000001e-4)]
    inside.forEach((number, i) => expect(Math.abs(number / outside[i] - 1)).toBeLessThan(1e-7))
  })

  it('agrees with goldstein-price as printed, multiplied out', () => {
    const objective = build('goldstein-price')
    const printed = (x: number, y: number) =>
      (1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x * x - 14 * y + 6 * x * y + 3 * y * y)) *
      (30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x * x + 48 * y - 36 * x * y + 27 * y * y))
    fc.assert(
      fc.property(pointsOf('goldstein-price', objective), (theta) => {
        const expected = printed(theta[0], theta[1])
        expect(Math.abs(objective.value(theta) - expected)).toBeLessThan(1e-8 + 1e-11 * expected)
      }),
    )
  })

  it('agrees with ackley and levy as printed', () => {
    const { PI, sin, cos, exp, sqrt, E } = Math
    const ackley = (x: number, y: number) =>
      -20 * exp(-0.2 * sqrt((x * x + y * y) / 2)) - exp((cos(2 * PI * x) + cos(2 * PI * y)) / 2) + 20 + E
    const levy = (x: number, y: number) => {
      const w = 1 + (x - 1) / 4
      const z = 1 + (y - 1) / 4
      return (
        sin(PI * w) ** 2 +
        (w - 1) ** 2 * (1 + 10 * sin(PI * w + 1) ** 2) +
        (z - 1) ** 2 * (1 + sin(2 * PI * z) ** 2)
      )
    }
    for (const [id, printed] of [
      ['ackley', ackley],
      ['levy', levy],
    ] as const) {
      const objective = build(id)
      fc.assert(
        fc.property(pointsOf(id, objective), (theta) => {
          expect(objective.value(theta)).toBeCloseTo(printed(theta[0], theta[1]), 12)
        }),
      )
    }
  })
})
