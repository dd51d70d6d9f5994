import { FormulaFault } from '../formula/fault'
import { readSyntax, type Place, type Syntax } from '../formula/syntax'
import { nameFault } from '../formula/vocabulary'
import { ruleLimits } from './spec'

/** `name = expression`, at its place in the text. */
export interface Line extends Place {
  readonly name: string
  /** Of the name. */
  readonly at: Place
  readonly expression: Syntax
}

/** Where the code that a rule is copied as would read something else. */
const python = new Set(
  (
    'and as assert async await break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not or pass raise return try while with yield np print'
  ).split(' '),
)
/** What the lab itself calls something, and the words for values over all parameters. */
const taken = new Set(['ahead', 'maximize', 'dot', 'norm', 'mean'])

/** Why a name can't be one of a rule's; undefined where it can. */
export function ruleNameFault(name: string): string | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name))
    return `${name} can't be a name here: names are written in the letters a to z and digits, as beta1`
  if (python.has(name)) return `${name} is a word of Python, as which a rule is copied; take another name`
  if (taken.has(name)) return `${name} has a meaning of its own here; take another name`
  // As a name of its own it would be a hyper-parameter, and the rule one that never goes downhill.
  if (/^grad(s|ient|ients)?$/i.test(name)) return `${name} can't be a name here: the gradient is called g`
  return nameFault(name)
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ')

/** From where to where each line goes: to a semicolon or the end of a line that is not inside of brackets. */
function placesIn(text: string): Place[] {
  const places: Place[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at <= text.length; at++) {
    const sign = text[at] ?? ';'
    if (sign === '(' || sign === '[') depth += 1
    else if (sign === ')' || sign === ']') depth = Math.max(0, depth - 1)
    else if (at === text.length || (depth === 0 && (sign === ';' || sign === '\n'))) {
      if (text.slice(from, at).trim() !== '') places.push({ from, to: at })
      from = at + 1
    }
  }
  return places
}

/** Why what stands before `=` is not one name, with what to write instead. */
function targetFault(target: string): string {
  if (/^if\b/.test(target)) return 'a choice stands behind =, as in v = if(dot(g, v) > 0, 0, v)'
  const [, name, sign] = /^([\p{L}_$][\p{L}\p{N}_$]*)\s*([-+*/^])$/u.exec(target) ?? []
  if (name !== undefined) return `there is no ${sign}= here; begin with ${name} = ${name} ${sign}`
  return 'before = stands one name, as in m = b m + g'
}

/** Where the first `=` is that neither compares nor ends a comparison. */
const assigns = /(?<![<>=!])=(?!=)/

function lineOf(text: string, { from, to }: Place): Line {
  const piece = text.slice(from, to)
  const start = from + piece.length - piece.trimStart().length
  const sign = piece.search(assigns)
  if (sign < 0) {
    const message = 'a line says what a name is worth from there on, as in x = x - lr g'
    throw new FormulaFault(message, start, from + piece.trimEnd().length)
  }
  const name = piece.slice(0, sign).trim()
  const at = { from: start, to: Math.max(start + 1, start + name.length) }
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)) throw new FormulaFault(targetFault(name), at.from, at.to)
  const fault = ruleNameFault(name)
  if (fault !== undefined) throw new FormulaFault(fault, at.from, at.to)
  const after = from + sign + 1
  if (text.slice(after, to).trim() === '')
    throw new FormulaFault(`what ${name} is worth is missing after =`, after - 1, after)
  // Spaces for all that stands before, so that places are those of the whole text.
  const { definition, body } = readSyntax(' '.repeat(after) + text.slice(after, to))
  if (definition) throw new FormulaFault('a line has one =', after, to)
  return { from: start, to, name, at, expression: body }
}

/**
 * The lines of a rule. What stands behind # is for people.
 * @throws FormulaFault at the character where it can't go on
 */
export function linesOf(given: string): readonly Line[] {
  const { characters, lines } = ruleLimits
  if (given.length > characters) {
    const message = `has ${given.length.toLocaleString('en-US')} characters; at most ${characters.toLocaleString('en-US')} are read`
    throw new FormulaFault(message, characters, given.length)
  }
  const text = given.replace(/\r/g, ' ').replace(/#[^\n]*/g, blank)
  const places = placesIn(text)
  if (places.length === 0)
    throw new FormulaFault('is empty; type a rule such as x = x - lr g', 0, given.length)
  if (places.length > lines) {
    const { from, to } = places[lines]
    throw new FormulaFault(`has ${places.length} lines; at most ${lines} are read`, from, to)
  }
  return places.map((place) => lineOf(text, place))
}
