/** The words of the language: what each function is called and how many arguments it takes. */

/** Functions of one number that are one step of arithmetic. */
export const unaryNames = [
  'abs',
  'acos',
  'asin',
  'atan',
  'cbrt',
  'cos',
  'cosh',
  'exp',
  'log',
  'log10',
  'log2',
  'sign',
  'sin',
  'sinh',
  'sqrt',
  'tan',
  'tanh',
] as const
export type UnaryName = (typeof unaryNames)[number]

const unary: ReadonlyMap<string, UnaryName> = new Map<string, UnaryName>([
  ...unaryNames.map((name): [string, UnaryName] => [name, name]),
  ['ln', 'log'],
])

/** Functions that are more than that. */
const others: readonly string[] = ['max', 'min', 'piecewise', 'if', 'sum']

export const unaryNamed = (name: string): UnaryName | undefined => unary.get(name)
export const isFunction = (name: string): boolean => unary.has(name) || others.includes(name)
export const functionNames: readonly string[] = [...unary.keys(), ...others].sort()

const constants: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['π', Math.PI],
  ['e', Math.E],
])
export const constantNamed = (name: string): number | undefined => constants.get(name)

/** What every object has by itself in JavaScript; none of it is a name for a number. */
const isOfObjects = (name: string): boolean => name in {} || name === 'prototype'

/** Why a name can't be a variable's or a parameter's; undefined where it can. */
export function nameFault(name: string): string | undefined {
  if (isOfObjects(name)) return `${name} can't be the name of a number`
  if (isFunction(name)) return `${name} is a function; what it is of stands in brackets, as in ${name}(x)`
  if (constants.has(name)) return `${name} is a constant`
  return undefined
}
