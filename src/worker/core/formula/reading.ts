import { FormulaFault, type Fault } from './fault'
import { formulaLimits } from './limits'
import { lowered, type Meaning } from './lower'
import { dimensionName, freeNames, type FreeNames } from './names'
import { simplified } from './simplify'
import { readSyntax, type Written } from './syntax'
import { termsIn } from './terms'
import { partsOf, type Tree } from './tree'
import { constantNamed, nameFault } from './vocabulary'

/** What a formula is made of, beside its text. */
export interface FormulaSpec {
  readonly text: string
  readonly parameters: ReadonlyMap<string, number>
  /** In the order of theta; left out, what the formula says before its sign, or the names it has, sorted. */
  readonly variables?: readonly string[]
  /** How many entries x has, where x has an index. */
  readonly dimension?: number
}

export type Field = 'text' | 'parameters' | 'variables' | 'dimension'

/** Faults of the text have a place in it. */
export type FieldFault =
  | { readonly field: 'text'; readonly fault: Fault }
  | { readonly field: Exclude<Field, 'text'>; readonly key?: string | number; readonly message: string }

export interface Formula {
  readonly written: Written
  readonly meaning: Meaning
  readonly tree: Tree
  /** About how many steps of arithmetic its value takes. */
  readonly size: number
}

export type Reading =
  { readonly ok: true; readonly formula: Formula } | { readonly ok: false; readonly fault: FieldFault }

/** For x with an index, where nobody says how many entries it has. */
export const usualDimension = 2

class Refusal extends Error {
  constructor(readonly fault: FieldFault) {
    super()
  }
}

const refuse = (field: Exclude<Field, 'text'>, message: string, key?: string | number): never => {
  throw new Refusal({ field, message, key })
}

/** Reads a formula; never throws, and takes less than a tenth of a second of anything. */
export function readFormula(spec: FormulaSpec): Reading {
  try {
    const written = readSyntax(spec.text)
    const names = freeNames(written)
    checkParameters(spec, names, written)
    const meaning = meaningOf(spec, written, names)
    const tree = simplified(lowered(written.body, meaning))
    const terms = termsIn(tree, meaning.indexed, meaning.dimension)
    if (!hasVariable(tree))
      throw new FormulaFault('the formula is the same everywhere: it has no variable', 0, spec.text.length)
    return { ok: true, formula: { written, meaning, tree, size: nodesIn(tree) * (1 + terms) } }
  } catch (failure) {
    if (failure instanceof FormulaFault) {
      const { message, from, to } = failure
      return { ok: false, fault: { field: 'text', fault: { message, from, to } } }
    }
    if (failure instanceof Refusal) return { ok: false, fault: failure.fault }
    throw failure
  }
}

const nodesIn = (tree: Tree): number => partsOf(tree).reduce((sum, part) => sum + nodesIn(part), 1)
/** The names in a text that are neither functions nor constants; undefined where it can't be read. */
export function namesIn(text: string): readonly string[] | undefined {
  try {
    const { single, indexed } = freeNames(readSyntax(text))
    return [...single.keys(), ...indexed.keys()].filter((name) => constantNamed(name) === undefined)
  } catch (failure) {
    if (failure instanceof FormulaFault) return undefined
    throw failure
  }
}

const hasVariable = (tree: Tree): boolean => tree.kind === 'variable' || partsOf(tree).some(hasVariable)

const wordFor = /^[a-zA-Z_\u0370-\u03ff\u1f00-\u1fff][a-zA-Z0-9_\u0370-\u03ff\u1f00-\u1fff]*$/

function checkParameters({ parameters }: FormulaSpec, { single }: FreeNames, { definition }: Written): void {
  for (const name of parameters.keys()) {
    if (!wordFor.test(name))
      refuse('parameters', 'a name has letters and digits, and begins with a letter', name)
    const fault = nameFault(name)
    if (fault !== undefined) refuse('parameters', fault, name)
    const declared = definition?.variables.find((each) => each.name === name)
    if (declared)
      throw new FormulaFault(`${name} is a parameter, so it is no variable`, declared.from, declared.to)
    if (!single.has(name)) refuse('parameters', 'is not in the formula', name)
  }
}

function meaningOf(spec: FormulaSpec, written: Written, names: FreeNames): Meaning {
  const { parameters } = spec
  const [indexed, second] = [...names.indexed]
  if (second) {
    throw new FormulaFault(
      `only one name has an index, and ${indexed[0]} has one already`,
      second[1].from,
      second[1].to,
    )
  }
  if (indexed) return indexedMeaning(spec, written, names, indexed[0])
  if (spec.dimension !== undefined)
    refuse('dimension', 'must be left out: nothing in the formula has an index, as x[i] has')
  const free = [...names.single.keys()].filter(
    (name) => !parameters.has(name) && constantNamed(name) === undefined,
  )
  const declared = written.definition?.variables.map(({ name }) => name)
  for (const { name, from, to } of written.definition?.variables ?? []) {
    const fault = nameFault(name)
    if (fault !== undefined) throw new FormulaFault(fault, from, to)
  }
  const variables = agreed(spec.variables, declared) ?? free.sort()
  checkVariables(variables, spec)
  const unknown = free.find((name) => !variables.includes(name))
  if (unknown !== undefined) {
    const { from, to } = names.single.get(unknown) ?? { from: 0, to: 0 }
    throw new FormulaFault(`${unknown} is neither among the variables nor a parameter`, from, to)
  }
  return { parameters, variables, indexed: undefined, dimension: variables.length }
}

function agreed(
  given: readonly string[] | undefined,
  declared: readonly string[] | undefined,
): readonly string[] | undefined {
  if (given && declared && given.join() !== declared.join()) {
    refuse('variables', `must be ${declared.join(', ')} as before the sign of the formula, or be left out`)
  }
  return given ?? declared
}

function checkVariables(variables: readonly string[], { parameters, variables: given }: FormulaSpec): void {
  variables.forEach((name, index) => {
    const key = given ? index : undefined
    const fault = wordFor.test(name)
      ? nameFault(name)
      : 'must have letters and digits, and begin with a letter'
    if (fault !== undefined) refuse('variables', fault, key)
    if (variables.indexOf(name) !== index) refuse('variables', `${name} is named twice`, key)
    if (parameters.has(name)) refuse('variables', `${name} is a parameter, so it is no variable`, key)
  })
  if (variables.length > formulaLimits.dimension) {
    refuse('variables', `must have at most ${formulaLimits.dimension} entries, got ${variables.length}`)
  }
}

function indexedMeaning(
  spec: FormulaSpec,
  { definition }: Written,
  names: FreeNames,
  indexed: string,
): Meaning {
  const { parameters, dimension = usualDimension } = spec
  const declared = definition?.variables.map(({ name }) => name)
  const variables = agreed(spec.variables, declared)
  if (variables && variables.join() !== indexed) {
    refuse('variables', `must be left out: ${indexed} has an index, so it is the only variable`)
  }
  if (parameters.has(indexed))
    refuse('parameters', 'has an index in the formula, so it is no parameter', indexed)
  for (const [name, { from, to }] of names.single) {
    const isKnown =
      name === dimensionName || name === indexed || parameters.has(name) || constantNamed(name) !== undefined
    if (!isKnown) {
      const message = `${name} has no value: beside ${indexed} with its index there are no variables, so give it one among the parameters`
      throw new FormulaFault(message, from, to)
    }
  }
  return { parameters, variables: [], indexed, dimension }
}

/** What each number in theta is called. */
export function variableNames({ indexed, variables, dimension }: Meaning): readonly string[] {
  if (indexed === undefined) return variables
  return Array.from({ length: dimension }, (_, index) => `${indexed}_${index + 1}`)
}
