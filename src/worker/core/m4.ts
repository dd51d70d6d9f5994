/**
 * The M4 aggregation of one pixel column of a line chart: its first, last, lowest and highest point.
 * Lines through these alone light the same pixels as lines through all points would.
 *
 * Jugel, Jerzak, Hackenbroich and Markl (2014), "M4: A Visualization-Oriented Time Series Data
 * Aggregation", PVLDB 7(10).
 */
export class M4 {
  /** Index of the first point; -1 while there is none. */
  private first = -1
  private last = -1
  private low = -1
  private high = -1
  private firstValue = NaN
  private lastValue = NaN
  private lowValue = NaN
  private highValue = NaN

  get isEmpty(): boolean {
    return this.first < 0
  }

  /**
   * Adds a point with a finite value. Points that are none of the four may be left out, and the lowest
   * and the highest may come in any order; of equal ones the first to come counts.
   */
  take(index: number, value: number): void {
    if (this.first < 0) {
      this.first = this.low = this.high = index
      this.firstValue = this.lowValue = this.highValue = value
    } else if (value < this.lowValue) {
      this.low = index
      this.lowValue = value
    } else if (value > this.highValue) {
      this.high = index
      this.highValue = value
    }
    this.last = index
    this.lastValue = value
  }

  /** Hands out the one to four points that there are, by ascending index, each once; and begins anew. */
  flush(put: (index: number, value: number) => void): void {
    const { first, last, low, high } = this
    if (first < 0) return
    this.first = -1
    put(first, this.firstValue)
    const isLowBefore = low < high
    const inner = isLowBefore ? low : high
    const outer = isLowBefore ? high : low
    if (inner > first && inner < last) put(inner, isLowBefore ? this.lowValue : this.highValue)
    if (outer > inner && outer > first && outer < last)
      put(outer, isLowBefore ? this.highValue : this.lowValue)
    if (last > first) put(last, this.lastValue)
  }
}
