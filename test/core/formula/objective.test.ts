import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { descend } from '@core/descend'
import { explain } from '@core/diagnosis'
import { format, parseExperiment } from '@core/experiment'
import { issueText } from '@core/issues'
import { objectiveById } from '@core/objectives'
import type { Objective } from '@core/objectives/contract'
import { optimizers } from '@core/optimizers'
import { planRuns, type Plan } from '@core/plan'
import { reasonText } from '@core/reasons/wording'
import { kernelOf, programsOf, readFormula } from '@core/formula'
import { whole } from '@core/formula/affine'
import type { Programs } from '@core/formula/kernel'
import { tapeKernel } from '@core/formula/tape'
import { tangentOf } from '@core/formula/tangent'
import { methods } from '../../support/arbitraries'

const rosenbrock = 'sum(100(x[i+1] - x[i]^2)^2 + (1 - x[i])^2, i, 1, n-1)'

function parsed(document: object) {
  const whole = { format, name: 'typed', iterations: 200, runs: [{ optimizer: 'gd' }], ...document }
  const result = parseExperiment(whole)
  if (!result.ok) throw new Error(result.issues.map(issueText).join('; '))
  return result.value
}

function plansOf(document: object): readonly Plan[] {
  const planned = planRuns(parsed(document))
  if (!planned.ok) throw new Error(planned.issues.map(issueText).join('; '))
  return planned.value
}

function created(text: string, rest: object = {}): Objective {
  const kind = objectiveById('formula')
  if (!kind) throw new Error('no formula')
  return kind.create(kind.options.parse({ text, ...rest }))
}

function endOf(document: object): string {
  const [plan] = plansOf(document)
  const descent = descend(plan)
  let steps = 0
  for (const position of descent.positions) {
    steps += 1
    if (position.outcome) break
  }
  expect(steps).toBeGreaterThan(0)
  return reasonText(explain(plan, descent, descent.position).reason)
}

/** Methods that need no minimum that is known: of a typed function none is. */
const usable = methods.filter(({ optimizer }) => !optimizer.needsMinimum)

describe('typed and built-in Rosenbrock', () => {
  test('are descended by every method that there is', () => {
    expect(usable.length).toBeGreaterThanOrEqual(optimizers.length)
  })

  test.each(usable)('take $name along the same trajectory', ({ optimizer, dialect }) => {
    const plain = ['gd', 'momentum', 'nag', 'asgd'].includes(optimizer.id)
    const run = { optimizer: optimizer.id, dialect, hyper: plain ? { lr: 5e-4 } : {} }
    const start = optimizer.id === 'lbfgs' ? [0.8, 0.6] : [-1.2, 1]
    const of = (objective: object) =>
      trajectory(plansOf({ objective, start, runs: [run], stop: { gradientNorm: 0, parameterChange: 0 } })[0])
    const [typed, builtIn] = [of({ id: 'formula', text: rosenbrock }), of({ id: 'rosenbrock' })]
    expect(typed.length).toBe(builtIn.length)
    expect(typed.length).toBeGreaterThan(10)
    const apart = typed.flatMap((point, k) =>
      point.map((x, i) => Math.abs(x - builtIn[k][i]) / (1 + Math.abs(builtIn[k][i]))),
    )
    expect(Math.max(...apart)).toBeLessThanOrEqual(1e-12)
  })

  function trajectory(plan: Plan): number[][] {
    const points: number[][] = []
    for (const { theta } of descend(plan).positions) points.push([...theta])
    return points
  }
})

/** Forward accumulation of the value, whose slope is put where a kernel leaves what it has turned. */
function slopesAlong(programs: Programs) {
  const tangent = tangentOf(programs.value)
  const store = { do: 'store', to: 'turned', at: whole(0), of: tangent.result } as const
  return tapeKernel({ ...programs, turn: () => ({ ...tangent, steps: [...tangent.steps, store] }) })
}

describe('derivatives', () => {
  /** Formulas of x and y whose values stay small, kinks left out. */
  const { formula } = fc.letrec((tie) => ({
    formula: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('x', 'y', 'x y', '0.5', '2', '(x - y)'),
      fc
        .tuple(tie('formula'), fc.constantFrom('+', '-', '*'), tie('formula'))
        .map(([a, sign, b]) => `(${String(a)} ${sign} ${String(b)})`),
      fc
        .tuple(fc.constantFrom('sin', 'cos', 'tanh', 'atan'), tie('formula'))
        .map(([name, a]) => `${name}(${String(a)})`),
      tie('formula').map((a) => `log(2 + sin(${String(a)}))`),
      tie('formula').map((a) => `sqrt(1 + (${String(a)})^2)`),
      tie('formula').map((a) => `cos(${String(a)})^3`),
      tie('formula').map((a) => `1 / (2 + cos(${String(a)}))`),
    ),
  }))
  const place = fc.double({ min: -1.5, max: 1.5, noNaN: true })

  test('forwards, backwards and by differences are the same', () => {
    fc.assert(
      fc.property(formula.map(String), place, place, (body, x, y) => {
        const read = readFormula({ text: `f(x, y) = ${body}`, parameters: new Map() })
        if (!read.ok) return
        const programs = programsOf(read.formula)
        const kernel = kernelOf(read.formula)
        const theta = Float64Array.of(x, y)
        const gradient = new Float64Array(2)
        kernel.evaluate(theta, gradient)
        const forwards = slopesAlong(programs)
        for (const i of [0, 1]) {
          const direction = Float64Array.of(1 - i, i)
          const slope = new Float64Array(2)
          forwards.turn(theta, direction, slope)
          const h = 1e-6
          const at = (by: number) => kernel.value(theta.map((each, k) => each + by * direction[k]))
          const scale = 1 + Math.abs(gradient[i])
          expect(Math.abs(slope[0] - gradient[i]) / scale).toBeLessThan(1e-11)
          expect(Math.abs((at(h) - at(-h)) / (2 * h) - gradient[i]) / scale).toBeLessThan(1e-4)
        }
      }),
      { numRuns: 150 },
    )
  })

  test.each([
    ['abs(x)', [0], [0]],
    ['sqrt(x^2)', [0], [0]],
    ['max(x, y)', [1, 1], [0.5, 0.5]],
    ['max(0, x)', [0], [0.5]],
    ['min(x, 2 x)', [0], [1.5]],
    ['sign(x) + x', [0], [1]],
  ])('at a kink of %s are the middle of both sides', (text, point, slopes) => {
    const objective = created(text)
    const out = new Float64Array(point.length)
    objective.evaluate(Float64Array.from(point), out)
    expect([...out]).toEqual(slopes)
    expect(objective.reportAt?.(point).kinks).toHaveLength(1)
  })
})

describe('how a run on a typed function ends', () => {
  test('names the step that has no result, and the update', () => {
    const objective = { id: 'formula', text: 'x - log(x)' }
    expect(
      endOf({ objective, start: [0.1], runs: [{ optimizer: 'gd', hyper: { lr: -1 + 1.05 } }] }),
    ).not.toMatch(/log of/)
    expect(endOf({ objective, start: [3], runs: [{ optimizer: 'gd', hyper: { lr: 6 } }] })).toMatch(
      /^diverged at update 1: the loss is NaN; log of -1 at update 1$/,
    )
    expect(endOf({ objective: { id: 'formula', text: 'sqrt(x)' }, start: [0] })).toMatch(
      /sqrt of 0, which has no slope/,
    )
    expect(endOf({ objective: { id: 'formula', text: '1/x' }, start: [0] })).toMatch(
      /a division by 0 at the start/,
    )
  })

  test('calls the bottom of a kink a minimum, and nothing else', () => {
    const run = { optimizer: 'gd', hyper: { lr: 0.5 } }
    expect(endOf({ objective: { id: 'formula', text: 'abs(x)' }, start: [1], runs: [run] })).toMatch(
      /^converged.*a minimum at a kink of abs/,
    )
    expect(endOf({ objective: { id: 'formula', text: 'max(x, 3 x) - 2 abs(x)' }, start: [0] })).not.toMatch(
      /^converged/,
    )
  })

  test('tells where a minimum stands among those that were found', () => {
    const objective = { id: 'formula', text: 'x^4 - 3x^2 + x' }
    const from = (start: number) =>
      endOf({ objective, start: [start], iterations: 2000, runs: [{ optimizer: 'gd', hyper: { lr: 0.05 } }] })
    expect(from(2)).toMatch(/^converged.*a local minimum: one was found that is lower by 2.444$/)
    expect(from(-2)).toMatch(
      /^converged.*the lowest minimum that was found, not known to be the lowest there is$/,
    )
  })
})

describe('minima', () => {
  test('are found and labelled as found, never as known', () => {
    const { minima, foundMinima = [] } = created('x^4 - 3x^2 + x')
    expect(minima).toEqual([])
    expect(foundMinima.map(({ theta: [x] }) => x.toFixed(4))).toEqual(['-1.3008', '1.1309'])
    expect(foundMinima.every(({ isFound }) => isFound)).toBe(true)
    expect(created('(x^2+y-11)^2 + (x+y^2-7)^2').foundMinima).toHaveLength(4)
    expect(created('x').foundMinima).toEqual([])
    expect(created('x y').foundMinima).toEqual([])
  })
})

describe('in the file', () => {
  const issuesOf = (objective: object) => {
    const result = parseExperiment({
      format,
      name: 'typed',
      iterations: 10,
      runs: [{ optimizer: 'gd' }],
      objective: { id: 'formula', ...objective },
    })
    return result.ok ? [] : result.issues.map(issueText)
  }

  test('a start has a number for every variable, in their order', () => {
    const [plan] = plansOf({ objective: { id: 'formula', text: 'a b^2', parameters: {} }, start: [3, 2] })
    expect(plan.objective.parameterNames).toEqual(['a', 'b'])
    expect(plan.objective.value(Float64Array.of(3, 2))).toBe(12)
    expect(() => parsed({ objective: { id: 'formula', text: 'a b^2' }, start: [1] })).toThrow(
      /start: must have 2 entries/,
    )
  })

  test('what is wrong names the place', () => {
    expect(issuesOf({ text: 'x + * y' })).toEqual([`objective.text: "*" can't stand here (at character 5)`])
    expect(issuesOf({ text: 'a x^2', parameters: { a: 'two' } })[0]).toMatch(/^objective.parameters.a/)
    expect(issuesOf({ text: 'x^2', parameters: { b: 1 } })).toEqual([
      'objective.parameters.b: is not in the formula',
    ])
    expect(issuesOf({ text: 'a x^2', parameters: { a: { value: 9, min: 0, max: 5 } } })).toEqual([
      'objective.parameters.a.value: must be from 0 to 5, got 9',
    ])
    expect(issuesOf({ text: 'x^2', dimension: 3 })[0]).toMatch(/^objective.dimension: must be left out/)
    expect(
      issuesOf({ text: 'x^2', parameters: JSON.parse('{"__proto__": 1}') as object }).length,
    ).toBeLessThanOrEqual(1)
  })
})
