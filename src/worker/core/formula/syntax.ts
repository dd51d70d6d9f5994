import type { SyntaxNode, Tree } from '@lezer/common'
import { faultAt, FormulaFault } from './fault'
import { parser } from './grammar/tables'
import { formulaLimits } from './limits'

/** From which character to which of the text. */
export interface Place {
  readonly from: number
  readonly to: number
}

export type Relation = '<' | '<=' | '>' | '>=' | '=='
export type Operator = '+' | '-' | '*' | '/' | '^' | 'and' | 'or' | Relation

/** A formula as it is written: names are only names, whatever they may mean. */
export type Syntax = Place &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'element'; readonly name: string; readonly index: Syntax }
    | { readonly kind: 'call'; readonly name: string; readonly args: readonly Syntax[] }
    | { readonly kind: 'negative'; readonly of: Syntax }
    | { readonly kind: 'group'; readonly of: Syntax }
    | {
        readonly kind: 'operation'
        readonly operator: Operator
        readonly left: Syntax
        readonly right: Syntax
        /** Where nothing stands between two factors. */
        readonly beside?: true
      }
  )

/** `f(x, y) = ...`: what stands before the sign, and what after. */
export interface Definition {
  readonly name: string
  readonly variables: readonly (Place & { readonly name: string })[]
}

export interface Written {
  readonly definition: Definition | undefined
  readonly body: Syntax
}

const operators: Readonly<Record<string, Operator>> = {
  Add: '+',
  Subtract: '-',
  Multiply: '*',
  Divide: '/',
  Beside: '*',
  Power: '^',
  And: 'and',
  Or: 'or',
  Less: '<',
  LessOrEqual: '<=',
  Greater: '>',
  GreaterOrEqual: '>=',
  Equal: '==',
}

/** What people copy out of papers, one character for one. */
const typographic: Readonly<Record<string, string>> = {
  '−': '-',
  '–': '-',
  '·': '*',
  '×': '*',
  '⋅': '*',
  '÷': '/',
}

const isExpression = ({ name }: SyntaxNode): boolean => /^[A-Z]/.test(name) && name !== 'Raise'

function expressionsIn(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (isExpression(child)) found.push(child)
  return found
}

/**
 * The tree of a formula's text.
 * @throws FormulaFault at the character where it can't go on
 */
export function readSyntax(given: string): Written {
  if (given.length > formulaLimits.characters) {
    const { characters } = formulaLimits
    const message = `has ${given.length.toLocaleString('en-US')} characters; at most ${characters.toLocaleString('en-US')} are read`
    throw new FormulaFault(message, characters, given.length)
  }
  const text = given.replace(/[−–·×⋅÷]/g, (sign) => typographic[sign] ?? sign)
  if (text.trim() === '')
    throw new FormulaFault('is empty; type a function such as x^4 - 3x^2 + x', 0, given.length)
  checkBrackets(text)
  const tree = parsed(text)
  checkDepth(tree)
  return writtenOf(text, expressionsIn(tree.topNode)[0])
}

/** Brackets that are not closed are told where they open: a parser would only complain of the end. */
function checkBrackets(text: string): void {
  const open: number[] = []
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (sign === '(' || sign === '[') {
      open.push(at)
      if (open.length > formulaLimits.nesting) {
        const message = `brackets are nested more than ${formulaLimits.nesting} deep here`
        throw new FormulaFault(message, at, at + 1)
      }
    } else if (sign === ')' || sign === ']') {
      const start = open.pop()
      if (start === undefined) throw new FormulaFault(`nothing is opened that "${sign}" closes`, at, at + 1)
      const wanted = text[start] === '(' ? ')' : ']'
      if (sign !== wanted)
        throw new FormulaFault(`"${wanted}" is to close "${text[start]}", not "${sign}"`, at, at + 1)
    }
  }
  const last = open.pop()
  if (last !== undefined) throw new FormulaFault(`"${text[last]}" is never closed`, last, last + 1)
}

/** A parser that goes on after what it can't read only takes longer to say so. */
const strict = parser.configure({ strict: true })

function parsed(text: string): Tree {
  try {
    return strict.parse(text)
  } catch (failure) {
    const [, at] = /No parse at (\d+)$/.exec(failure instanceof SyntaxError ? failure.message : '') ?? []
    if (at === undefined) throw failure
    throw unread(text, Number(at))
  }
}

/** Whatever goes through the tree goes down in it as deep as it is. */
function checkDepth(tree: Tree): void {
  let depth = 0
  tree.iterate({
    enter({ from, to }) {
      depth += 1
      if (depth <= formulaLimits.depth) return
      throw new FormulaFault(`more than ${formulaLimits.depth} signs in a row make one formula`, from, to)
    },
    leave() {
      depth -= 1
    },
  })
}

const signs = /\S/

function unread(text: string, from: number): FormulaFault {
  const offset = text.slice(from).search(signs)
  const at = offset < 0 ? -1 : from + offset
  if (at < 0) {
    const end = text.trimEnd().length
    return new FormulaFault('something is missing at the end', Math.max(0, end - 1), end)
  }
  const sign = String.fromCodePoint(text.codePointAt(at) ?? 0)
  if (sign === '|') return new FormulaFault('write abs(x) for the size of x', at, at + 1)
  if (sign === ',')
    return new FormulaFault(
      'a comma separates only what stands in brackets after a name; decimals have a point',
      at,
      at + 1,
    )
  if (sign === '=')
    return new FormulaFault('write == to compare, or f(x, y) = before the whole formula', at, at + 1)
  if (sign === ')' || sign === ']')
    return new FormulaFault(`something is missing before "${sign}"`, at, at + 1)
  if (/[\w.+*/^<>-]/.test(sign)) return new FormulaFault(`"${sign}" can't stand here`, at, at + 1)
  return new FormulaFault(`"${sign}" has no meaning in a formula`, at, at + sign.length)
}

function writtenOf(text: string, node: SyntaxNode): Written {
  if (node.name !== 'Definition') return { definition: undefined, body: syntaxOf(text, node) }
  const [left, right] = expressionsIn(node)
  const head = syntaxOf(text, left)
  if (head.kind !== 'call') throw faultAt('before = stands a name with its variables, as in f(x, y)', head)
  const variables = head.args.map((each) => {
    if (each.kind !== 'name') throw faultAt('before = stand only names of variables', each)
    return each
  })
  const names = variables.map(({ name }) => name)
  const again = variables.find(({ name }, index) => names.indexOf(name) !== index)
  if (again) throw faultAt(`${again.name} is named twice`, again)
  return { definition: { name: head.name, variables }, body: syntaxOf(text, right) }
}

function syntaxOf(text: string, node: SyntaxNode): Syntax {
  const place = { from: node.from, to: node.to }
  const words = text.slice(node.from, node.to)
  const parts = expressionsIn(node)
  switch (node.name) {
    case 'Number': {
      const value = Number(words)
      if (!Number.isFinite(value)) throw faultAt(`${words} is too large for a number`, place)
      return { ...place, kind: 'number', value }
    }
    case 'Name':
      return { ...place, kind: 'name', name: words }
    case 'Group':
      return { ...place, kind: 'group', of: syntaxOf(text, parts[0]) }
    case 'Keep':
      return syntaxOf(text, parts[0])
    case 'Negate':
      return { ...place, kind: 'negative', of: syntaxOf(text, parts[0]) }
    case 'Element':
      return { ...place, kind: 'element', name: nameOf(text, parts[0]), index: syntaxOf(text, parts[1]) }
    case 'Call': {
      const args = parts.slice(1).map((part) => syntaxOf(text, part))
      return { ...place, kind: 'call', name: nameOf(text, parts[0]), args }
    }
    case 'Compare':
      return chain(text, parts)
    default: {
      const [left, right] = [syntaxOf(text, parts[0]), syntaxOf(text, parts[1])]
      return operation(text, node.name, left, right, place)
    }
  }
}

const nameOf = (text: string, { from, to }: SyntaxNode): string => text.slice(from, to)

function operation(text: string, name: string, left: Syntax, right: Syntax, place: Place): Syntax {
  const operator = operators[name]
  if (name !== 'Beside') return { ...place, kind: 'operation', operator, left, right }
  if (/^[\d.]/.test(text.slice(right.from))) {
    throw faultAt('write * before a number', { from: right.from, to: right.from + 1 })
  }
  return { ...place, kind: 'operation', operator, left, right, beside: true }
}

/** a < b < c: a < b and b < c. */
function chain(text: string, parts: readonly SyntaxNode[]): Syntax {
  const terms = parts.filter((_, index) => index % 2 === 0).map((part) => syntaxOf(text, part))
  const pairs = terms.slice(1).map((right, index): Syntax => {
    const left = terms[index]
    const operator = operators[parts[2 * index + 1].name]
    return { kind: 'operation', operator, left, right, from: left.from, to: right.to }
  })
  return pairs.reduce((left, right) => ({
    kind: 'operation',
    operator: 'and',
    left,
    right,
    from: left.from,
    to: right.to,
  }))
}
