import { createHash } from 'node:crypto'
import xxhash, { type XXHash } from 'xxhash-wasm'
import type { EndStatus, PointBatch } from '../../../worker/protocol'

/** Ends that a run comes to of its own. */
const ownEnds: ReadonlySet<EndStatus | 'interrupted'> = new Set([
  'converged',
  'stalled',
  'finished',
  'diverged',
])

/**
 * What tells two recorded curves apart down to the last bit: SHA-256 of the XXH64 of every series
 * in turn, each over its values as little-endian float64. How the points came in batches makes no
 * difference, nor whether some came again. XXH64, because it keeps up with a stream of points.
 */
export class TrajectoryHash {
  private readonly series: readonly XXHash<bigint>[]
  private points = 0

  constructor(width: number, create: () => XXHash<bigint>) {
    this.series = Array.from({ length: width }, create)
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

  /** In hexadecimal, of a run that came to an end of its own; null of any other. */
  digest(status: EndStatus | 'interrupted'): string | null {
    if (!ownEnds.has(status)) return null
    const whole = createHash('sha256')
    for (const hash of this.series) whole.update(hash.digest().toString(16).padStart(16, '0'))
    return whole.digest('hex')
  }
}

/** Makes the hash of a run with so many series. */
export type HashMaker = (series: number) => TrajectoryHash

export async function loadHashes(): Promise<HashMaker> {
  const { create64 } = await xxhash()
  return (series) => new TrajectoryHash(series, create64)
}
