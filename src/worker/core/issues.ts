import { mostFaults } from './lists'
import { z } from './zod'

/** Something wrong with what was handed in: where, and what the limit is. */
export interface Issue {
  /** `runs[2].hyper.lr`; empty for the whole document, whose message then stands alone. */
  readonly path: string
  readonly message: string
}

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issues: readonly Issue[] }

/** `runs[2].hyper.lr: must be > 0, got -1` */
export const issueText = (issue: Issue): string =>
  issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`

/** Characters of a name or a text that a message repeats. */
const longestEcho = 40

const shortened = (text: string): string =>
  text.length > longestEcho ? `${text.slice(0, longestEcho - 3)}...` : text

/** Path segments as people write them in JavaScript; a name that is too long for one is cut. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    const name = shortened(String(part))
    if (!/^[\w$-]+$/.test(name)) return `${text}[${JSON.stringify(name)}]`
    return text === '' ? name : `${text}.${name}`
  }, '')
}

/** Four digits are enough to read a reason by. */
export function shortNumber(value: number): string {
  const rounded = Number(value.toPrecision(4))
  return Math.abs(rounded) < 1e6 ? String(rounded) : rounded.toExponential().replace('e+', 'e')
}

/** A value as a short phrase, for "got ...". */
export function valueText(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') {
    return JSON.stringify(shortened(value))
  }
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  return String(value)
}

export const countText = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`

type ZodIssue = z.core.$ZodIssue

const list = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(', ')

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? list(values) : `one of ${list(values)}`

function typeText(expected: string, input: unknown): string {
  switch (expected) {
    case 'number':
      return typeof input === 'number' ? 'a finite number' : 'a number'
    case 'int':
      return 'a whole number'
    case 'string':
      return 'a text'
    case 'boolean':
      return 'true or false'
    case 'array':
      return 'a list'
    case 'object':
      return 'an object'
    default:
      return expected
  }
}

/** What to say about a value: what it must be or have, and what it is or has instead. */
interface Complaint {
  readonly verb: 'be' | 'have'
  /** `>= 1`, `at most 3 entries` */
  readonly what: string
  readonly got: string
}

function sizeComplaint(issue: ZodIssue & { code: 'too_small' | 'too_big' }): Complaint {
  const small = issue.code === 'too_small'
  const limit = Number(small ? issue.minimum : issue.maximum)
  const { input } = issue
  if (issue.origin !== 'string' && issue.origin !== 'array') {
    const sign = `${small ? '>' : '<'}${issue.inclusive === false ? '' : '='}`
    return { verb: 'be', what: `${sign} ${limit}`, got: valueText(input) }
  }
  const [one, many] = issue.origin === 'string' ? ['character', 'characters'] : ['entry', 'entries']
  const length = typeof input === 'string' || Array.isArray(input) ? input.length : 0
  const what = `at ${small ? 'least' : 'most'} ${countText(limit, one, many)}`
  return { verb: 'have', what, got: String(length) }
}

/** Undefined for the kinds of issue that bring their own message. */
function complaintOf(issue: ZodIssue): Complaint | undefined {
  const { input } = issue
  switch (issue.code) {
    case 'invalid_type':
      // A key whose value may be anything, but that must be there.
      if (issue.expected === 'nonoptional') return undefined
      return { verb: 'be', what: typeText(issue.expected, input), got: valueText(input) }
    case 'too_small':
    case 'too_big':
      return sizeComplaint(issue)
    case 'invalid_value':
      return { verb: 'be', what: oneOf(issue.values), got: valueText(input) }
    case 'invalid_union': {
      if (issue.discriminator !== undefined) {
        const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : []
        const known = options.filter((option) => option !== undefined)
        const given = input as Readonly<Record<string, unknown>>
        return { verb: 'be', what: oneOf(known), got: valueText(given[issue.discriminator]) }
      }
      const branches = issue.errors.flatMap(([first]) => (first ? (complaintOf(first) ?? []) : []))
      const verb = branches[0]?.verb ?? 'be'
      const whats = branches.map((branch) =>
        branch.verb === verb ? branch.what : `${branch.verb} ${branch.what}`,
      )
      return { verb, what: [...new Set(whats)].join(' or '), got: valueText(input) }
    }
    default:
      return undefined
  }
}

function messageOf(issue: ZodIssue): string {
  const complaint = complaintOf(issue)
  if (!complaint) return issue.code === 'invalid_type' ? 'is missing' : issue.message
  const { verb, what, got } = complaint
  return got === 'nothing' ? `is missing; it must ${verb} ${what}` : `must ${verb} ${what}, got ${got}`
}

/** A whole number far out breaks two limits: that of all whole numbers and its own, which says more. */
const isSuperseded = (issue: ZodIssue, next: ZodIssue | undefined): boolean =>
  issue.code === 'too_big' && next?.code === 'too_big' && pathText(issue.path) === pathText(next.path)

/** Whether a value is of the kind that was asked for, and only its size or what is in it at fault. */
const isOfItsKind = ({ code, path }: ZodIssue): boolean =>
  path.length > 0 || code === 'too_small' || code === 'too_big'

/** Where a value is of the kind that one branch of a union takes: what that branch says. */
function inBranch(issue: ZodIssue): readonly ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.discriminator !== undefined) return [issue]
  const branches = issue.errors.filter((found) => found.every(isOfItsKind))
  if (branches.length !== 1) return [issue]
  return branches[0].map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))
}

/** What zod found in the lab's words; the first hundred of it. */
export const issuesFrom = (found: readonly ZodIssue[]): Issue[] =>
  found
    .slice(0, mostFaults)
    .flatMap(inBranch)
    .slice(0, mostFaults)
    .flatMap((issue, index, all): Issue[] => {
      if (isSuperseded(issue, all[index + 1])) return []
      const message = messageOf(issue)
      if (issue.code !== 'unrecognized_keys') return [{ path: pathText(issue.path), message }]
      return issue.keys.slice(0, mostFaults).map((key) => ({ path: pathText([...issue.path, key]), message }))
    })
    .slice(0, mostFaults)

z.config({
  customError(issue) {
    if (issue.code !== 'unrecognized_keys' || !(issue.inst instanceof z.ZodObject)) return undefined
    const known = Object.keys(issue.inst.shape)
    return known.length > 0
      ? `unknown key; known here: ${known.join(', ')}`
      : 'unknown key; none is known here'
  },
})
