import type { Graph, Node } from './graph'
import { readLine, type Python } from './python'

/** One number for all coordinates, or one for each. */
export type Value = Node | readonly Node[]
export type Values = ReadonlyMap<string, Value>

const isList = (value: Value): value is readonly Node[] => Array.isArray(value)

/** By coordinate, if one of them is. */
function across(values: readonly Value[], apply: (nodes: readonly Node[]) => Node): Value {
  const at = (i: number): Node => apply(values.map((value) => (isList(value) ? value[i] : value)))
  const list = values.find(isList)
  return list ? list.map((_, i) => at(i)) : at(0)
}

const hasFactor = (tree: Python, name: string): boolean =>
  (tree.kind === 'name' && tree.name === name) ||
  (tree.kind === 'operation' &&
    tree.operator === '*' &&
    (hasFactor(tree.left, name) || hasFactor(tree.right, name)))

const functions = {
  'np.sqrt': 'sqrt',
  'np.abs': 'abs',
  'np.sign': 'sign',
  'np.sin': 'sin',
  'np.cos': 'cos',
  'np.exp': 'exp',
} as const

class Compiler {
  constructor(
    private readonly graph: Graph,
    private readonly values: Map<string, Value>,
    private readonly decay: string | undefined,
  ) {}

  valueOf(tree: Python): Value | undefined {
    const { graph } = this
    switch (tree.kind) {
      case 'number':
        return graph.constant(tree.value)
      case 'name':
        return this.values.get(tree.name)
      case 'negative': {
        const of = this.valueOf(tree.of)
        return of && across([of], ([node]) => graph.unary('negative', node))
      }
      case 'operation':
        return this.operation(tree)
      case 'call':
        return this.called(tree.name, tree.args)
    }
  }

  private operation({ operator, left, right }: Extract<Python, { kind: 'operation' }>): Value | undefined {
    const [a, b] = [this.valueOf(left), this.valueOf(right)]
    if (!a || !b) return undefined
    const plain = across([a, b], ([x, y]) => this.applied(operator, x, y))
    const { decay } = this
    const weight = decay === undefined ? undefined : this.values.get(decay)
    if (decay === undefined || !weight || isList(weight)) return plain
    if ((operator !== '+' && operator !== '-') || !hasFactor(right, decay)) return plain
    const { graph } = this
    const isNone = graph.compare('eq', weight, graph.constant(0))
    return across([a, plain], ([alone, whole]) => graph.select(isNone, alone, whole))
  }

  private applied(operator: Extract<Python, { kind: 'operation' }>['operator'], x: Node, y: Node): Node {
    const { graph } = this
    switch (operator) {
      case '+':
        return graph.binary('add', x, y)
      case '-':
        return graph.binary('sub', x, y)
      case '*':
        return graph.binary('mul', x, y)
      case '/':
        return graph.binary('div', x, y)
      case '**':
        return graph.power(x, y)
      case '<':
        return graph.compare('lt', x, y)
      case '<=':
        return graph.compare('le', x, y)
      case '>':
        return graph.compare('lt', y, x)
      case '>=':
        return graph.compare('le', y, x)
      case '==':
        return graph.compare('eq', x, y)
      case '|':
        return graph.either(x, y)
      case '&':
        return graph.both(x, y)
    }
  }

  private called(name: string, trees: readonly Python[]): Value | undefined {
    const { graph } = this
    const values = trees.map((tree) => this.valueOf(tree))
    if (!values.every((value) => value !== undefined)) return undefined
    if (values.length === 1 && Object.hasOwn(functions, name)) {
      const own = functions[name as keyof typeof functions]
      return across(values, ([x]) => graph.function(own, x))
    }
    if (values.length === 2 && name === 'np.maximum')
      return across(values, ([x, y]) => graph.binary('max', x, y))
    if (values.length === 2 && name === 'np.minimum')
      return across(values, ([x, y]) => graph.binary('min', x, y))
    if (values.length !== 3 || name !== 'np.where') return undefined
    return across(values, ([mask, yes, no]) => {
      // A flag is a number: anything but 0 is yes.
      const flag = mask.isMask ? mask : graph.compare('eq', mask, graph.constant(1))
      return graph.select(flag, yes, no)
    })
  }
}

/**
 * Follows lines from the values that they begin with.
 * @param decay a number that, where it is 0, leaves alone what it is a factor of: no zero is added, which
 *   would turn -0 into 0
 * @returns all values after them; undefined where a line is not understood, or names what is not there
 */
export function followed(
  graph: Graph,
  lines: readonly string[],
  begun: Values,
  decay?: string,
): Values | undefined {
  const values = new Map(begun)
  const compiler = new Compiler(graph, values, decay)
  for (const line of lines) {
    const assignment = readLine(line)
    const value = assignment && compiler.valueOf(assignment.value)
    if (!assignment || !value) return undefined
    const known = values.get(assignment.name)
    // A number that stands for all coordinates may be given to each.
    const isEach = known !== undefined && isList(known) && !isList(value)
    values.set(assignment.name, isEach ? known.map(() => value) : value)
  }
  return values
}
