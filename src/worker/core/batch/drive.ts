import { doubleBytes } from '../wasm/simd-parts'
import { compile } from '../wasm/instance'
import { capacity, courseBytes, funcOf, groupLanes, layoutOf, longest, outside, type Layout } from './code'
import type { Kernel } from './kernel'
import { Tables } from './tables'

/** Bytes of the courses of all lanes at the most: what a processor's own memory holds. */
const mostCourse = 2 ** 19

interface Exports {
  run(lanes: number, end: number, count: number, course: number): number
}

/** The first calls are short: what diverges does so early, and makes room. */
const lengths = [1, 3, 4, 8, 16, 32]

/** Bits of a number, in halves: all ones are a mask that holds. */
const halves = 2

/** What is to be heard of a lane, by the number that it began with. */
export interface Listener {
  /** After the first update of each. */
  begun?(lane: number): void
  /** When it has ended, or used up its updates. */
  ended(lane: number): void
  /** Between two updates of all that are left, which stand in the first places of their rows: after so many made. */
  readonly halts?: readonly number[]
  halted?(made: number, left: number): void
}

/**
 * Up to `capacity` lanes that go through their updates side by side. Those that end are taken out, and the
 * last ones take their places, so that no call is made for lanes that have ended.
 */
export class Lanes {
  readonly doubles: Float64Array
  private readonly words: Int32Array
  private readonly run: Exports['run']
  private readonly tables: Tables
  private readonly rows: readonly number[]
  /** The number of the lane in each place. */
  private readonly numbers = new Uint16Array(capacity)
  /** Of the lane that is being heard of: its place, and whether that is where ended ones are. */
  private place = 0
  private isOut = false
  /** Of the courses: the first update of each call, and in it the place of each lane. */
  private calls: { readonly from: number; readonly length: number; readonly places: Uint16Array }[] = []
  /** Of each lane, by its number; anew when lanes move. */
  private places = new Uint16Array(0)
  private courseLanes = 0

  constructor(
    private readonly kernel: Kernel,
    private readonly layout: Layout,
    instance: { readonly buffer: ArrayBuffer; readonly exports: Exports },
    private readonly updates: number,
    factor?: (update: number) => number,
  ) {
    this.doubles = new Float64Array(instance.buffer)
    this.words = new Int32Array(instance.buffer)
    this.run = instance.exports.run
    this.tables = new Tables(kernel, layout, this.doubles, updates, factor)
    this.rows = [
      ...kernel.fields.map((_, index) => this.fieldRow(index)),
      ...kernel.inputs.map((_, index) => this.inputRow(index)),
    ]
  }

  /** Where the numbers of a field begin, one a lane. */
  fieldRow(index: number): number {
    return this.layout.fieldAt(index) / doubleBytes
  }

  inputRow(index: number): number {
    return this.layout.inputAt(index) / doubleBytes
  }

  /** Copies what stands in the rows of the first lane to all of so many. */
  spread(count: number): void {
    const { doubles } = this
    for (const row of this.rows) doubles.fill(doubles[row], row, row + count)
  }

  /** Lanes that there is room for. */
  get room(): number {
    const each = courseBytes(this.kernel, 1, this.updates)
    if (each === 0) return capacity
    const wanted = Math.floor(mostCourse / each / groupLanes) * groupLanes
    return Math.max(groupLanes, Math.min(capacity, wanted))
  }

  /** Whether the lane that is being heard of has ended before its updates were used up, or with the last. */
  get hasEnded(): boolean {
    return this.isOut
  }

  /** Of the lane that is being heard of. */
  field(index: number): number {
    const { layout } = this
    const at = this.isOut ? layout.endedAt(index) : layout.fieldAt(index)
    return this.doubles[at / doubleBytes + this.place]
  }

  /** Of the lanes that are left, the one in a place, by the number that it began with. */
  numberAt(place: number): number {
    return this.numbers[place]
  }

  private setAlive(place: number, isAlive: boolean): void {
    const at = (this.layout.alive / doubleBytes + place) * halves
    this.words[at] = this.words[at + 1] = isAlive ? -1 : 0
  }

  private isAlive(place: number): boolean {
    return this.words[(this.layout.alive / doubleBytes + place) * halves] !== 0
  }

  /** Takes lanes 0 to `count - 1`, whose fields and inputs stand in their rows, to their ends. */
  all(count: number, listener: Listener): void {
    const { numbers, updates } = this
    const { halts = [] } = listener
    this.courseLanes = Math.ceil(count / groupLanes) * groupLanes
    this.places = new Uint16Array(count)
    for (let lane = 0; lane < count; lane++) {
      numbers[lane] = this.places[lane] = lane
      this.setAlive(lane, true)
    }
    for (let place = count; place < this.courseLanes; place++) this.setAlive(place, false)
    this.tables.begin(count)
    this.calls = []
    let left = count
    let made = 0
    for (let step = 0; made < updates && left > 0; step++) {
      const halt = halts.find((at) => at > made) ?? updates
      const length = Math.min(lengths[step] ?? longest, halt - made)
      const hasEnded = this.advance(made, length, left)
      made += length
      if (step === 0) this.tellBegun(left, listener)
      if (hasEnded) left = this.takeOut(left, listener)
      if (halts.includes(made)) listener.halted?.(made, left)
    }
    this.isOut = false
    for (this.place = 0; this.place < left; this.place++) listener.ended(numbers[this.place])
  }

  /** @returns whether a lane has ended */
  private advance(made: number, length: number, left: number): boolean {
    const { layout, numbers, courseLanes, kernel, places } = this
    this.tables.fill(made + 1, length, numbers, left)
    if (kernel.course.length > 0) this.calls.push({ from: made, length, places })
    const end = Math.ceil(left / groupLanes) * groupLanes * doubleBytes
    return this.run(0, end, length, layout.course + courseBytes(kernel, courseLanes, made)) !== 0
  }

  private tellBegun(left: number, { begun }: Listener): void {
    if (!begun) return
    for (this.place = 0; this.place < left; this.place++) {
      this.isOut = !this.isAlive(this.place)
      begun(this.numbers[this.place])
    }
  }

  /** @returns how many lanes are left */
  private takeOut(left: number, listener: Listener): number {
    const { numbers, doubles } = this
    const places = this.places.slice()
    this.isOut = true
    for (let place = left - 1; place >= 0; place--) {
      if (this.isAlive(place)) continue
      this.place = place
      listener.ended(numbers[place])
      left -= 1
      if (place === left) continue
      for (const row of this.rows) doubles[row + place] = doubles[row + left]
      numbers[place] = numbers[left]
      places[numbers[place]] = place
      this.setAlive(place, true)
      this.setAlive(left, false)
    }
    this.places = places
    return left
  }

  /** Of the course of a lane, number `index` of each update from one to another, into those places of a column. */
  course(lane: number, index: number, first: number, last: number, column: Float64Array): void {
    const { doubles, layout, courseLanes, kernel } = this
    const stride = kernel.course.length * groupLanes
    for (const { from, length, places } of this.calls) {
      if (from >= last) return
      if (from + length < first) continue
      const place = places[lane]
      const before = courseBytes(kernel, courseLanes, from)
      const group = Math.floor(place / groupLanes) * courseBytes(kernel, groupLanes, length)
      const begin = (layout.course + before + group) / doubleBytes + index * groupLanes + (place % groupLanes)
      const end = Math.min(length, last - from)
      for (let k = Math.max(0, first - from - 1); k < end; k++)
        column[from + 1 + k] = doubles[begin + k * stride]
    }
  }
}

/** @returns undefined where there is no WebAssembly, or none with pairs of numbers */
export function lanesOf(
  kernel: Kernel,
  updates: number,
  factor?: (update: number) => number,
): Lanes | undefined {
  const layout = layoutOf(kernel)
  const course = Math.min(mostCourse, courseBytes(kernel, capacity, updates))
  const least = courseBytes(kernel, groupLanes, updates)
  const instance = compile<Exports>(
    [funcOf(kernel, layout)],
    outside,
  )?.(layout.course + Math.max(course, least))
  return instance && new Lanes(kernel, layout, instance, updates, factor)
}
