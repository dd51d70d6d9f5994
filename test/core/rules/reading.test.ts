import { describe, expect, test } from 'vitest'
import { dialectOfRule } from '@core/rules/dialect'
import { freeNamesOf, readRule, stateNamesOf } from '@core/rules/reading'
import type { RuleSpec } from '@core/rules/spec'

const lr = { lr: 0.1 }
const withB = { lr: 0.1, b: 0.9 }

function faultOf(text: string, hyper: RuleSpec['hyper'] = lr, state: RuleSpec['state'] = {}): string {
  const reading = readRule({ text, state, hyper })
  if (reading.ok) return 'no fault'
  const { fault } = reading
  if (fault.field !== 'text') return `${fault.field} ${fault.key}: ${fault.message}`
  return `${fault.fault.from}-${fault.fault.to}: ${fault.fault.message}`
}

const codeOf = (text: string, hyper: RuleSpec['hyper'] = withB): readonly string[] =>
  dialectOfRule({ text, state: {}, hyper })?.code ?? [faultOf(text, hyper)]

describe('a rule', () => {
  test('is copied as NumPy, in the order of its arithmetic', () => {
    expect(codeOf('# rolls\nv = b v - lr g # downhill\n\nx = x + v')).toEqual([
      'v = b * v - lr * gradient',
      'theta = theta + v',
    ])
    expect(codeOf('x = x - lr (g - b x)^2 / 2')).toEqual([
      'theta = theta - lr * ((gradient - b * theta) * (gradient - b * theta)) / 2',
    ])
    expect(codeOf('x = x - lr if(t == 1 or b < g and x >= 0, sqrt(abs(g)), -g)', withB)).toEqual([
      'theta = theta - lr * np.where((t == 1) | ((b < gradient) & (theta >= 0)), np.sqrt(np.abs(gradient)), -gradient)',
    ])
  })

  test('carries on what it reads before its line, and takes what is of all parameters apart', () => {
    expect(codeOf('v = if(dot(g, v) > 0, 0, b v) - lr g; theta = theta + v')).toEqual([
      'dot1 = np.sum(gradient * v)',
      'v = np.where(dot1 > 0, 0, b * v) - lr * gradient',
      'theta = theta + v',
    ])
    expect(stateNamesOf('s = lr s; m = g; v = v + m; x = x - v s')).toEqual(['s', 'v'])
    expect(freeNamesOf('m = b1 m + g; x = x - lr m / eps(t)')).toEqual(['b1', 'lr', 'eps'])
  })

  test('gives every value of a name that has several a name of its own', () => {
    expect(codeOf('m = m + g; m = b m; m1 = m; x = x - lr m1; x = x - b m')).toEqual([
      'm1_ = m + gradient',
      'm = b * m1_',
      'm1 = m',
      'theta1 = theta - lr * m1',
      'theta = theta1 - b * m',
    ])
  })

  test('is written as mathematics', () => {
    const dialect = dialectOfRule({
      text: 'lookahead = x - b v; mHat = g / (1 - b^t); v = b v + lr mHat; x = x - v',
      state: {},
      hyper: withB,
    })
    expect(dialect?.equations).toEqual([
      String.raw`\tilde{\theta}_t = \theta_{t-1} - b \, v_{t-1}`,
      String.raw`\hat{m}_t = \frac{g_t}{1 - b^{t}}`,
      String.raw`v_t = b \, v_{t-1} + \eta \, \hat{m}_t`,
      String.raw`\theta_t = \theta_{t-1} - v_t`,
    ])
    expect(dialect?.quantities.v).toMatchObject({ before: 'v_{t-1}', moves: 'against' })
  })
})

describe('what is wrong with a rule is told at its character', () => {
  test.each([
    ['x = x - lr sine(g)', '11-15: there is no function called sine; did you mean sin?'],
    ['x = x - lr * * g', `13-14: "*" can't stand here`],
    ['x = x - lr g\nv = (x', '17-18: "(" is never closed'],
    ['x = x - lr', 'no fault'],
    ['x = x -\nv = lr g', '6-7: something is missing at the end'],
    ['x =', '2-3: what x is worth is missing after ='],
    ['x - lr g', '0-8: a line says what a name is worth from there on, as in x = x - lr g'],
    ['x + v = lr g', '0-5: before = stands one name, as in m = b m + g'],
    ['x += v', '0-3: there is no += here; begin with x = x +'],
    ['if dot(g, v) > 0: v = 0', '0-19: a choice stands behind =, as in v = if(dot(g, v) > 0, 0, v)'],
    ['x = x - lr grad', "11-15: grad can't be a name here: the gradient is called g"],
    ['x = y = lr g', '6-7: write == to compare, or f(x, y) = before the whole formula'],
    ['v = lr g', '0-8: the rule never changes x; a line such as x = x - lr g does'],
    [
      'x = x - lr c',
      '11-12: c has no value: give it one among the hyper-parameters, or in a line of its own',
    ],
    ['x = x - lr g; t = 1', '14-15: t is the number of the update, which no line changes'],
    ['x = x - lr g[1]', '11-15: a rule is for every parameter alike, so nothing in it has an index'],
    [
      'x = x - norm(lr) g',
      '8-16: norm is of what every parameter has its own of; this is one number for all',
    ],
    ['x = x - lr dot(g)', '11-17: dot is of all parameters together, as in dot(g, v)'],
    [
      'x = x - lr g; lookahead = x',
      '14-23: lookahead stands once, before all other lines: it says where the gradient is taken',
    ],
    ['lookahead = x - lr g; x = x', '19-20: lookahead comes before the update, so g is not known in it'],
    ['__proto__ = lr; x = x', /^0-9: __proto__ can't be a name here/],
    ['constructor = lr; x = x', "0-11: constructor can't be the name of a number"],
    ['lambda = lr; x = x', /^0-6: lambda is a word of Python/],
    ['# only words', '0-12: is empty; type a rule such as x = x - lr g'],
    ['x = x - lr toString', "11-19: toString can't be the name of a number"],
  ])('%s', (text, fault) => {
    if (typeof fault === 'string') expect(faultOf(text)).toBe(fault)
    else expect(faultOf(text)).toMatch(fault)
  })

  test('or with what was given beside it', () => {
    const text = 'x = x - lr g'
    expect(faultOf(text, withB)).toBe('hyper b: is not in the rule')
    expect(faultOf(text, lr, { m: 1 })).toBe('state m: is given no value by the rule')
    expect(faultOf(`m = g; ${text}`, lr, { m: 1 })).toMatch(/^state m: is given a value before any line/)
    expect(faultOf(`m = m + g; ${text}`, lr, { m: 'c' })).toMatch(/^state m: begins with c, which is no/)
    expect(faultOf(text, { lr: { default: 2, min: 0, max: 1 } })).toMatch(/^hyper lr: must have a default/)
    expect(faultOf(text, { lr: { default: 2, min: 3, max: 1 } })).toMatch(/^hyper lr: must have a min below/)
    expect(faultOf(text, { lr: 0.1, x: 3 })).toBe('hyper x: x has a meaning of its own')
  })
})

describe('hostile rules are refused in a sentence within a tenth of a second', () => {
  test.each([
    'x'.repeat(1_000_000),
    '('.repeat(10_000) + 'x' + ')'.repeat(10_000),
    `x = ${'('.repeat(1_900)}x${')'.repeat(1_900)}`,
    `x = ${'-'.repeat(3_990)}x`,
    `x = ${'x^'.repeat(1_990)}x`,
    'x = x\n'.repeat(600),
    ';'.repeat(4_000),
    '='.repeat(4_000),
    'toString = 1; x = x',
    'x = x.constructor',
    'x = __proto__(x)',
    'hasOwnProperty = g; x = x - lr hasOwnProperty',
  ])('%.30s', (text) => {
    faultOf('x = x - lr g')
    const times = [1, 2, 3].map(() => {
      const begin = performance.now()
      expect(faultOf(text)).toMatch(/\w+ \w+/)
      expect(faultOf(text)).not.toBe('no fault')
      return performance.now() - begin
    })
    expect(Math.min(...times)).toBeLessThan(100)
  })
})
