import { doubleBytes } from '../wasm/simd-parts'
import { capacity, type Layout } from './code'
import { evaluatorOf, inputsOf, type Evaluator } from './graph'
import { factorName, type Kernel } from './kernel'

/** Bytes of what was worked out for single lanes and is kept, in case others want the same. */
const mostKept = 2 ** 24

/** What follows from the number of the update alone, worked out as far as it was asked for. */
class Column {
  private readonly values: Float64Array
  private known = 0
  private readonly inputs: Record<string, number>

  constructor(
    private readonly evaluate: Evaluator,
    given: Readonly<Record<string, number>>,
    updates: number,
    private readonly factor: (update: number) => number,
  ) {
    this.values = new Float64Array(updates)
    this.inputs = { ...given, t: 0, [factorName]: 1 }
  }

  /** Updates `first` to `first + count - 1`, which count from 1. */
  copy(first: number, count: number, to: Float64Array, at: number): void {
    const { values, inputs, evaluate } = this
    const end = first - 1 + count
    for (; this.known < end; this.known++) {
      inputs.t = this.known + 1
      inputs[factorName] = this.factor(this.known)
      values[this.known] = evaluate(inputs)
    }
    for (let k = 0; k < count; k++) to[at + k] = values[first - 1 + k]
  }
}

/** Numbers by the update that a kernel is handed: powers, which no instruction makes, and what all lanes share. */
export class Tables {
  private readonly shared: readonly Column[]
  private readonly owned: readonly {
    readonly evaluate: Evaluator
    readonly inputs: readonly { readonly name: string; readonly row: number }[]
    readonly known: Map<string | number, Column>
    /** Of each lane. */
    readonly columns: Column[]
  }[]

  constructor(
    kernel: Kernel,
    private readonly layout: Layout,
    private readonly doubles: Float64Array,
    private readonly updates: number,
    private readonly factor: (update: number) => number = () => 1,
  ) {
    this.shared = layout.shared.map((node) => new Column(evaluatorOf(node), {}, updates, factor))
    this.owned = layout.owned.map((node) => ({
      evaluate: evaluatorOf(node),
      inputs: inputsOf(node)
        .filter((name) => name !== 't' && name !== factorName)
        .map((name) => {
          const index = kernel.inputs.findIndex((input) => input.name === name)
          return { name, row: layout.inputAt(index) / doubleBytes }
        }),
      known: new Map<string | number, Column>(),
      columns: [],
    }))
  }

  /** For the first so many lanes, whose inputs stand in their places. */
  begin(lanes: number): void {
    this.owned.forEach(({ columns }, index) => {
      for (let lane = 0; lane < lanes; lane++) columns[lane] = this.columnOf(index, lane)
    })
  }

  /** @param numbers of the lanes that are left, by their places, as they were when they began */
  fill(first: number, count: number, numbers: Uint16Array, left: number): void {
    const { layout, doubles } = this
    this.shared.forEach((column, index) =>
      column.copy(first, count, doubles, layout.sharedAt(index) / doubleBytes),
    )
    this.owned.forEach(({ columns }, index) => {
      for (let place = 0; place < left; place++) {
        columns[numbers[place]].copy(first, count, doubles, layout.ownedAt(index, place) / doubleBytes)
      }
    })
  }

  private columnOf(index: number, lane: number): Column {
    const { evaluate, inputs, known } = this.owned[index]
    const { doubles, updates } = this
    const [first, ...others] = inputs
    const alone = doubles[first.row + lane]
    const key = others.length === 0 ? alone : inputs.map(({ row }) => doubles[row + lane]).join(' ')
    const found = known.get(key)
    if (found) return found
    if (known.size > capacity && known.size * updates * doubleBytes > mostKept) known.clear()
    const given = Object.fromEntries(inputs.map(({ name, row }) => [name, doubles[row + lane]]))
    const made = new Column(evaluate, given, updates, this.factor)
    known.set(key, made)
    return made
  }
}
