import { faultAt, FormulaFault, type Fault } from '../formula/fault'
import { lowered } from '../formula/lower'
import { noFunction } from '../formula/names'
import type { Place, Syntax } from '../formula/syntax'
import { expressionTex } from '../formula/tex'
import { partsOf, type Tree } from '../formula/tree'
import { constantNamed, isFunction } from '../formula/vocabulary'
import { linesOf, ruleNameFault, type Line } from './lines'
import { overallTex, plainTex, timedTex } from './names'
import { overallIn, replaced, type Overall } from './overall'
import { ruleLimits, type RuleSpec } from './spec'

/** A number that a rule works with: of each parameter its own, or one for all of them. */
export interface Value {
  /** In the code; what an update carries on has one name before and after it. */
  readonly name: string
  readonly when: 'before' | 'after'
  readonly tex: string
}

/** One value worked out, out of those before it. */
export interface Step {
  /** Of the value. */
  readonly key: string
  /** Its variables are places among the rule's keys. */
  readonly tree: Tree
  /** As it is typed, with keys for names. */
  readonly syntax: Syntax
  /** Where it is one number for all parameters: how it comes of what `tree` is of each. */
  readonly overall?: Overall['kind']
}

export interface State {
  readonly name: string
  /** A number, or the hyper-parameter that it begins with. */
  readonly start: number | string
}

/** What a text means. Of every value there is one key, and one place that gives it. */
export interface Rule {
  readonly keys: readonly string[]
  readonly values: ReadonlyMap<string, Value>
  /** Keys of values that every parameter has its own of. */
  readonly each: ReadonlySet<string>
  /** In the order of the text. */
  readonly steps: readonly Step[]
  /** What leads to the point at which the gradient is taken, where that is not x; its last step is that point. */
  readonly lookahead: readonly Step[]
  readonly states: readonly State[]
  /** Names in the order of the specification. */
  readonly hyper: readonly string[]
  /** Whether it asks for the value of the objective. */
  readonly asksValue: boolean
}

/** Where in a rule, and what. Faults of the text have a place in it. */
export type RuleFault =
  | { readonly field: 'text'; readonly fault: Fault }
  | { readonly field: 'state' | 'hyper'; readonly key: string; readonly message: string }

export type RuleReading =
  { readonly ok: true; readonly rule: Rule } | { readonly ok: false; readonly fault: RuleFault }

class Refusal extends Error {
  constructor(readonly fault: RuleFault) {
    super()
  }
}
const refuse = (field: 'state' | 'hyper', key: string, message: string): never => {
  throw new Refusal({ field, key, message })
}

export const before = (name: string): string => `before ${name}`
export const after = (name: string): string => `after ${name}`

/** What the lab gives a rule, and no line of it can change. */
const given: Readonly<Record<string, string>> = {
  t: 'the number of the update',
  f: 'the value of the objective at x',
  gradient: 'the gradient, as the rule is handed it',
}
/** What a line may change, and no hyper-parameter may be called. */
const own = ['theta', 'x', 'g', 'lookahead']

/** x and theta are two words for the parameters. */
const canonical = (name: string): string => (name === 'x' ? 'theta' : name)

/** Reads a rule; never throws, and takes less than a tenth of a second of anything. */
export function readRule(spec: RuleSpec): RuleReading {
  try {
    return { ok: true, rule: understood(spec) }
  } catch (failure) {
    if (failure instanceof FormulaFault) {
      const { message, from, to } = failure
      return { ok: false, fault: { field: 'text', fault: { message, from, to } } }
    }
    if (failure instanceof Refusal) return { ok: false, fault: failure.fault }
    throw failure
  }
}

/** Names of a text that no line of it gives a value; undefined where it can't be read. */
export function freeNamesOf(text: string): readonly string[] | undefined {
  const free = new Set<string>()
  try {
    const lines = linesOf(text)
    const assigned = new Set(lines.map(({ name }) => canonical(name)))
    for (const { expression } of lines) {
      for (const { name } of namesIn(expression)) {
        const isKnown = own.includes(name) || Object.hasOwn(given, name) || assigned.has(name)
        if (!isKnown && constantNamed(name) === undefined && ruleNameFault(name) === undefined) free.add(name)
      }
    }
  } catch (failure) {
    if (failure instanceof FormulaFault) return undefined
    throw failure
  }
  return [...free]
}

/** Of the names in a text, those that a line reads before one gives them a value; undefined where it can't be read. */
export function stateNamesOf(text: string): readonly string[] | undefined {
  const hyper = Object.fromEntries((freeNamesOf(text) ?? []).map((name) => [name, 1]))
  const read = readRule({ text, state: {}, hyper })
  return read.ok ? read.rule.states.map(({ name }) => name) : undefined
}

interface Named extends Place {
  readonly name: string
}

/** Every name in an expression, functions left out. */
function namesIn(syntax: Syntax): Named[] {
  switch (syntax.kind) {
    case 'name':
      return [syntax]
    case 'negative':
    case 'group':
      return namesIn(syntax.of)
    case 'operation':
      return [...namesIn(syntax.left), ...namesIn(syntax.right)]
    case 'call': {
      const { name, from, args } = syntax
      const inner = args.flatMap(namesIn)
      const isOwn = isFunction(name) || overallIn(syntax) !== undefined
      return isOwn ? inner : [{ name, from, to: from + name.length }, ...inner]
    }
    case 'element':
      throw faultAt('a rule is for every parameter alike, so nothing in it has an index', syntax)
    default:
      return []
  }
}

/** Every variable of a tree, as a place among the keys. */
export function variablesIn(tree: Tree): Extract<Tree, { kind: 'variable' }>[] {
  return tree.kind === 'variable' ? [tree] : partsOf(tree).flatMap(variablesIn)
}

function checkHyper({ hyper, state }: RuleSpec, lines: readonly Line[]): void {
  const names = Object.keys(hyper)
  if (names.length > ruleLimits.hyper)
    refuse('hyper', names[ruleLimits.hyper], `a rule has at most ${ruleLimits.hyper} hyper-parameters`)
  const read = new Set(lines.flatMap(({ expression }) => namesIn(expression)).map(({ name }) => name))
  const starts = new Set(Object.values(state))
  for (const name of names) {
    const fault =
      own.includes(name) || Object.hasOwn(given, name)
        ? `${name} has a meaning of its own`
        : ruleNameFault(name)
    if (fault !== undefined) refuse('hyper', name, fault)
    if (lines.some((line) => line.name === name))
      refuse('hyper', name, 'is given a value by a line of the rule, so it is no hyper-parameter')
    if (!read.has(name) && !starts.has(name)) refuse('hyper', name, 'is not in the rule')
  }
}

function understood(spec: RuleSpec): Rule {
  const lines = linesOf(spec.text)
  checkHyper(spec, lines)
  const reader = new Reader(spec, lines)
  for (const line of lines) reader.read(line)
  return reader.rule()
}

/** Goes through the lines in their order and keeps what each name stands for by then. */
class Reader {
  private readonly hyper: readonly string[]
  private readonly counts = new Map<string, number>()
  /** Assignments so far. */
  private readonly made = new Map<string, number>()
  private readonly values = new Map<string, Value>()
  private readonly steps: Step[] = []
  private readonly lookahead: Step[] = []
  private readonly states: State[] = []
  private asksValue = false
  private isAhead = false

  constructor(
    private readonly spec: RuleSpec,
    lines: readonly Line[],
  ) {
    this.hyper = Object.keys(spec.hyper)
    for (const { name } of lines)
      this.counts.set(canonical(name), (this.counts.get(canonical(name)) ?? 0) + 1)
    for (const name of Object.keys(spec.state)) {
      if (!this.counts.has(name) || own.includes(name)) refuse('state', name, 'is given no value by the rule')
      const start = spec.state[name]
      if (typeof start === 'string' && !this.hyper.includes(start))
        refuse('state', name, `begins with ${start}, which is no hyper-parameter of the rule`)
    }
    this.know(before('theta'), { name: 'theta', when: 'before', tex: '\\theta_{t-1}' })
    const isOwnG = this.counts.has('g')
    this.know('gradient', {
      name: 'gradient',
      when: 'after',
      tex: isOwnG ? '\\nabla_\\theta J(\\theta_{t-1})' : 'g_t',
    })
    this.know('t', { name: 't', when: 'after', tex: 't' })
    this.know('f', { name: 'f', when: 'after', tex: 'J(\\theta_{t-1})' })
    for (const name of this.hyper) this.know(name, { name, when: 'after', tex: plainTex(name) })
  }

  private know(key: string, value: Value): string {
    this.values.set(key, value)
    return key
  }

  /** The key of what a name stands for here; undefined for a constant. */
  private keyOf({ name: typed, from, to }: Named): string | undefined {
    const name = canonical(typed)
    const place = { from, to }
    if (name === 'lookahead')
      throw faultAt('lookahead only says where the gradient is taken; no line works with it', place)
    if (this.isAhead && ['t', 'f', 'g', 'gradient'].includes(name))
      throw faultAt(`lookahead comes before the update, so ${typed} is not known in it`, place)
    const made = this.made.get(name) ?? 0
    if (made > 0) return this.version(name, made)
    if (name === 'theta') return before('theta')
    if (name === 'g') return 'gradient'
    if (name === 'f') this.asksValue = true
    if (Object.hasOwn(given, name)) return name
    if (this.counts.has(name)) return this.stateNamed(name)
    if (this.hyper.includes(name)) return name
    if (constantNamed(name) !== undefined) return undefined
    const fault = ruleNameFault(name)
    if (fault !== undefined) throw faultAt(fault, place)
    const remedy = 'give it one among the hyper-parameters, or in a line of its own'
    throw faultAt(`${name} has no value: ${remedy}`, place)
  }

  private stateNamed(name: string): string {
    const key = before(name)
    if (!this.values.has(key)) {
      this.states.push({ name, start: Object.hasOwn(this.spec.state, name) ? this.spec.state[name] : 0 })
      this.know(key, { name, when: 'before', tex: timedTex(name, 'before') })
    }
    return key
  }

  /** The key of a name's nth value; the last one is what the name is known by. */
  private version(name: string, nth: number): string {
    if (nth === this.counts.get(name)) return after(name)
    return this.unused(`${name}${nth}`, `${name} ${nth}`)
  }

  /** A key for a value that the code calls so, or as long as something is called that already, longer. */
  private unused(wanted: string, key: string): string {
    if (this.values.has(key)) return key
    const isTaken = (name: string): boolean =>
      this.counts.has(name) ||
      this.hyper.includes(name) ||
      [...this.values.values()].some((value) => value.name === name)
    let name = wanted
    while (isTaken(name)) name += '_'
    return this.know(key, { name, when: 'after', tex: timedTex(name, 'after') })
  }

  read({ name: typed, at, expression }: Line): void {
    const name = canonical(typed)
    if (Object.hasOwn(given, name)) throw faultAt(`${name} is ${given[name]}, which no line changes`, at)
    if (name === 'lookahead') return this.readAhead(at, expression)
    const step = this.stepOf(expression, this.steps)
    const nth = (this.made.get(name) ?? 0) + 1
    this.made.set(name, nth)
    const key = this.version(name, nth)
    if (!this.values.has(key)) this.know(key, { name, when: 'after', tex: timedTex(name, 'after') })
    this.steps.push({ ...step, key })
  }

  private readAhead(at: Place, expression: Syntax): void {
    if (this.steps.length > 0 || this.lookahead.length > 0)
      throw faultAt('lookahead stands once, before all other lines: it says where the gradient is taken', at)
    this.isAhead = true
    const step = this.stepOf(expression, this.lookahead)
    this.isAhead = false
    const key = this.know('ahead', { name: 'ahead', when: 'after', tex: '\\tilde{\\theta}_t' })
    this.lookahead.push({ ...step, key })
  }

  private stepOf(expression: Syntax, into: Step[]): Pick<Step, 'tree' | 'syntax'> {
    const syntax = this.keyed(expression, into)
    return { syntax, tree: this.treeOf(syntax) }
  }

  /** With keys for its names; what is of all parameters becomes a step of its own before it. */
  private keyed(syntax: Syntax, into: Step[]): Syntax {
    return replaced(syntax, (part) => {
      const { from, to } = part
      if (part.kind === 'element') namesIn(part)
      if (part.kind === 'name') {
        const name = this.keyOf(part)
        return name === undefined ? part : { kind: 'name', name, from, to }
      }
      if (part.kind !== 'call') return undefined
      const overall = overallIn(part)
      if (overall) return { kind: 'name', name: this.overallKey(overall, part, into), from, to }
      if (isFunction(part.name)) return undefined
      return this.product(part, into)
    })
  }

  /** b(x - y), where b is a number. */
  private product(part: Extract<Syntax, { kind: 'call' }>, into: Step[]): Syntax {
    const { name, args, from } = part
    const place = { from, to: from + name.length }
    const isKnown =
      own.includes(name) ||
      Object.hasOwn(given, name) ||
      this.counts.has(name) ||
      this.hyper.includes(name) ||
      constantNamed(name) !== undefined
    if (!isKnown || args.length !== 1) throw faultAt(noFunction(name), place)
    return {
      ...part,
      name: this.keyOf({ name, ...place }) ?? name,
      args: args.map((each) => this.keyed(each, into)),
    }
  }

  private overallKey({ kind, args }: Overall, place: Place, into: Step[]): string {
    const inner = args.map((each) => this.keyed(each, into))
    const { from, to } = place
    const square = { kind: 'number', value: 2, from, to } as const
    const syntax: Syntax =
      kind === 'dot'
        ? { kind: 'operation', operator: '*', left: inner[0], right: inner[1], from, to }
        : kind === 'norm'
          ? { kind: 'operation', operator: '^', left: inner[0], right: square, from, to }
          : inner[0]
    const tree = this.treeOf(syntax)
    const count = [...this.steps, ...this.lookahead].filter(({ overall }) => overall === kind).length
    const key = this.unused(`${kind}${count + 1}`, `overall ${from} ${to}`)
    const { name } = this.values.get(key) ?? { name: kind }
    const tex = overallTex(
      kind,
      inner.map((each) => expressionTex(each, (other) => this.texOf(other))),
    )
    this.know(key, { name, when: 'after', tex })
    into.push({ key, tree, syntax, overall: kind })
    return key
  }

  private texOf(name: string): string {
    return this.values.get(name)?.tex ?? plainTex(name)
  }

  private treeOf(syntax: Syntax): Tree {
    const variables = [...this.values.keys()]
    return lowered(syntax, {
      parameters: new Map(),
      variables,
      indexed: undefined,
      dimension: variables.length,
    })
  }

  rule(): Rule {
    const { spec, steps, lookahead, states, hyper, asksValue, values } = this
    if (!this.counts.has('theta')) {
      const message = 'the rule never changes x; a line such as x = x - lr g does'
      throw new FormulaFault(message, 0, spec.text.length)
    }
    for (const name of Object.keys(spec.state))
      if (!values.has(before(name)))
        refuse('state', name, 'is given a value before any line reads it, so it begins with nothing')
    const keys = [...values.keys()]
    const each = eachOf(keys, steps, states)
    for (const { overall, tree, syntax } of [...lookahead, ...steps]) {
      if (overall !== undefined && !variablesIn(tree).some(({ index }) => each.has(keys[index.base]))) {
        throw faultAt(
          `${overall} is of what every parameter has its own of; this is one number for all`,
          syntax,
        )
      }
    }
    return { keys, values, each, steps, lookahead, states, hyper, asksValue }
  }
}

/** Which values every parameter has its own of: what is worked out of such a one, and states that become one. */
function eachOf(keys: readonly string[], steps: readonly Step[], states: readonly State[]): Set<string> {
  const each = new Set([before('theta'), 'gradient', after('theta'), 'ahead'])
  for (let known = 0; known !== each.size;) {
    known = each.size
    for (const { key, tree, overall } of steps)
      if (overall === undefined && variablesIn(tree).some(({ index }) => each.has(keys[index.base])))
        each.add(key)
    for (const { name } of states) if (each.has(after(name))) each.add(before(name))
  }
  return each
}
