import type { UnaryName } from './vocabulary'

/** The steps that formulas are worked out in, as JavaScript has them: both kernels take them from here. */

export type Unary = UnaryName | 'negative'
export type Binary =
  'add' | 'subtract' | 'multiply' | 'divide' | 'power' | 'max' | 'min' | 'less' | 'lessOrEqual' | 'equal'

export const unaryFunctions: Readonly<Record<Unary, (x: number) => number>> = {
  negative: (x) => -x,
  abs: Math.abs,
  acos: Math.acos,
  asin: Math.asin,
  atan: Math.atan,
  cbrt: Math.cbrt,
  cos: Math.cos,
  cosh: Math.cosh,
  exp: Math.exp,
  log: Math.log,
  log10: Math.log10,
  log2: Math.log2,
  sign: Math.sign,
  sin: Math.sin,
  sinh: Math.sinh,
  sqrt: Math.sqrt,
  tan: Math.tan,
  tanh: Math.tanh,
}

/** Comparisons have 1 for yes and 0 for no. */
export const binaryFunctions: Readonly<Record<Binary, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  power: Math.pow,
  max: Math.max,
  min: Math.min,
  less: (a, b) => (a < b ? 1 : 0),
  lessOrEqual: (a, b) => (a <= b ? 1 : 0),
  equal: (a, b) => (a === b ? 1 : 0),
}

/** What the four signs are called. */
export const binaryNames = { '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide' } as const
