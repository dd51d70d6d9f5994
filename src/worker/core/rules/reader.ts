import { faultAt, FormulaFault } from '../formula/fault'
import { lowered } from '../formula/lower'
import { noFunction } from '../formula/names'
import type { Place, Syntax } from '../formula/syntax'
import { expressionTex } from '../formula/tex'
import type { Tree } from '../formula/tree'
import { constantNamed, isFunction } from '../formula/vocabulary'
import { ruleNameFault, type Line } from './lines'
import { overallTex, plainTex, symbolOf, timedTex } from './names'
import { overallIn, replaced, type Overall } from './overall'
import { after, before, variablesIn, type Rule, type State, type Step, type Value } from './rule'
import type { RuleSpec } from './spec'
import { canonical, isGiven, isOwn, meaningOf, namesIn, type Named } from './words'

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

/** Goes through the lines in their order and keeps what each name stands for by then. */
export class Reader {
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
    this.know(before('theta'), { name: 'theta', when: 'before', tex: '\\theta_{t-1}' })
    const isOwnG = this.counts.has('g')
    this.know('gradient', {
      name: 'gradient',
      when: 'after',
      tex: isOwnG ? '\\nabla_\\theta J(\\theta_{t-1})' : 'g_t',
    })
    this.know('t', { name: 't', when: 'after', tex: 't' })
    this.know('f', { name: 'f', when: 'after', tex: 'J(\\theta_{t-1})' })
    for (const name of this.hyper) this.know(name, { name, when: 'after', tex: symbolOf(name) })
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
    if (isGiven(name)) return name
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
    if (isGiven(name)) throw faultAt(`${name} is ${meaningOf(name)}, which no line changes`, at)
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
      isOwn(name) ||
      isGiven(name) ||
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
