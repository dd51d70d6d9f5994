import { rowsOf, type MapSides } from '@core/map/axes'
import type { MapPixels } from '@core/map/map'
import { orderOf, type MapOrder } from '@core/map/order'

/** What is known of a map so far. Arrays go by place, row * columns + column, rows from the low end. */
export class MapPicture {
  readonly order: MapOrder
  /** Places in `mapOutcomes`. */
  readonly outcome: Float64Array
  readonly rate: Float64Array
  readonly reached: Float64Array
  readonly loss: Float64Array
  /** The place whose run stands for a place: its own, or a coarser one's; -1 for none yet. */
  readonly source: Int32Array
  /** How coarse that one is; 0 for none. */
  private readonly blocks: Uint8Array
  /** Pixels that are there. */
  done = 0

  constructor(
    readonly sides: MapSides,
    readonly updates: number,
  ) {
    this.order = orderOf(sides.size, rowsOf(sides))
    const { length } = this.order.places
    const column = (): Float64Array => new Float64Array(length)
    ;[this.outcome, this.rate, this.reached, this.loss] = [column(), column(), column(), column()]
    this.source = new Int32Array(length).fill(-1)
    this.blocks = new Uint8Array(length)
  }

  get total(): number {
    return this.order.places.length
  }

  take({ from, count, outcome, rate, reached, loss }: MapPixels): void {
    for (let k = 0; k < count; k++) {
      const place = this.order.places[from + k]
      this.outcome[place] = outcome[k]
      this.rate[place] = rate[k]
      this.reached[place] = reached[k]
      this.loss[place] = loss[k]
      this.spread(from + k)
    }
    this.done += count
  }

  /** A pixel stands for its block, where nothing finer is there. */
  private spread(number: number): void {
    const { columns, rows, places } = this.order
    const { column, row, block } = this.order.placeOf(number)
    for (let r = row; r < Math.min(rows, row + block); r++) {
      for (let c = column; c < Math.min(columns, column + block); c++) {
        const at = r * columns + c
        if (this.blocks[at] !== 0 && this.blocks[at] <= block) continue
        this.blocks[at] = block
        this.source[at] = places[number]
      }
    }
  }
}
