import { compile } from '../wasm/instance'
import { capacity, courseBytes, funcOf, groupLanes, layoutOf, longest, outside, type Layout } from './code'
import type { Kernel } from './kernel'
import { Tables } from './tables'

/** Bytes of the courses of all lanes at the most: what a processor's own memory holds. */
const mostCourse = 2 ** 21

/** A lane when it is taken out: a number by the name of a field, and where its course is. */
export interface Ended {
  /** Which of those that were begun. */
  readonly lane: number
  field(index: number): number
}

/** What a lane begins with. */
export interface Beginning {
  /** In the order of the kernel's fields. */
  readonly fields: ArrayLike<number>
  /** In the order of its inputs. */
  readonly inputs: ArrayLike<number>
}

interface Exports {
  run(lanes: number, count: number, course: number): void
}

/** The first calls are short: what diverges does so early, and makes room. */
const lengths = [1, 3, 4, 8, 16, 32]

/** Takes up to `capacity` lanes at once through their updates. */
export class Lanes {
  private readonly doubles: Float64Array
  private readonly words: Int32Array
  private readonly run: Exports['run']
  private readonly tables: Tables
  /** In which place a lane was during a call, by call and lane. */
  private places: Uint16Array[] = []
  private begins: number[] = []
  private readonly rows: readonly number[]

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
      ...kernel.fields.map((_, index) => layout.fieldAt(index) / 8),
      ...kernel.inputs.map((_, index) => layout.inputAt(index) / 8),
      layout.alive / 8,
    ]
  }

  /** Lanes that there is room for. */
  get room(): number {
    const each = courseBytes(this.kernel, 1, this.updates)
    if (each === 0) return capacity
    return Math.max(groupLanes, Math.min(capacity, Math.floor(mostCourse / each / groupLanes) * groupLanes))
  }

  private place(slot: number, { fields, inputs }: Beginning): void {
    const { layout, doubles } = this
    for (let k = 0; k < fields.length; k++) doubles[layout.fieldAt(k) / 8 + slot] = fields[k]
    for (let k = 0; k < inputs.length; k++) doubles[layout.inputAt(k) / 8 + slot] = inputs[k]
  }

  private setAlive(slot: number, isAlive: boolean): void {
    const at = this.layout.alive / 4 + 2 * slot
    this.words[at] = this.words[at + 1] = isAlive ? -1 : 0
  }

  private isAlive(slot: number): boolean {
    return this.words[this.layout.alive / 4 + 2 * slot] !== 0
  }

  /** @param after called after the first update, with every lane that is still there and its field */
  all(beginnings: readonly Beginning[], ended: (lane: Ended) => void, after?: (lane: Ended) => void): void {
    const { layout, doubles, updates, kernel } = this
    let count = beginnings.length
    const lanes = Uint16Array.from(beginnings, (_, index) => index)
    beginnings.forEach((each, slot) => {
      this.place(slot, each)
      this.setAlive(slot, true)
    })
    this.places = []
    this.begins = []
    const perLane = kernel.course.length * 8
    const courseLanes = Math.ceil(count / groupLanes) * groupLanes
    let made = 0
    const leaving = (slot: number, hasEnded: boolean): Ended => ({
      lane: lanes[slot],
      field: (index) => doubles[(hasEnded ? layout.endedAt(index) : layout.fieldAt(index)) / 8 + slot],
    })
    for (let step = 0; made < updates && count > 0; step++) {
      const length = Math.min(lengths[step] ?? longest, updates - made)
      const groups = Math.ceil(count / groupLanes)
      for (let slot = count; slot < groups * groupLanes; slot++) this.setAlive(slot, false)
      this.tables.fill(made + 1, length, count)
      const course = layout.course + made * courseLanes * perLane
      if (perLane > 0) {
        const places = new Uint16Array(beginnings.length).fill(capacity)
        for (let slot = 0; slot < count; slot++) places[lanes[slot]] = slot
        this.places.push(places)
        this.begins.push(made)
      }
      for (let group = 0; group < groups; group++) {
        this.run(group * groupLanes * 8, length, course + group * length * groupLanes * perLane)
      }
      made += length
      for (let slot = count - 1; slot >= 0; slot--) {
        if (this.isAlive(slot)) continue
        if (after && step === 0) after(leaving(slot, true))
        ended(leaving(slot, true))
        count -= 1
        if (slot === count) continue
        for (const row of this.rows) doubles[row + slot] = doubles[row + count]
        lanes[slot] = lanes[count]
        this.setAlive(slot, true)
      }
      if (after && step === 0) for (let slot = 0; slot < count; slot++) after(leaving(slot, false))
    }
    for (let slot = 0; slot < count; slot++) ended(leaving(slot, false))
  }
}

export function lanesOf(
  kernel: Kernel,
  updates: number,
  factor?: (update: number) => number,
): Lanes | undefined {
  const layout = layoutOf(kernel)
  const make = compile<Exports>([funcOf(kernel, layout)], outside)
  const course =
    Math.min(mostCourse, courseBytes(kernel, capacity, updates)) + courseBytes(kernel, groupLanes, updates)
  const instance = make?.(layout.course + course)
  return instance && new Lanes(kernel, layout, instance, updates, factor)
}
