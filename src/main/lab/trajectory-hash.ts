import { createHash } from 'node:crypto'
import type { EndStatus, PointBatch } from '../../worker/protocol'

/**
 * What tells two recorded curves apart down to the last bit: SHA-256 of the SHA-256 of every
 * series in turn, each over its values as little-endian float64. How the points came in
 * batches makes no difference, nor whether some came again.
 */
export class TrajectoryHash {
  private readonly series
  private points = 0

  constructor(width: number) {
    this.series = Array.from({ length: width }, () => createHash('sha256'))
  }

  take({ first, count, columns }: Pick<PointBatch, 'first' | 'count' | 'columns'>): void {
    const known = this.points - first
    if (known >= count) return
    for (const [index, hash] of this.series.entries()) {
      const values = columns.subarray(index * count + known, (index + 1) * count)
      hash.update(new Uint8Array(columns.buffer, values.byteOffset, values.byteLength))
    }
    this.points = first + count
  }

  /** In hexadecimal, of a run that came to an end of its own; null of any other. Asked for once. */
  digest(status: EndStatus | 'interrupted'): string | null {
    if (status !== 'finished' && status !== 'converged' && status !== 'diverged') return null
    const whole = createHash('sha256')
    for (const hash of this.series) whole.update(hash.digest())
    return whole.digest('hex')
  }
}
