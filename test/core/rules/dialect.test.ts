import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assignmentOf, numpyText, plainLines } from '@core/arithmetic/code'
import { updateAfter } from '@core/arithmetic/update'
import { descend } from '@core/descend'
import { compiledMachine } from '@core/formula/compiled'
import { tapeMachine } from '@core/formula/tape'
import type { Problem } from '@core/optimizers/contract'
import { dialectOfRule } from '@core/rules/dialect'
import { programOf } from '@core/rules/program'
import { readRule } from '@core/rules/reading'
import { faultsOf, documentWith, experimentWith, noStops, planWith } from '../../support/experiments'
import { inPython, pythonWith } from '../../support/python'
import { advance, begin } from '../optimizers/drive'
import { rosenbrock } from '../optimizers/problems'

const python = pythonWith('numpy')

const ball = {
  text: 'v = if(dot(g, v) > 0, 0, b v) - lr g\nx = x + v',
  state: {},
  hyper: { lr: 0.002, b: 0.9 },
}

test('a heavy ball with restarts goes where it goes by hand, to the last bit', () => {
  const dialect = dialectOfRule(ball)
  if (!dialect) throw new Error('not read')
  const path = advance(dialect, rosenbrock, begin(dialect, [-1.2, 1]), 400)
  const [theta, v, g] = [Float64Array.of(-1.2, 1), Float64Array.of(0, 0), Float64Array.of(0, 0)]
  let restarts = 0
  for (const found of path) {
    expect(found).toEqual([...theta])
    rosenbrock.gradient(theta, g)
    const isUphill = g[0] * v[0] + g[1] * v[1] > 0
    if (isUphill) restarts += 1
    for (let i = 0; i < 2; i++) {
      v[i] = (isUphill ? 0 : 0.9 * v[i]) - 0.002 * g[i]
      theta[i] += v[i]
    }
  }
  expect(restarts).toBeGreaterThan(3)
})

test('the value of the objective is asked for, and counted', () => {
  const rule = { text: 'd = f - p\np = f\nx = x - if(t > 1 and d > 0, lr / 2, lr) g', hyper: { lr: 0.1 } }
  const plan = planWith({
    start: [3],
    iterations: 5,
    stop: noStops,
    runs: [{ optimizer: 'rule', rule }],
  })
  expect(plan.series).toContain('evaluations')
  const descent = descend(plan)
  expect(Array.from(descent.positions, ({ theta }) => theta[0]).at(-1)).toBeCloseTo(3 * 0.8 ** 5, 12)
  expect(descent.evaluations().valueEvaluations).toBe(5)
})

test('settings that change on the way, and a schedule, reach a rule as they reach a method', () => {
  const changes = [
    { at: 5, set: { gamma: 0.5 } },
    { at: 12, set: { gamma: 0.8, lr: 2e-4 } },
  ]
  const schedule = { id: 'exponential', gamma: 0.95 }
  const all = { schedule, changes }
  const text = 'v = gamma v + lr g\nx = x - v'
  const hyper = { gamma: 0.9, lr: 1e-3 }
  const [method, rule] = [
    { optimizer: 'momentum', dialect: 'chapter', hyper, ...all },
    { optimizer: 'rule', rule: { text, hyper }, ...all },
  ].map((run) =>
    descend(planWith({ objective: { id: 'rosenbrock' }, iterations: 20, stop: noStops, runs: [run] })),
  )
  const thetas = ({ positions }: ReturnType<typeof descend>) => Array.from(positions, ({ theta }) => [...theta])
  const path = thetas(method)
  expect(path).toHaveLength(21)
  expect(thetas(rule)).toEqual(path)
})

describe('an update of a rule with all its numbers', () => {
  const runs = [{ optimizer: 'rule', rule: ball }]
  const plan = planWith({ objective: { id: 'rosenbrock' }, iterations: 40, runs, stop: noStops })
  const descent = descend(plan)
  for (let updates = 0; updates < 30; updates++) descent.positions.next()
  const values = updateAfter(plan, descent.save(), [1])

  test('has what is of all parameters whole, whichever of them are asked for', () => {
    const both = updateAfter(plan, descent.save(), [0, 1])
    const [g, v] = [both.after.gradient, both.before.v]
    if (typeof g === 'number' || typeof v === 'number') throw new Error('of each parameter')
    expect(values.after.dot1).toBe(g[0] * v[0] + g[1] * v[1])
    expect(plainLines(plan.dialect, values, 0)[0]).toBe(
      `dot1 = sum(gradient * v), over all parameters = ${String(values.after.dot1)}`,
    )
  })

  test.skipIf(!python)('is copied as NumPy that runs', () => {
    const text = numpyText('rule', plan.dialect, values)
    expect(inPython(python ?? '', `${text.replace('print(theta)', '')}\nprint(1)`)).toBe(1)
  })
})

/** Expressions over what a rule may read, in its language. */
const expression = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom('x', 'g', 'm', 's', 'a', 't', '2', '0.5'),
    fc
      .tuple(tie('any'), fc.constantFrom('+', '-', '*', '/'), tie('any'))
      .map(([left, sign, right]) => `(${left} ${sign} ${right})`),
    fc.tuple(tie('any'), fc.constantFrom('-', '+', ' ')).map(([of, sign]) => `${sign}${of} a`),
    fc.tuple(fc.constantFrom('abs', 'sign', 'sqrt'), tie('any')).map(([name, of]) => `${name}(${of})`),
    fc.tuple(fc.constantFrom('max', 'min'), tie('any'), tie('any')).map(([f, a, b]) => `${f}(${a}, ${b})`),
    fc.tuple(tie('any'), tie('any'), tie('any')).map(([c, a, b]) => `if(${c} <= 1, ${a}, ${b})`),
    fc.tuple(tie('any'), fc.constantFrom(2, 3)).map(([of, power]) => `(${of})^${power}`),
    fc.tuple(fc.constantFrom('sum', 'mean', 'norm'), tie('any')).map(([name, of]) => `${name}(x + ${of})`),
  ),
})).any

const rules = fc.tuple(expression, expression, expression).map(([m, s, x]) => ({
  text: `s = ${s}\nm = ${m}\nm = m + s a\nx = x - a (${x})`,
  state: {},
  hyper: { a: 0.3 },
}))

type Numbers = number | readonly number[]
const entries = (value: Numbers, n: number): readonly number[] =>
  typeof value === 'number' ? new Array<number>(n).fill(value) : value
const entrywise =
  (work: (...of: number[]) => number) =>
  (...values: Numbers[]): Numbers => {
    const n = values.find((value) => typeof value !== 'number')
    if (n === undefined || typeof n === 'number') return work(...values.map(Number))
    return n.map((_, i) => work(...values.map((value) => entries(value, n.length)[i])))
  }
const added = (values: Numbers): number =>
  typeof values === 'number' ? values : values.reduce((sum, each) => sum + each, 0)

/** NumPy's functions, of lists. */
const np = {
  sqrt: entrywise(Math.sqrt),
  abs: entrywise(Math.abs),
  sign: entrywise(Math.sign),
  maximum: entrywise(Math.max),
  minimum: entrywise(Math.min),
  where: entrywise((condition, yes, no) => (condition ? yes : no)),
  sum: added,
  mean: (values: readonly number[]) => added(values) / values.length,
}

/** What a line of NumPy comes to where every sign is of lists. */
function evaluated(line: string, known: Readonly<Record<string, Numbers>>): Numbers {
  const signs: Record<string, (...of: Numbers[]) => Numbers> = {
    '+': entrywise((a, b) => a + b),
    '-': entrywise((a, b) => a - b),
    '*': entrywise((a, b) => a * b),
    '/': entrywise((a, b) => a / b),
    '<=': entrywise((a, b) => Number(a <= b)),
  }
  const tokens = line.match(/np\.\w+|[A-Za-z_]\w*|[\d.]+(?:e[+-]?\d+)?|<=|[-+*/(),]/g) ?? []
  let at = 0
  const take = (): string => tokens[at++]
  const levels = [['<='], ['+', '-'], ['*', '/']]
  function level(depth: number): Numbers {
    if (depth === levels.length) return signed()
    let value = level(depth + 1)
    while (levels[depth].includes(tokens[at])) value = signs[take()](value, level(depth + 1))
    return value
  }
  function signed(): Numbers {
    if (tokens[at] !== '-') return atom()
    take()
    return entrywise((a) => -a)(signed())
  }
  function atom(): Numbers {
    const token = take()
    if (token === '(') {
      const value = level(0)
      take()
      return value
    }
    if (/^[\d.]/.test(token)) return Number(token)
    if (!token.startsWith('np.')) return known[token]
    const args: Numbers[] = []
    do {
      take()
      args.push(level(0))
    } while (tokens[at] === ',')
    take()
    const work = Reflect.get(np, token.slice(3)) as (...of: Numbers[]) => Numbers
    return work(...args)
  }
  return level(0)
}

const noProblem: Problem = { ...rosenbrock }
const three = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 3, maxLength: 3 })

describe('any rule', () => {
  test('steps as its NumPy says, to the last bit', () => {
    fc.assert(
      fc.property(rules, three, three, three, (rule, theta, gradient, m) => {
        const dialect = dialectOfRule(rule)
        // It may take a sum of what is one number for all.
        if (!dialect) return
        const at = Float64Array.from(theta)
        const state = dialect.init(3, { a: 0.3 })
        state.m?.set(m.slice(0, state.m.length))
        const known: Record<string, Numbers> = { theta, gradient, t: 2, a: 0.3 }
        for (const [name, value] of Object.entries(state))
          known[name] = value.length === 1 ? value[0] : [...value]
        for (const line of dialect.code) {
          const { name, expression: of } = assignmentOf(line)
          known[name] = evaluated(of, known)
        }
        dialect.step(at, Float64Array.from(gradient), state, { a: 0.3 }, 2, noProblem)
        expect([...at]).toEqual(entries(known.theta, 3))
        for (const [name, value] of Object.entries(state))
          expect([...value]).toEqual(entries(known[name], value.length))
      }),
      { numRuns: 400 },
    )
  })

  test('comes to the same compiled and by tape', () => {
    fc.assert(
      fc.property(
        rules,
        fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 40 }),
        (spec, numbers) => {
          const read = readRule(spec)
          if (!read.ok) return
          const program = programOf(read.rule, read.rule.steps, 3)
          const { size } = program.layout
          const fast = compiledMachine(program, size)
          const slow = tapeMachine(program, size)
          if (!fast) throw new Error('no WebAssembly here')
          for (const machine of [fast, slow]) {
            machine.input.set(numbers.slice(0, size))
            machine.run()
          }
          expect([...fast.output]).toEqual([...slow.output])
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('a rule in a document', () => {
  const documentOf = (rule: unknown, rest: Readonly<Record<string, unknown>> = {}) =>
    documentWith({ runs: [{ optimizer: 'rule', rule, ...rest }] })

  test('has its defaults filled in, and may be scheduled where it has a learning rate', () => {
    const [run] = experimentWith({
      runs: [{ optimizer: 'rule', rule: ball, hyper: { b: 0.5 }, schedule: { id: 'cosine' } }],
    }).runs
    expect(run).toMatchObject({ dialect: 'own', label: 'Your own rule', hyper: { lr: 0.002, b: 0.5 } })
    const without = { text: 'x = x - g / 10' }
    expect(faultsOf(documentOf(without, { schedule: { id: 'cosine' } }))[0]).toMatch(/^runs\[0\]\.schedule/)
  })

  test('is refused with the path of what is wrong', () => {
    expect(faultsOf(documentOf({ text: 'x = x - sine(g)' }))).toEqual([
      'runs[0].rule.text: there is no function called sine; did you mean sin? (at character 9)',
    ])
    const rule = { text: 'x = x - lr g', hyper: { lr: { default: 0.1, min: 0, max: 1 } } }
    expect(faultsOf(documentOf(rule, { hyper: { lr: 3 } }))).toEqual([
      'runs[0].hyper.lr: must be <= 1, got 3',
    ])
    expect(faultsOf(documentOf(rule, { hyper: { c: 3 } }))[0]).toMatch(/^runs\[0\]\.hyper\.c: unknown key/)
    expect(faultsOf(documentOf(rule, { changes: [{ at: 3, set: { lr: -1 } }] }))).toEqual([
      'runs[0].changes[0].set.lr: must be > 0, got -1',
    ])
    expect(faultsOf(documentWith({ runs: [{ optimizer: 'rule' }] }))).toEqual([
      'runs[0].rule: is missing; it must be an object',
    ])
  })
})
