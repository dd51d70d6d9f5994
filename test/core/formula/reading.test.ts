import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { buildParserFile } from '@lezer/generator'
import { describe, expect, test } from 'vitest'
import { formulaTex, readFormula } from '@core/formula'

const read = (
  text: string,
  rest: { dimension?: number; variables?: string[]; parameters?: Record<string, number> } = {},
) => readFormula({ ...rest, text, parameters: new Map(Object.entries(rest.parameters ?? {})) })

function meaningOf(...given: Parameters<typeof read>) {
  const reading = read(...given)
  if (!reading.ok) throw new Error(JSON.stringify(reading.fault))
  return reading.formula.meaning
}

function faultOf(...given: Parameters<typeof read>): string {
  const reading = read(...given)
  if (reading.ok) return 'no fault'
  const { fault } = reading
  if (fault.field !== 'text') return `${[fault.field, fault.key].join(' ').trim()}: ${fault.message}`
  return `${fault.fault.from}-${fault.fault.to}: ${fault.fault.message}`
}

describe('the names of a formula', () => {
  test('are variables in alphabetical order, unless it says another', () => {
    expect(meaningOf('y sin(x) + b').variables).toEqual(['b', 'x', 'y'])
    expect(meaningOf('f(y, x) = y sin(x)').variables).toEqual(['y', 'x'])
    expect(meaningOf('y sin(x)', { variables: ['y', 'x'] }).variables).toEqual(['y', 'x'])
    expect(meaningOf('a x^2 + pi', { parameters: { a: 2 } }).variables).toEqual(['x'])
    expect(meaningOf('f(x, y) = x^2').dimension).toBe(2)
  })

  test('have an index where they are many', () => {
    expect(meaningOf('sum(x[i]^2, i, 1, n)', { dimension: 7 }).dimension).toBe(7)
    expect(meaningOf('x[1]^2 + x[2]').dimension).toBe(2)
  })
})

describe('what is wrong with a formula is told at its character', () => {
  test.each([
    ['x + * y', `4-5: "*" can't stand here`],
    ['x +', '2-3: something is missing at the end'],
    ['2 (x + 1', '2-3: "(" is never closed'],
    ['x)', '1-2: nothing is opened that ")" closes'],
    ['(x]', '2-3: ")" is to close "(", not "]"'],
    ['sine(x)', '0-4: there is no function called sine; did you mean sin?'],
    ['|x|', '0-1: write abs(x) for the size of x'],
    ['x^2 + @', '6-7: "@" has no meaning in a formula'],
    ['0,5 x', '1-2: a comma separates only what stands in brackets after a name; decimals have a point'],
    ['x = 3', '2-3: write == to compare, or f(x, y) = before the whole formula'],
    ['x 2', '2-3: write * before a number'],
    ['sqrt(x, y)', '0-10: sqrt takes one argument, not 2'],
    ['piecewise(x, 1, 2)', '10-11: a condition compares, as in x < 0'],
    ['x + (x < 1)', '5-10: a comparison is no number; it stands first in piecewise(x < 0, -x, x)'],
    ['x[3]', '0-4: x[3] is asked for, and there are x[1] to x[2]'],
    ['sum(x[i+1], i, 1, n)', '4-10: x[3] is asked for, and there are x[1] to x[2]'],
    ['f(x) = x + b', '11-12: b is neither among the variables nor a parameter'],
    ['2 + 3', '0-5: the formula is the same everywhere: it has no variable'],
    ['1e999 x', '0-5: 1e999 is too large for a number'],
    [' ', '0-1: is empty; type a function such as x^4 - 3x^2 + x'],
  ])('%s', (text, fault) => {
    expect(faultOf(text)).toBe(fault)
  })

  test('or with what was given beside it', () => {
    expect(faultOf('x^2', { parameters: { b: 1 } })).toBe('parameters b: is not in the formula')
    expect(faultOf('x^2', { dimension: 3 })).toMatch(/^dimension: must be left out/)
    expect(faultOf('f(x, y) = x y', { variables: ['y', 'x'] })).toMatch(/^variables: must be x, y/)
    expect(faultOf('sum(x[i], i, 1, n) + a')).toMatch(/^21-22: a has no value/)
  })
})

describe('hostile formulas are refused in a sentence within a tenth of a second', () => {
  const quick = ['x'.repeat(1_000_000), '('.repeat(10_000) + 'x' + ')'.repeat(10_000)]
  test.each([
    ...quick,
    '('.repeat(1_990) + 'x' + ')'.repeat(1_990),
    '-'.repeat(3_990) + 'x',
    `${'x^'.repeat(1_990)}x`,
    `${'x+'.repeat(1_990)}x`,
    '@'.repeat(4_000),
    ','.repeat(4_000),
    'sum(x[1], i, 1, 10^9)',
    'sum(sum(sum(x[1], i, 1, 1000), j, 1, 1000), k, 1, 1000)',
    'sum(x[1], i, 1, 1e300)',
    '__proto__ + 1',
    'constructor(x)',
    'x.constructor',
    'toString^2',
    'x[__proto__]',
  ])('%.30s', (text) => {
    read('x^2')
    const times = [1, 2, 3].map(() => {
      const begin = performance.now()
      expect(faultOf(text)).toMatch(/\w+ \w+/)
      return performance.now() - begin
    })
    expect(Math.min(...times)).toBeLessThan(100)
  })
})

test('a formula is shown as it is meant', () => {
  const tex = (text: string): string => {
    const reading = read(text)
    return reading.ok ? formulaTex(reading.formula.written) : JSON.stringify(reading.fault)
  }
  expect(tex('f(x, y) = sin(x) y^2')).toBe(String.raw`f(x, y) = \sin\left(x\right) \, y^{2}`)
  expect(tex('1/2x')).toBe(String.raw`\frac{1}{2} \, x`)
  expect(tex('(x + 1)^2 / (2 x)')).toBe(String.raw`\frac{\left(x + 1\right)^{2}}{2 \, x}`)
  expect(tex('-x^2')).toBe('-x^{2}')
  expect(tex('x - (y - 1)')).toBe(String.raw`x - \left(y - 1\right)`)
})

test('the tables are those of the grammar', () => {
  const folder = resolve(import.meta.dirname, '../../../src/worker/core/formula/grammar')
  const grammar = readFileSync(resolve(folder, 'formula.grammar'), 'utf8')
  const { parser } = buildParserFile(grammar, { typeScript: true })
  const made = readFileSync(resolve(folder, 'tables.ts'), 'utf8')
  expect(made.slice(made.indexOf('export const parser'))).toBe(
    `${parser.slice(parser.indexOf('export const parser')).trimEnd()}\n`,
  )
})
