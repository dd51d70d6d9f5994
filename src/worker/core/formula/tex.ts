import type { Operator, Syntax, Written } from './syntax'
import { isFunction } from './vocabulary'

/** A formula's syntax as mathematics, in TeX. */

const greek =
  /^(alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|rho|sigma|tau|phi|chi|psi|omega)$/
const upright = /^(sin|cos|tan|sinh|cosh|tanh|exp|log|ln|max|min)$/
const special: Readonly<Record<string, string>> = {
  pi: '\\pi',
  asin: '\\arcsin',
  acos: '\\arccos',
  atan: '\\arctan',
}

/** `alpha_1` as people write it. */
export function nameTex(name: string): string {
  const [, stem, , index] = /^(.*?)(_?)(\d*)$/.exec(name) ?? ['', name, '', '']
  const [head, ...tail] = stem.split('_').filter((part) => part !== '')
  const below = [...tail, index].filter((part) => part !== '').join(',\\,')
  return below === '' ? wordTex(head ?? name) : `${wordTex(head ?? name)}_{${below}}`
}

function wordTex(word: string): string {
  if (special[word] !== undefined && Object.hasOwn(special, word)) return special[word]
  if (greek.test(word)) return `\\${word}`
  return [...word].length === 1 ? word : `\\mathrm{${word}}`
}

/** How closely an operation binds: what binds less is put in brackets. */
const levels: Readonly<Record<Operator, number>> = {
  or: 0,
  and: 1,
  '<': 2,
  '<=': 2,
  '>': 2,
  '>=': 2,
  '==': 2,
  '+': 3,
  '-': 3,
  '*': 4,
  '/': 9,
  '^': 6,
}
const signs: Readonly<Partial<Record<Operator, string>>> = {
  or: '\\text{ or }',
  and: '\\text{ and }',
  '<': '<',
  '<=': '\\le',
  '>': '>',
  '>=': '\\ge',
  '==': '=',
  '+': '+',
  '-': '-',
}

const bare = (syntax: Syntax): Syntax => (syntax.kind === 'group' ? bare(syntax.of) : syntax)

function levelOf(syntax: Syntax): number {
  if (syntax.kind === 'operation') return levels[syntax.operator]
  return syntax.kind === 'negative' ? 3 : 9
}

/** What a name is in TeX. */
type Naming = (name: string) => string

/** In brackets where it binds less than it has to. */
function tight(syntax: Syntax, level: number, naming: Naming): string {
  const inner = bare(syntax)
  const tex = texOf(inner, naming)
  return levelOf(inner) < level ? `\\left(${tex}\\right)` : tex
}

const numberTex = (value: number): string => {
  const [digits, power] = String(value).split('e')
  return power === undefined ? digits : `${digits} \\cdot 10^{${Number(power)}}`
}

const listed = (args: readonly Syntax[], naming: Naming): string =>
  args.map((each) => texOf(bare(each), naming)).join(',\\, ')

function productTex(left: Syntax, right: Syntax, naming: Naming): string {
  const [a, b] = [tight(left, 4, naming), tight(right, 5, naming)]
  const touches = /^[\d.]/.test(b) || (/[\d}]$/.test(a) && /^\d/.test(b))
  return `${a} ${touches ? '\\cdot' : '\\,'} ${b}`
}

function callTex(name: string, args: readonly Syntax[], naming: Naming): string {
  switch (name) {
    case 'abs':
      return `\\left|${listed(args, naming)}\\right|`
    case 'sqrt':
      return `\\sqrt{${listed(args, naming)}}`
    case 'cbrt':
      return `\\sqrt[3]{${listed(args, naming)}}`
    case 'exp':
      return `e^{${listed(args, naming)}}`
    case 'log2':
    case 'log10':
      return `\\log_{${name.slice(3)}}\\left(${listed(args, naming)}\\right)`
    case 'if':
    case 'piecewise':
      return casesTex(args, naming)
    case 'sum': {
      const [body, counter, first, last] = args
      if (!last) break
      const [from, to] = [texOf(first, naming), texOf(last, naming)]
      return `\\sum_{${texOf(counter, naming)}=${from}}^{${to}} ${tight(body, 4, naming)}`
    }
  }
  const head = upright.test(name) ? `\\${name}` : naming(name)
  return `${head}\\left(${listed(args, naming)}\\right)`
}

function casesTex(args: readonly Syntax[], naming: Naming): string {
  const rows: string[] = []
  for (let at = 0; at + 1 < args.length; at += 2) {
    rows.push(`${texOf(bare(args[at + 1]), naming)} & ${texOf(bare(args[at]), naming)}`)
  }
  if (args.length % 2 === 1) rows.push(`${texOf(bare(args[args.length - 1]), naming)} & \\text{else}`)
  return `\\begin{cases}${rows.join(' \\\\ ')}\\end{cases}`
}

function texOf(syntax: Syntax, naming: Naming): string {
  switch (syntax.kind) {
    case 'number':
      return numberTex(syntax.value)
    case 'name':
      return naming(syntax.name)
    case 'element':
      return `${naming(syntax.name)}_{${texOf(bare(syntax.index), naming)}}`
    case 'group':
      return `\\left(${texOf(syntax.of, naming)}\\right)`
    case 'negative':
      return `-${tight(syntax.of, 4, naming)}`
    case 'call':
      return callTex(syntax.name, syntax.args, naming)
    case 'operation': {
      const { operator, left, right } = syntax
      if (operator === '/') return `\\frac{${texOf(bare(left), naming)}}{${texOf(bare(right), naming)}}`
      if (operator === '^') return `${powerBase(left, naming)}^{${texOf(bare(right), naming)}}`
      if (operator === '*') return productTex(left, right, naming)
      const level = levels[operator]
      const after = tight(right, operator === '-' ? level + 1 : level, naming)
      return `${tight(left, level, naming)} ${signs[operator] ?? operator} ${after}`
    }
  }
}

/** The power of anything but a name, a number or what has brackets of its own is of what stands in brackets. */
function powerBase(base: Syntax, naming: Naming): string {
  const inner = bare(base)
  const hasBrackets =
    inner.kind === 'call' && (!isFunction(inner.name) || ['abs', 'sqrt'].includes(inner.name))
  const isShort = inner.kind === 'name' || inner.kind === 'element' || inner.kind === 'number'
  const tex = texOf(inner, naming)
  return isShort || hasBrackets ? tex : `\\left(${tex}\\right)`
}

/** What is written for a part of a formula, whose names somebody else has a say in. */
export const expressionTex = (syntax: Syntax, naming: Naming): string => texOf(bare(syntax), naming)

/** The whole formula, with its name and variables before the sign where it has them. */
export function formulaTex({ definition, body }: Written): string {
  const tex = texOf(bare(body), nameTex)
  if (!definition) return tex
  const names = definition.variables.map(({ name }) => nameTex(name)).join(', ')
  return `${nameTex(definition.name)}(${names}) = ${tex}`
}
