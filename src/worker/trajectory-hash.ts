import { createHash } from 'node:crypto'

/**
 * What tells two recorded curves apart down to the last bit: SHA-256 of the SHA-256 of every
 * series in turn, each over its values as little-endian float64. How the points came in
 * batches makes no difference.
 */
export class TrajectoryHash {
  private readonly series

  constructor(width: number) {
    this.series = Array.from({ length: width }, () => createHash('sha256'))
  }

  /** @param columns series s of point i at `columns[s * stride + i]` */
  add(columns: Float64Array, stride: number, count: number): void {
    for (const [index, hash] of this.series.entries()) {
      hash.update(new Uint8Array(columns.buffer, columns.byteOffset + index * stride * 8, count * 8))
    }
  }

  /** In hexadecimal; nothing can be added afterwards. */
  digest(): string {
    const whole = createHash('sha256')
    for (const hash of this.series) whole.update(hash.digest())
    return whole.digest('hex')
  }
}
