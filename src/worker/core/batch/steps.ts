import { isFixed } from '../formula/affine'
import type { Binary } from '../formula/arithmetic'
import type { Program, Step } from '../formula/program'
import type { Graph, Node } from './graph'

/** The value and the gradient of an objective at a point. */
export interface Evaluation {
  readonly value: Node
  readonly gradient: readonly Node[]
}

class Unwritable extends Error {}

/** Goes through the steps of a program with nodes in its registers. */
class Machine {
  constructor(
    private readonly graph: Graph,
    private readonly theta: readonly Node[],
    readonly registers: Node[],
    readonly gradient: Node[],
  ) {}

  run(steps: readonly Step[]): void {
    for (const step of steps) this.take(step)
  }

  private take(step: Step): void {
    const { graph, registers, theta, gradient } = this
    switch (step.do) {
      case 'constant':
        registers[step.into] = graph.constant(step.value)
        return
      case 'load':
        if (step.from !== 'theta' || !isFixed(step.at)) throw new Unwritable()
        registers[step.into] = theta[step.at.base]
        return
      case 'unary':
        registers[step.into] = graph.function(step.name, registers[step.of])
        return
      case 'binary':
        registers[step.into] = this.binary(step.name, registers[step.left], registers[step.right])
        return
      case 'copy':
        registers[step.into] = registers[step.of]
        return
      case 'gather':
        registers[step.into] = graph.binary('add', registers[step.into], registers[step.of])
        return
      case 'store':
      case 'scatter': {
        if (step.to !== 'gradient' || !isFixed(step.at)) throw new Unwritable()
        const { base } = step.at
        const of = registers[step.of]
        gradient[base] = step.do === 'store' ? of : graph.binary('add', gradient[base], of)
        return
      }
      case 'branch':
        return this.branch(step)
      default:
        throw new Unwritable()
    }
  }

  private binary(name: Binary, a: Node, b: Node): Node {
    const { graph } = this
    switch (name) {
      case 'add':
      case 'max':
      case 'min':
        return graph.binary(name, a, b)
      case 'subtract':
        return graph.binary('sub', a, b)
      case 'multiply':
        return graph.binary('mul', a, b)
      case 'divide':
        return graph.binary('div', a, b)
      case 'power':
        return graph.power(a, b)
      case 'less':
        return graph.number(graph.compare('lt', a, b))
      case 'lessOrEqual':
        return graph.number(graph.compare('le', a, b))
      case 'equal':
        return graph.number(graph.compare('eq', a, b))
    }
  }

  /** Both ways are gone, and of each register that one is kept whose turn it was. */
  private branch({ when, yes, no }: Extract<Step, { do: 'branch' }>): void {
    const { graph, theta } = this
    const isNo = graph.compare('eq', this.registers[when], graph.constant(0))
    const gone = [no, yes].map((steps) => {
      const machine = new Machine(graph, theta, [...this.registers], [...this.gradient])
      machine.run(steps)
      return machine
    })
    const chosen = (a: Node | undefined, b: Node | undefined): Node | undefined =>
      a && b ? graph.select(isNo, a, b) : (a ?? b)
    const merge = (into: (Node | undefined)[], a: readonly Node[], b: readonly Node[]): void => {
      for (let k = 0; k < Math.max(a.length, b.length); k++) into[k] = chosen(a[k], b[k])
    }
    merge(this.registers, gone[0].registers, gone[1].registers)
    merge(this.gradient, gone[0].gradient, gone[1].gradient)
  }
}

/** @returns undefined where a program has loops that are not written out */
export function evaluationBy(
  graph: Graph,
  { steps, result }: Program,
  theta: readonly Node[],
): Evaluation | undefined {
  const machine = new Machine(
    graph,
    theta,
    [],
    theta.map(() => graph.constant(0)),
  )
  try {
    machine.run(steps)
  } catch (error) {
    if (error instanceof Unwritable) return undefined
    throw error
  }
  return { value: machine.registers[result], gradient: machine.gradient }
}
