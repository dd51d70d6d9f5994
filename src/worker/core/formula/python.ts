import { pythonNumber } from '../python'
import { isFixed, type Affine } from './affine'
import type { Binary, Unary } from './arithmetic'
import type { Formula } from './reading'
import { programsOf } from './programs'
import type { Program, Register, Step } from './program'
import { partsOf, type Condition, type Tree } from './tree'

/** Bodies of functions of `theta` in Python, their last lines expressions; NumPy is `np`. */
interface PythonText {
  readonly value: readonly string[]
  readonly gradient: readonly string[]
  readonly hessian: readonly string[]
  /** True where which lines are taken depends on numbers. */
  readonly branches?: boolean
}

/** Functions that NumPy calls otherwise. */
const otherNames: Readonly<Partial<Record<Unary, string>>> = {
  acos: 'arccos',
  asin: 'arcsin',
  atan: 'arctan',
}

const unaryText = (name: Unary, of: string): string =>
  name === 'negative' ? `-${of}` : `np.${otherNames[name] ?? name}(${of})`

const signs: Readonly<Partial<Record<Binary, string>>> = {
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  power: '**',
}
const comparisons: Readonly<Partial<Record<Binary, string>>> = { less: '<', lessOrEqual: '<=', equal: '==' }

function binaryText(name: Binary, left: string, right: string): string {
  if (name === 'max' || name === 'min') return `np.${name}imum(${left}, ${right})`
  const sign = signs[name]
  return sign ? `${left} ${sign} ${right}` : `1.0 * (${left} ${comparisons[name]} ${right})`
}

const counterName = (counter: number): string => `i${counter}`

function affineText({ base, steps }: Affine): string {
  const parts = [...steps].map(([counter, step]) =>
    step === 1 ? counterName(counter) : `${step} * ${counterName(counter)}`,
  )
  if (base !== 0 || parts.length === 0) parts.push(String(base))
  return parts.join(' + ').replaceAll('+ -', '- ')
}

/** With brackets where it stands to the left of a power or a product. */
const number = (value: number): string => {
  const text = pythonNumber(value)
  return text.startsWith('-') ? `(${text})` : text
}

/** The value as one expression: of the variables' places in `theta`. */
function expressionOf(tree: Tree, named: (index: number) => string): string {
  switch (tree.kind) {
    case 'number':
      return number(tree.value)
    case 'variable':
      return isFixed(tree.index) ? named(tree.index.base) : `theta[${affineText(tree.index)}]`
    case 'counter':
      return `(1.0 * ${counterName(tree.counter)})`
    case 'negative':
      return `(-${expressionOf(tree.of, named)})`
    case 'arithmetic':
      return `(${expressionOf(tree.left, named)} ${tree.operator} ${expressionOf(tree.right, named)})`
    case 'power':
      return `(${expressionOf(tree.base, named)} ** ${expressionOf(tree.exponent, named)})`
    case 'function':
      return unaryText(tree.name, expressionOf(tree.of, named))
    case 'extreme':
      return binaryText(tree.name, expressionOf(tree.left, named), expressionOf(tree.right, named))
    case 'choice': {
      const [yes, no] = [tree.yes, tree.no].map((side) => expressionOf(side, named))
      return `(${yes} if ${conditionOf(tree.condition, named)} else ${no})`
    }
    case 'sum': {
      const counter = counterName(tree.counter)
      const range = `${affineText(tree.first)}, ${affineText({ ...tree.last, base: tree.last.base + 1 })}`
      const body = expressionOf(tree.body, named)
      if (isElementwise(tree.body, tree.counter))
        return `np.sum((lambda ${counter}: ${body})(np.arange(${range})))`
      return `sum(${body} for ${counter} in range(${range}))`
    }
  }
}

function conditionOf(condition: Condition, named: (index: number) => string): string {
  if (condition.kind !== 'comparison') {
    const word = condition.kind === 'both' ? 'and' : 'or'
    return `(${conditionOf(condition.left, named)} ${word} ${conditionOf(condition.right, named)})`
  }
  const [left, right] = [condition.left, condition.right].map((side) => expressionOf(side, named))
  return `(${left} ${condition.relation} ${right})`
}

/** Whether a term may be worked out for all numbers of its counter at once, and has an entry for each then. */
function isElementwise(body: Tree, counter: number): boolean {
  const simple = (tree: Tree): boolean =>
    tree.kind !== 'choice' && tree.kind !== 'sum' && partsOf(tree).every(simple)
  const moves = (tree: Tree): boolean =>
    (tree.kind === 'variable' && tree.index.steps.has(counter)) ||
    (tree.kind === 'counter' && tree.counter === counter) ||
    partsOf(tree).some(moves)
  return simple(body) && moves(body)
}

const hasChoice = (tree: Tree): boolean => tree.kind === 'choice' || partsOf(tree).some(hasChoice)

/** Registers that steps write to more than once. */
function rewritten(steps: readonly Step[], found = new Set<Register>()): ReadonlySet<Register> {
  for (const step of steps) {
    if (step.do === 'copy' || step.do === 'gather') found.add(step.into)
    if (step.do === 'loop') rewritten(step.body, found)
    if (step.do === 'branch') for (const side of [step.yes, step.no]) rewritten(side, found)
  }
  return found
}

/** A program's steps as lines, `gradient` or `turned` being what it writes to. */
function linesOf({ steps }: Program, named: (index: number) => string): readonly string[] {
  const held = rewritten(steps)
  const texts = new Map<Register, string>()
  const text = (register: Register): string => texts.get(register) ?? `r${register}`
  const assigned = (into: Register, expression: string): string[] => [`r${into} = ${expression}`]

  function short(into: Register, expression: string): string[] {
    if (held.has(into)) return assigned(into, expression)
    texts.set(into, expression)
    return []
  }

  const block = (all: readonly Step[]): string[] => {
    const lines = all.flatMap(visit).map((line) => `    ${line}`)
    return lines.length > 0 ? lines : ['    pass']
  }

  function visit(step: Step): string[] {
    switch (step.do) {
      case 'constant':
        return short(step.into, number(step.value))
      case 'load':
        return step.from === 'theta' && isFixed(step.at)
          ? short(step.into, named(step.at.base))
          : assigned(step.into, `${step.from}[${affineText(step.at)}]`)
      case 'counter':
        return assigned(step.into, `1.0 * ${counterName(step.counter)}`)
      case 'unary':
        return assigned(step.into, unaryText(step.name, text(step.of)))
      case 'binary':
        return assigned(step.into, binaryText(step.name, text(step.left), text(step.right)))
      case 'copy':
        return assigned(step.into, text(step.of))
      case 'gather':
        return [`r${step.into} += ${text(step.of)}`]
      case 'store':
        return [`${step.to}[${affineText(step.at)}] = ${text(step.of)}`]
      case 'scatter':
        return [`${step.to}[${affineText(step.at)}] += ${text(step.of)}`]
      case 'loop': {
        const last = affineText({ ...step.last, base: step.last.base + 1 })
        const head = `for ${counterName(step.counter)} in range(${affineText(step.first)}, ${last}):`
        return [head, ...block(step.body)]
      }
      case 'branch':
        return [
          `if ${text(step.when)} != 0:`,
          ...block(step.yes),
          ...(step.no.length > 0 ? ['else:', ...block(step.no)] : []),
        ]
    }
  }
  return steps.flatMap(visit)
}

/** A formula in Python: its value as an expression, its derivatives step by step as the lab takes them. */
export function formulaPython(formula: Formula): PythonText {
  const named = (index: number): string => `theta[${index}]`
  const { gradient, turn } = programsOf(formula)
  const turning = [
    'direction = np.eye(len(theta))[k]',
    'gradient, turned = np.zeros(len(theta)), np.zeros(len(theta))',
    ...linesOf(turn(), named),
    'columns.append(turned)',
  ]
  return {
    value: [expressionOf(formula.tree, named)],
    gradient: ['gradient = np.zeros(len(theta))', ...linesOf(gradient, named), 'gradient'],
    hessian: [
      'columns = []',
      'for k in range(len(theta)):',
      ...turning.map((line) => `    ${line}`),
      '(np.array(columns) + np.array(columns).T) / 2',
    ],
    ...(hasChoice(formula.tree) ? { branches: true } : {}),
  }
}
