import { binaryFunctions, unaryFunctions, type Unary } from '../formula/arithmetic'

/**
 * Arithmetic as a graph of nodes: each is worked out once, however often it is used, and in no other order
 * than it was written in. Nothing is rearranged, so that whoever works it out gets the same to the last bit.
 */

/** `higher` and `lower` pass over what is no number. */
type Binary = 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max' | 'higher' | 'lower'
type Comparison = 'lt' | 'le' | 'eq'
export type Op =
  'constant' | 'input' | 'negative' | 'abs' | 'sqrt' | Binary | Comparison | 'and' | 'or' | 'select' | 'call'

/** What a node depends on: on nothing it is a constant. */
export const on = { update: 1, lane: 2, state: 4 } as const

/** A number of doubles, or a mask: yes or no. A constant mask is 1 or 0. */
export interface Node {
  /** What a node is made of has smaller ones. */
  readonly id: number
  readonly op: Op
  readonly args: readonly Node[]
  /** Of a constant. */
  readonly value: number
  /** Of an input, or of the function that is called. */
  readonly name: string
  /** Bits of `on`. */
  readonly depends: number
  readonly isMask: boolean
}

const arithmetic: Readonly<Record<Binary, (a: number, b: number) => number>> = {
  add: binaryFunctions.add,
  sub: binaryFunctions.subtract,
  mul: binaryFunctions.multiply,
  div: binaryFunctions.divide,
  min: binaryFunctions.min,
  max: binaryFunctions.max,
  higher: (a, b) => (a < b ? b : a),
  lower: (a, b) => (b < a ? b : a),
}
const comparisons: Readonly<Record<Comparison, (a: number, b: number) => number>> = {
  lt: binaryFunctions.less,
  le: binaryFunctions.lessOrEqual,
  eq: binaryFunctions.equal,
}

/** Functions that no machine has an instruction for, by their names in formulas. */
export const called = { ...unaryFunctions, power: binaryFunctions.power }
export type Called = keyof typeof called

/** Of numbers that are there; a mask is 1 or 0. */
function applied(op: Op, name: string, [a, b, c]: readonly number[]): number {
  switch (op) {
    case 'negative':
    case 'abs':
    case 'sqrt':
      return unaryFunctions[op](a)
    case 'lt':
    case 'le':
    case 'eq':
      return comparisons[op](a, b)
    case 'and':
      return a * b
    case 'or':
      return Math.max(a, b)
    case 'select':
      return a === 1 ? b : c
    case 'call':
      return called[name as Called](a, b)
    case 'constant':
    case 'input':
      return NaN
    default:
      return arithmetic[op](a, b)
  }
}

/** Makes nodes, the same one for the same arithmetic. */
export class Graph {
  private readonly known = new Map<string, Node>()

  private node(
    op: Op,
    args: readonly Node[],
    rest: Partial<Pick<Node, 'value' | 'name' | 'depends' | 'isMask'>>,
  ): Node {
    const { value = NaN, name = '', isMask = false } = rest
    const bits = Object.is(value, -0) ? '-0' : value
    const depends = rest.depends ?? args.reduce((bits, arg) => bits | arg.depends, 0)
    const key = [op, name, depends, isMask, bits, ...args.map(({ id }) => id)].join(' ')
    const found = this.known.get(key)
    if (found) return found
    const made = { id: this.known.size, op, args, value, name, depends, isMask }
    this.known.set(key, made)
    return made
  }

  private applied(op: Op, args: readonly Node[], isMask: boolean, name = ''): Node {
    if (args.every((arg) => arg.op === 'constant')) {
      const value = applied(
        op,
        name,
        args.map((arg) => arg.value),
      )
      return isMask ? this.mask(value === 1) : this.constant(value)
    }
    return this.node(op, args, { isMask, name })
  }

  constant(value: number): Node {
    return this.node('constant', [], { value })
  }

  private mask(holds: boolean): Node {
    return this.node('constant', [], { value: Number(holds), isMask: true })
  }

  input(name: string, depends: number): Node {
    return this.node('input', [], { name, depends })
  }

  unary(op: 'negative' | 'abs' | 'sqrt', of: Node): Node {
    return this.applied(op, [of], false)
  }

  binary(op: Binary, left: Node, right: Node): Node {
    return this.applied(op, [left, right], false)
  }

  compare(op: Comparison, left: Node, right: Node): Node {
    return this.applied(op, [left, right], true)
  }

  both(left: Node, right: Node): Node {
    if (left.op === 'constant') return left.value === 1 ? right : left
    if (right.op === 'constant') return right.value === 1 ? left : right
    return this.applied('and', [left, right], true)
  }

  either(left: Node, right: Node): Node {
    if (left.op === 'constant') return left.value === 1 ? left : right
    if (right.op === 'constant') return right.value === 1 ? right : left
    return this.applied('or', [left, right], true)
  }

  select(mask: Node, yes: Node, no: Node): Node {
    if (mask.op === 'constant') return mask.value === 1 ? yes : no
    if (yes === no) return yes
    return this.applied('select', [mask, yes, no], yes.isMask)
  }

  /** 1 where a mask holds, else 0. */
  number(mask: Node): Node {
    return this.select(mask, this.constant(1), this.constant(0))
  }

  power(base: Node, exponent: Node): Node {
    // Squares are the one power that JavaScript rounds as a product: its compiler makes them one.
    if (exponent.op === 'constant' && exponent.value === 2) return this.binary('mul', base, base)
    return this.applied('call', [base, exponent], false, 'power')
  }

  function(name: Unary, of: Node): Node {
    switch (name) {
      case 'negative':
      case 'abs':
      case 'sqrt':
        return this.unary(name, of)
      case 'sign': {
        const zero = this.constant(0)
        // Of zero, and of no number, the sign is itself.
        const falling = this.select(this.compare('lt', of, zero), this.constant(-1), of)
        return this.select(this.compare('lt', zero, of), this.constant(1), falling)
      }
      default:
        return this.applied('call', [of], false, name)
    }
  }
}

/** Works out a node from its inputs. */
export type Evaluator = (inputs: Readonly<Record<string, number>>) => number

export function evaluatorOf(node: Node): Evaluator {
  const { op, name, value } = node
  if (op === 'constant') return () => value
  if (op === 'input') return (inputs) => inputs[name]
  const parts = node.args.map(evaluatorOf)
  if (op === 'call' && parts.length === 2) {
    const [base, exponent] = parts
    return (inputs) => base(inputs) ** exponent(inputs)
  }
  if (parts.length === 2) {
    const [left, right] = parts
    return (inputs) => applied(op, name, [left(inputs), right(inputs)])
  }
  return (inputs) =>
    applied(
      op,
      name,
      parts.map((part) => part(inputs)),
    )
}

/** All nodes that some are made of, themselves too, each after what it is made of. */
export function reachable(roots: readonly Node[]): readonly Node[] {
  const found = new Map<number, Node>()
  const pending = [...roots]
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (found.has(node.id)) continue
    found.set(node.id, node)
    pending.push(...node.args)
  }
  return [...found.values()].sort((a, b) => a.id - b.id)
}

/** The names of the inputs that a node depends on. */
export const inputsOf = (node: Node): readonly string[] =>
  reachable([node]).flatMap(({ op, name }) => (op === 'input' ? [name] : []))
