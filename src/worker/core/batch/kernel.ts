import type { HyperValues } from '../hyper'
import type { Objective } from '../objectives/contract'
import type { Dialect } from '../optimizers/contract'
import { assignmentOf } from '../python'
import { Graph, on, reachable, type Node } from './graph'
import { followed, type Value } from './lines'
import { evaluationBy, type Evaluation } from './steps'

/** A number that a lane carries from update to update. */
export interface Field {
  readonly name: string
  /** As it was before the update. */
  readonly before: Node
  readonly after: Node
}

/** What many runs of one method on one objective do at once, each in a lane of its own. */
export interface Kernel {
  readonly dimension: number
  readonly fields: readonly Field[]
  /** What a lane has for itself all the time: hyper-parameters that vary, what its rules need, targets. */
  readonly inputs: readonly Node[]
  /** Whether a lane goes on after the update. */
  readonly goesOn: Node
  /** What is kept of every update: the loss, and the square of the gradient's norm. */
  readonly course: readonly Node[]
}

export interface Wanted {
  readonly dialect: Dialect
  readonly objective: Objective
  readonly maximize: boolean
  /** Hyper-parameters that all lanes share. */
  readonly shared: HyperValues
  /** The names of the others. */
  readonly varied: readonly string[]
  /** Of a rule that somebody typed, nothing is left out. */
  readonly isTyped: boolean
  /** Whether a schedule moves the learning rate. */
  readonly isScheduled: boolean
  /** A sweep asks for the best point and when targets were reached; a map for the whole course and its turns. */
  readonly watch: { readonly for: 'sweep'; readonly targets: number } | { readonly for: 'map' }
}

/** Larger ones are left to the engine: their arithmetic is written out. */
const mostNodes = 600
const mostParameters = 16

/** What a schedule multiplies the learning rate of an update by. */
export const factorName = 'factor'
export const thetaName = (i: number): string => `theta ${i}`
export const previousName = (i: number): string => `previous ${i}`
export const gradientName = (i: number): string => `gradient ${i}`
export const memoryName = (name: string, i: number): string => `memory ${name} ${i}`
export const targetName = (j: number): string => `target ${j}`
/** Of some updates: the highest, the lowest and the sum of the losses, and the highest square of a norm. */
export const stretchNames = ['high', 'low', 'sum', 'steep'] as const
/** The step before, of which a turn is told. */
export const turnName = (i: number): string => `step ${i}`
export const reachedName = (j: number): string => `reached ${j}`

const own = { lane: on.lane, state: on.state } as const

function evaluationAt(
  graph: Graph,
  { arithmetic, parameterNames }: Objective,
  theta: readonly Node[],
): Evaluation | undefined {
  if (!arithmetic) return undefined
  if (arithmetic.kind === 'program') return evaluationBy(graph, arithmetic.program(), theta)
  const values = followed(
    graph,
    arithmetic.lines(),
    new Map(parameterNames.map((name, i) => [name, theta[i]])),
  )
  const nodes = ['f', ...parameterNames.map((name) => `d_${name}`)].map((name) => values?.get(name))
  if (!nodes.every((node): node is Node => node !== undefined && 'id' in node)) return undefined
  const [value, ...gradient] = nodes
  return { value, gradient }
}

/** Every mask that is used as a number, or the other way round, is a mistake in a line. */
const fits = (nodes: readonly Node[]): boolean =>
  nodes.every(({ op, args, isMask }) => {
    if (op === 'select') return args[0].isMask && args[1].isMask === isMask && args[2].isMask === isMask
    return args.every((arg) => arg.isMask === (op === 'and' || op === 'or'))
  })

class Writer {
  readonly graph = new Graph()
  readonly fields: Field[] = []
  private readonly laneInputs: Node[] = []

  constructor(private readonly wanted: Wanted) {}

  input(name: string): Node {
    const node = this.graph.input(name, own.lane)
    this.laneInputs.push(node)
    return node
  }

  carried(name: string): Node {
    return this.graph.input(name, own.state)
  }

  carry(name: string, after: Node): void {
    this.fields.push({ name, before: this.carried(name), after })
  }

  private each(named: (i: number) => string): readonly Node[] {
    return Array.from({ length: this.wanted.objective.dimension }, (_, i) => this.carried(named(i)))
  }

  private hypers(): ReadonlyMap<string, Value> {
    const { shared, varied, isScheduled } = this.wanted
    const { graph } = this
    const nodes = new Map<string, Node>([
      ...Object.entries(shared).map(([name, value]): [string, Node] => [name, graph.constant(Number(value))]),
      ...varied.map((name): [string, Node] => [name, this.input(name)]),
    ])
    const base = nodes.get('lr')
    if (!isScheduled || !base) return nodes
    return nodes.set('lr', graph.binary('mul', base, graph.input(factorName, on.update)))
  }

  /** The method's memory, by name, as one number or one for each coordinate; undefined where it is neither. */
  private memory(): ReadonlyMap<string, Value> | undefined {
    const { dialect, objective, shared, varied } = this.wanted
    const { dimension } = objective
    const some = {
      ...shared,
      ...Object.fromEntries(varied.map((name) => [name, dialect.hyper[name].default])),
    }
    const memory = Object.entries(dialect.init(dimension, some))
    if (!memory.every(([, { length }]) => length === dimension || length === 1)) return undefined
    return new Map(
      memory.map(([name, { length }]): [string, Value] => [
        name,
        length === dimension ? this.each((i) => memoryName(name, i)) : this.carried(memoryName(name, 0)),
      ]),
    )
  }

  kernel(): Kernel | undefined {
    const { graph, wanted } = this
    const { dialect, objective, maximize } = wanted
    const { dimension } = objective
    const memory = this.memory()
    const hypers = this.hypers()
    if (!memory) return undefined
    const theta = this.each(thetaName)
    const known = new Map<string, Value>([...hypers, ...memory, ['theta', theta]])
    const here = this.slopes(known, theta)
    if (!here) return undefined
    const handed = maximize ? here.map((node) => graph.unary('negative', node)) : here
    const t = graph.input('t', on.update)
    const values = followed(
      graph,
      dialect.code,
      new Map<string, Value>([...known, ['gradient', handed], ['g', handed], ['t', t]]),
      wanted.isTyped ? undefined : 'weightDecay',
    )
    const after = values?.get('theta')
    if (!values || !after || 'id' in after) return undefined
    const found = evaluationAt(graph, objective, after)
    if (!found) return undefined
    for (let i = 0; i < dimension; i++) {
      this.carry(thetaName(i), after[i])
      if (wanted.watch.for === 'sweep') this.carry(previousName(i), theta[i])
      this.carry(gradientName(i), found.gradient[i])
    }
    const assigned = new Set(dialect.code.map((line) => assignmentOf(line).name))
    for (const [name, before] of memory) {
      const value = values.get(name)
      // What no line assigns, the step finds by other means.
      if (!value || !assigned.has(name)) return undefined
      const nodes = 'id' in value ? [value] : value
      if (nodes.length !== ('id' in before ? 1 : before.length)) return undefined
      nodes.forEach((node, i) => this.carry(memoryName(name, i), node))
    }
    this.carry('made', t)
    this.carry('loss', found.value)
    const square = found.gradient
      .map((node) => graph.binary('mul', node, node))
      .reduce((sum, node) => graph.binary('add', sum, node))
    const steps = after.map((node, i) => graph.binary('sub', node, theta[i]))
    const goesOn = this.rules(found.value, square, steps)
    if (wanted.watch.for === 'sweep') this.watchBest(found.value, t, wanted.watch.targets)
    else {
      this.watchTurns(found.value, t, steps)
      this.watchStretch(found.value, square)
    }
    const course = wanted.watch.for === 'map' ? [found.value, square] : []
    const nodes = reachable([...this.fields.map((field) => field.after), goesOn, ...course])
    if (nodes.length > mostNodes || dimension > mostParameters || !fits(nodes)) return undefined
    return { dimension, fields: this.fields, inputs: this.laneInputs, goesOn, course }
  }

  /** The gradient that the step is handed. */
  private slopes(known: ReadonlyMap<string, Value>, theta: readonly Node[]): readonly Node[] | undefined {
    const { dialect, objective } = this.wanted
    if (!dialect.lookahead) return this.each(gradientName)
    if (!dialect.lookaheadCode) return undefined
    const ahead = followed(this.graph, dialect.lookaheadCode, known)?.get('ahead')
    if (!ahead || 'id' in ahead || ahead.length !== theta.length) return undefined
    return evaluationAt(this.graph, objective, ahead)?.gradient
  }

  /** As the loop of a run has them; a change that is not finite is looked into by whoever takes the lane out. */
  private rules(loss: Node, square: Node, steps: readonly Node[]): Node {
    const { graph } = this
    const sizes = steps.map((step) => graph.unary('abs', step))
    const all = (nodes: readonly Node[]): Node => nodes.reduce((a, b) => graph.both(a, b))
    const motionless = this.input('still')
    const isStill = all(sizes.map((size) => graph.compare('lt', size, motionless)))
    const zero = graph.constant(0)
    const quiet = graph.select(isStill, graph.binary('add', this.carried('quiet'), graph.constant(1)), zero)
    this.carry('quiet', quiet)
    const length = sizes.reduce((sum, size) => graph.binary('add', sum, size))
    return all([
      graph.compare('le', graph.unary('abs', loss), this.input('bound')),
      graph.compare('le', this.input('flat square'), square),
      graph.compare('lt', quiet, this.input('patience')),
      graph.compare('lt', length, graph.constant(Infinity)),
    ])
  }

  private watchBest(loss: Node, t: Node, targets: number): void {
    const { graph } = this
    const { maximize } = this.wanted
    const best = this.carried('best')
    const isBetter = maximize ? graph.compare('lt', best, loss) : graph.compare('lt', loss, best)
    this.carry('best', graph.select(isBetter, loss, best))
    this.carry('best at', graph.select(isBetter, t, this.carried('best at')))
    for (let j = 0; j < targets; j++) {
      const target = this.input(targetName(j))
      const isThere = maximize ? graph.compare('le', target, loss) : graph.compare('le', loss, target)
      this.carryReached(j, isThere, t)
    }
  }

  /** Since whoever reads it began anew. */
  private watchStretch(loss: Node, square: Node): void {
    const { graph } = this
    const [high, low, sum, steep] = stretchNames
    this.carry(high, graph.binary('higher', this.carried(high), loss))
    this.carry(low, graph.binary('lower', this.carried(low), loss))
    this.carry(sum, graph.binary('add', this.carried(sum), loss))
    this.carry(steep, graph.binary('higher', this.carried(steep), square))
  }

  /** How many steps turn back on the one before, up to now, and until the loss came to the target for good. */
  private watchTurns(loss: Node, t: Node, steps: readonly Node[]): void {
    const { graph } = this
    const along = steps
      .map((step, i) => graph.binary('mul', step, this.carried(turnName(i))))
      .reduce((sum, node) => graph.binary('add', sum, node))
    steps.forEach((step, i) => this.carry(turnName(i), step))
    const turned = graph.compare('lt', along, graph.constant(0))
    const turns = graph.binary('add', this.carried('turns'), graph.number(turned))
    this.carry('turns', turns)
    const target = this.input(targetName(0))
    const isThere = graph.compare('le', loss, target)
    const wasThere = graph.compare('le', this.carried('loss'), target)
    const isSettled = graph.both(isThere, wasThere)
    this.carry('turns before', graph.select(isSettled, this.carried('turns before'), turns))
    this.carryReached(0, isThere, t)
  }

  /** The first update of those that are there; infinite where none is. */
  private carryReached(j: number, isThere: Node, t: Node): void {
    const { graph } = this
    const now = graph.select(isThere, t, graph.constant(Infinity))
    this.carry(reachedName(j), graph.binary('lower', this.carried(reachedName(j)), now))
  }
}

/** @returns undefined where the method or the objective is not written down as arithmetic, or is too large */
export const kernelOf = (wanted: Wanted): Kernel | undefined => new Writer(wanted).kernel()
