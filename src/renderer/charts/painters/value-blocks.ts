/** Values in a block. */
export const blockSize = 32

/** Of each whole block of a curve's values, by index: its first lowest and its first highest. */
export interface ValueBlocks {
  /** -1 where not all values of a block are finite. */
  readonly lowest: Int32Array
  readonly highest: Int32Array
}

class Blocks implements ValueBlocks {
  private lows = new Int32Array(64)
  private highs = new Int32Array(64)
  private count = 0
  private last = NaN

  get lowest(): Int32Array {
    return this.lows.subarray(0, this.count)
  }
  get highest(): Int32Array {
    return this.highs.subarray(0, this.count)
  }

  /** Whether the values are those in the blocks, and perhaps more. */
  isOf(values: Float64Array): boolean {
    const end = this.count * blockSize
    return end <= values.length && Object.is(values[end - 1] ?? NaN, this.last)
  }

  goOn(values: Float64Array): void {
    const count = Math.floor(values.length / blockSize)
    if (count > this.lows.length) {
      this.lows = grown(this.lows, 2 * count)
      this.highs = grown(this.highs, 2 * count)
    }
    for (let block = this.count; block < count; block++) {
      const first = block * blockSize
      let [low, high] = [first, first]
      let isFinite = true
      for (let index = first; index < first + blockSize; index++) {
        const value = values[index]
        // Of what is not finite, the difference from itself is not a number.
        if (value - value !== 0) isFinite = false
        if (value < values[low]) low = index
        if (value > values[high]) high = index
      }
      this.lows[block] = isFinite ? low : -1
      this.highs[block] = isFinite ? high : -1
    }
    if (count > this.count) this.last = values[count * blockSize - 1]
    this.count = Math.max(count, this.count)
  }
}

function grown(indices: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length)
  larger.set(indices)
  return larger
}

/** By the memory that a column shares with what it grows to, and by where in it the values begin. */
const known = new WeakMap<ArrayBufferLike, Map<number, Blocks>>()

/** The blocks of a column; of one that grows only what is new is looked at, for what is there is never rewritten. */
export function blocksOf(values: Float64Array): ValueBlocks {
  const { buffer, byteOffset } = values
  const parts = known.get(buffer) ?? new Map<number, Blocks>()
  known.set(buffer, parts)
  const before = parts.get(byteOffset)
  const blocks = before?.isOf(values) ? before : new Blocks()
  parts.set(byteOffset, blocks)
  blocks.goOn(values)
  return blocks
}
