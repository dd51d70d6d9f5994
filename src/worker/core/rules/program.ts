import { added, ofCounter, whole, type Affine } from '../formula/affine'
import type { Program, Register } from '../formula/program'
import { writeValue } from '../formula/value'
import { Writer } from '../formula/writer'
import { after, before, variablesIn, type Rule, type Step } from './rule'

/**
 * A rule's steps as a program for so many parameters. What it reads and what it writes have places of
 * their own: first the numbers that are one for all parameters, then column by column those of each.
 */

export interface Layout {
  /** By key. */
  readonly inputs: ReadonlyMap<string, number>
  readonly outputs: ReadonlyMap<string, number>
  readonly size: number
}

export function layoutOf(rule: Rule, steps: readonly Step[], dimension: number): Layout {
  const { each, hyper, states } = rule
  const read = ['t', 'f', ...hyper, ...states.map(({ name }) => before(name)), before('theta'), 'gradient']
  const written = [...new Set([...steps.map(({ key }) => key), after('theta')])]
  const placed = (all: readonly string[]): { places: Map<string, number>; size: number } => {
    const places = new Map<string, number>()
    let size = 0
    for (const key of all.filter((key) => !each.has(key))) places.set(key, size++)
    for (const key of all.filter((key) => each.has(key))) {
      places.set(key, size)
      size += dimension
    }
    return { places, size }
  }
  const [inputs, outputs] = [placed(read), placed(written)]
  return { inputs: inputs.places, outputs: outputs.places, size: Math.max(inputs.size, outputs.size) }
}

/** The one counter that goes over the parameters; loops come one after the other. */
const counter = 0
const column = (base: number): Affine => added(whole(base), ofCounter(counter))

/** Steps of each parameter that come one after the other share a loop. */
class Scribe {
  readonly write = new Writer()
  private readonly scalars = new Map<string, Register>()
  private waiting: Step[] = []

  constructor(
    private readonly rule: Rule,
    private readonly layout: Layout,
    private readonly dimension: number,
  ) {
    for (const [key, place] of layout.inputs)
      if (!rule.each.has(key)) this.scalars.set(key, this.write.load('theta', whole(place)))
  }

  private loop(body: () => void): void {
    this.write.loop(counter, whole(0), whole(this.dimension - 1), body)
  }

  /** @param here what the loop at hand has worked out of this parameter */
  private valueOf({ tree }: Step, here: ReadonlyMap<string, Register>): Register {
    const { write, rule, layout } = this
    for (const variable of variablesIn(tree)) {
      const key = rule.keys[variable.index.base]
      const known = here.get(key) ?? this.scalars.get(key)
      write.remember(variable, known ?? this.loaded(key, layout))
    }
    return writeValue(write, tree)
  }

  private loaded(key: string, { inputs, outputs }: Layout): Register {
    const input = inputs.get(key)
    if (input !== undefined) return this.write.load('theta', column(input))
    return this.write.load('gradient', column(outputs.get(key) ?? 0))
  }

  private flush(): void {
    const { waiting, write, layout } = this
    if (waiting.length === 0) return
    this.waiting = []
    this.loop(() => {
      const here = new Map<string, Register>()
      for (const step of waiting) {
        const of = this.valueOf(step, here)
        here.set(step.key, of)
        write.write({ do: 'store', to: 'gradient', at: column(layout.outputs.get(step.key) ?? 0), of })
      }
    })
  }

  private overall(step: Step): Register {
    const { write, dimension } = this
    const { overall } = step
    const isExtreme = overall === 'max' || overall === 'min'
    const into = write.variable(overall === 'max' ? -Infinity : overall === 'min' ? Infinity : 0)
    this.loop(() => {
      const of = this.valueOf(step, new Map())
      if (isExtreme) write.copy(into, write.binary(overall, into, of))
      else write.gather(into, of)
    })
    if (overall === 'norm') return write.unary('sqrt', into)
    return overall === 'mean' ? write.divide(into, write.constant(dimension)) : into
  }

  add(step: Step): void {
    const { key, overall } = step
    if (overall === undefined && this.rule.each.has(key)) {
      this.waiting.push(step)
      return
    }
    if (overall !== undefined) this.flush()
    const of = overall === undefined ? this.valueOf(step, new Map()) : this.overall(step)
    this.scalars.set(key, of)
    this.write.store('gradient', this.layout.outputs.get(key) ?? 0, of)
  }

  program(): Program {
    this.flush()
    const { registers, steps } = this.write
    return { steps, registers: Math.max(1, registers), counters: 1, result: 0 }
  }
}

export function programOf(
  rule: Rule,
  steps: readonly Step[],
  dimension: number,
): Program & { readonly layout: Layout } {
  const layout = layoutOf(rule, steps, dimension)
  const scribe = new Scribe(rule, layout, dimension)
  for (const step of steps) scribe.add(step)
  return { ...scribe.program(), layout }
}
