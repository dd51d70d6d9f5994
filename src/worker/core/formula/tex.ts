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

/** In brackets where it binds less than it has to. */
function tight(syntax: Syntax, level: number): string {
  const inner = bare(syntax)
  const tex = texOf(inner)
  return levelOf(inner) < level ? `\\left(${tex}\\right)` : tex
}

const numberTex = (value: number): string => {
  const [digits, power] = String(value).split('e')
  return power === undefined ? digits : `${digits} \\cdot 10^{${Number(power)}}`
}

const listed = (args: readonly Syntax[]): string => args.map((each) => texOf(bare(each))).join(',\\, ')

function productTex(left: Syntax, right: Syntax): string {
  const [a, b] = [tight(left, 4), tight(right, 5)]
  const touches = /^[\d.]/.test(b) || (/[\d}]$/.test(a) && /^\d/.test(b))
  return `${a} ${touches ? '\\cdot' : '\\,'} ${b}`
}

function callTex(name: string, args: readonly Syntax[]): string {
  switch (name) {
    case 'abs':
      return `\\left|${listed(args)}\\right|`
    case 'sqrt':
      return `\\sqrt{${listed(args)}}`
    case 'cbrt':
      return `\\sqrt[3]{${listed(args)}}`
    case 'exp':
      return `e^{${listed(args)}}`
    case 'log2':
    case 'log10':
      return `\\log_{${name.slice(3)}}\\left(${listed(args)}\\right)`
    case 'if':
    case 'piecewise':
      return casesTex(args)
    case 'sum': {
      const [body, counter, first, last] = args
      if (!last) break
      return `\\sum_{${texOf(counter)}=${texOf(first)}}^{${texOf(last)}} ${tight(body, 4)}`
    }
  }
  const head = upright.test(name) ? `\\${name}` : nameTex(name)
  return `${head}\\left(${listed(args)}\\right)`
}

function casesTex(args: readonly Syntax[]): string {
  const rows: string[] = []
  for (let at = 0; at + 1 < args.length; at += 2) {
    rows.push(`${texOf(bare(args[at + 1]))} & ${texOf(bare(args[at]))}`)
  }
  if (args.length % 2 === 1) rows.push(`${texOf(bare(args[args.length - 1]))} & \\text{else}`)
  return `\\begin{cases}${rows.join(' \\\\ ')}\\end{cases}`
}

function texOf(syntax: Syntax): string {
  switch (syntax.kind) {
    case 'number':
      return numberTex(syntax.value)
    case 'name':
      return nameTex(syntax.name)
    case 'element':
      return `${nameTex(syntax.name)}_{${texOf(bare(syntax.index))}}`
    case 'group':
      return `\\left(${texOf(syntax.of)}\\right)`
    case 'negative':
      return `-${tight(syntax.of, 4)}`
    case 'call':
      return callTex(syntax.name, syntax.args)
    case 'operation': {
      const { operator, left, right } = syntax
      if (operator === '/') return `\\frac{${texOf(bare(left))}}{${texOf(bare(right))}}`
      if (operator === '^') return `${powerBase(left)}^{${texOf(bare(right))}}`
      if (operator === '*') return productTex(left, right)
      const level = levels[operator]
      return `${tight(left, level)} ${signs[operator] ?? operator} ${tight(right, operator === '-' ? level + 1 : level)}`
    }
  }
}

/** The power of anything but a name, a number or what has brackets of its own is of what stands in brackets. */
function powerBase(base: Syntax): string {
  const inner = bare(base)
  const hasBrackets =
    inner.kind === 'call' && (!isFunction(inner.name) || ['abs', 'sqrt'].includes(inner.name))
  const isShort = inner.kind === 'name' || inner.kind === 'element' || inner.kind === 'number'
  return isShort || hasBrackets ? texOf(inner) : `\\left(${texOf(inner)}\\right)`
}

/** The whole formula, with its name and variables before the sign where it has them. */
export function formulaTex({ definition, body }: Written): string {
  const tex = texOf(bare(body))
  if (!definition) return tex
  const names = definition.variables.map(({ name }) => nameTex(name)).join(', ')
  return `${nameTex(definition.name)}(${names}) = ${tex}`
}
