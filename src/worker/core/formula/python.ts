import { isFixed } from './affine'
import type { Formula } from './reading'
import { programsOf } from './programs'
import { affineText, afterThat, counterName, number, binaryText, unaryText, stepLines } from './step-lines'
import { partsOf, type Condition, type Tree } from './tree'

/** Bodies of functions of `theta` in Python, their last lines expressions; NumPy is `np`. */
interface PythonText {
  /** Of the coordinates, where the lines use them. */
  readonly names: readonly string[]
  readonly value: readonly string[]
  readonly gradient: readonly string[]
  readonly hessian: readonly string[]
  /** True where which lines are taken depends on numbers. */
  readonly branches?: boolean
}

/** How closely Python's operators bind; what has brackets of its own binds closest. */
const levels = { '+': 1, '-': 1, '*': 2, '/': 2, negative: 3, '**': 4, atom: 5 } as const
type Level = (typeof levels)[keyof typeof levels]
type Names = (index: number) => string

function levelOf(tree: Tree): Level {
  if (tree.kind === 'arithmetic') return levels[tree.operator]
  if (tree.kind === 'negative') return levels.negative
  return tree.kind === 'power' ? levels['**'] : levels.atom
}

const within = (tree: Tree, least: number, named: Names): string =>
  levelOf(tree) >= least ? expressionOf(tree, named) : `(${expressionOf(tree, named)})`

/** The value as one expression, in the order of arithmetic that the tree has. */
function expressionOf(tree: Tree, named: Names): string {
  switch (tree.kind) {
    case 'number':
      return number(tree.value)
    case 'variable':
      return isFixed(tree.index) ? named(tree.index.base) : `theta[${affineText(tree.index)}]`
    case 'counter':
      return `(1.0 * ${counterName(tree.counter)})`
    case 'negative':
      return `-${within(tree.of, levels.negative, named)}`
    case 'arithmetic': {
      const level = levels[tree.operator]
      return `${within(tree.left, level, named)} ${tree.operator} ${within(tree.right, level + 1, named)}`
    }
    case 'power':
      return `${within(tree.base, levels.atom, named)} ** ${within(tree.exponent, levels['**'], named)}`
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
      const range = `${affineText(tree.first)}, ${affineText(afterThat(tree.last))}`
      const body = expressionOf(tree.body, named)
      if (isElementwise(tree.body, tree.counter))
        return `np.sum((lambda ${counter}: ${body})(np.arange(${range})))`
      return `sum(${body} for ${counter} in range(${range}))`
    }
  }
}

function conditionOf(condition: Condition, named: Names): string {
  if (condition.kind !== 'comparison') {
    const word = condition.kind === 'both' ? 'and' : 'or'
    return `(${conditionOf(condition.left, named)} ${word} ${conditionOf(condition.right, named)})`
  }
  const [left, right] = [condition.left, condition.right].map((side) => expressionOf(side, named))
  return `${left} ${condition.relation} ${right}`
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

/** Names that mean something else in the lines here, or in Python. */
const taken =
  /^(?:[ri]\d+|k|np|theta|gradient|turned|direction|columns|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield|sum|range|len|min|max)$/
const mostNamed = 12

/** What lines call the coordinates: by their names, where Python can have them. */
function namesOf({ meaning: { variables } }: Formula): readonly string[] {
  const suit = variables.every((name) => /^[A-Za-z]\w*$/.test(name) && !taken.test(name))
  return suit && variables.length <= mostNamed ? variables : []
}

/** A formula in Python: its value as an expression, its derivatives step by step as the lab takes them. */
export function formulaPython(formula: Formula): PythonText {
  const names = namesOf(formula)
  const named = (index: number): string => names[index] ?? `theta[${index}]`
  const { gradient, turn } = programsOf(formula)
  const turning = [
    'direction = np.eye(len(theta))[k]',
    'turned = np.zeros(len(theta))',
    ...stepLines(turn(), 'turned', named),
    'columns.append(turned)',
  ]
  return {
    names,
    value: [expressionOf(formula.tree, named)],
    gradient: ['gradient = np.zeros(len(theta))', ...stepLines(gradient, 'gradient', named), 'gradient'],
    hessian: [
      'columns = []',
      'for k in range(len(theta)):',
      ...turning.map((line) => `    ${line}`),
      '(np.array(columns) + np.array(columns).T) / 2',
    ],
    ...(hasChoice(formula.tree) ? { branches: true } : {}),
  }
}
