/** Points of a series in their order: which ones, and their values. */
export interface PickedPoints {
  readonly indices: Float64Array
  readonly values: Float64Array
}

/** What can be remarkable about a point within its stretch; a stretch yields one point of each at the most. */
const first = 0
const last = 1
const lowest = 2
const highest = 3
const firstBroken = 4
const lastBroken = 5
const roles = 6

/**
 * Picks what a picture needs of a series, stretch by stretch: of the finite points of a stretch
 * the first, the last, the lowest and the highest (of equals the first), and the first and the
 * last point that is not finite.
 */
export class Extremes {
  private readonly indices: Float64Array<ArrayBuffer>
  private readonly values: Float64Array<ArrayBuffer>
  private size = 0
  /** By role; -1: no such point yet. */
  private readonly at = new Float64Array(roles).fill(-1)
  private readonly value = new Float64Array(roles)

  constructor(stretches: number) {
    this.indices = new Float64Array(stretches * roles)
    this.values = new Float64Array(stretches * roles)
  }

  /** One of the stretch's points. Those that are remarkable must be among those taken, the last one last. */
  take(index: number, value: number): void {
    const { at } = this
    if (!Number.isFinite(value)) {
      if (at[firstBroken] < 0) this.set(firstBroken, index, value)
      return this.set(lastBroken, index, value)
    }
    if (at[first] < 0) {
      this.set(first, index, value)
      this.set(lowest, index, value)
      this.set(highest, index, value)
    } else if (value < this.value[lowest]) this.set(lowest, index, value)
    else if (value > this.value[highest]) this.set(highest, index, value)
    this.set(last, index, value)
  }

  /** The stretch is over. */
  flush(): void {
    const start = this.size
    for (let role = 0; role < roles; role++) {
      if (this.at[role] >= 0) this.insert(start, this.at[role], this.value[role])
    }
    this.at.fill(-1)
  }

  picked(): PickedPoints {
    return { indices: this.indices.slice(0, this.size), values: this.values.slice(0, this.size) }
  }

  private set(role: number, index: number, value: number): void {
    this.at[role] = index
    this.value[role] = value
  }

  /** Among the points from `start` on, in its place; once even if it is remarkable in several ways. */
  private insert(start: number, index: number, value: number): void {
    const { indices, values, size } = this
    let place = size
    while (place > start && indices[place - 1] > index) place--
    if (place > start && indices[place - 1] === index) return
    indices.copyWithin(place + 1, place, size)
    values.copyWithin(place + 1, place, size)
    indices[place] = index
    values[place] = value
    this.size = size + 1
  }
}
