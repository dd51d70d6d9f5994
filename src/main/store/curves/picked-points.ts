import { M4 } from '@core/m4'

/** Points of a series in their order: which ones, and their values. */
export interface PickedPoints {
  readonly indices: Float64Array
  readonly values: Float64Array
}

/** Points that a stretch yields at the most: those of M4, and two that are not finite. */
const mostPoints = 6

/**
 * Picks what a picture needs of a series, stretch by stretch: of the finite points of a stretch
 * those of M4, and the first and the last point that is not finite.
 */
export class Extremes {
  private readonly indices: Float64Array<ArrayBuffer>
  private readonly values: Float64Array<ArrayBuffer>
  private size = 0
  private readonly finite = new M4()
  private readonly broken = { first: -1, firstValue: NaN, last: -1, lastValue: NaN }
  private readonly put = (index: number, value: number): void => {
    this.indices[this.size] = index
    this.values[this.size] = value
    this.size += 1
  }

  constructor(stretches: number) {
    this.indices = new Float64Array(stretches * mostPoints)
    this.values = new Float64Array(stretches * mostPoints)
  }

  /** One of the stretch's points. Those that are remarkable must be among those taken, the last one last. */
  take(index: number, value: number): void {
    if (Number.isFinite(value)) return this.finite.take(index, value)
    const { broken } = this
    if (broken.first < 0) {
      broken.first = index
      broken.firstValue = value
    }
    broken.last = index
    broken.lastValue = value
  }

  /** The stretch is over. */
  flush(): void {
    const start = this.size
    const { broken } = this
    this.finite.flush(this.put)
    if (broken.first < 0) return
    this.insert(start, broken.first, broken.firstValue)
    if (broken.last > broken.first) this.insert(start, broken.last, broken.lastValue)
    broken.first = -1
  }

  picked(): PickedPoints {
    return { indices: this.indices.slice(0, this.size), values: this.values.slice(0, this.size) }
  }

  /** Among the points from `start` on, in its place. */
  private insert(start: number, index: number, value: number): void {
    const { indices, values, size } = this
    let place = size
    while (place > start && indices[place - 1] > index) place--
    indices.copyWithin(place + 1, place, size)
    values.copyWithin(place + 1, place, size)
    indices[place] = index
    values[place] = value
    this.size = size + 1
  }
}
