import { createReadAhead } from '../../data/read-ahead'
import { pulse } from '../../pulse'
import type { Table } from '../contract'

/** Sums over rows of the residual r = w x + b - y, the gradient's with each r times `share`. */
export interface RegressionSums {
  /** Sum of r^2; sums of share r x and of share r go into `out`. */
  sweep(theta: Float64Array, share: number, out: Float64Array): number
  /** Sums of share r x and of share r over `rows[from..to)`, into `out`. */
  sweepRows(
    theta: Float64Array,
    share: number,
    rows: Int32Array,
    from: number,
    to: number,
    out: Float64Array,
  ): void
}

/** Rows that batches are read ahead by. */
const room = 2 ** 13
/** Up to so many rows stay in the cache, and are read where they are. */
const fewRows = 2 ** 15
/** The rows of batches of this size and more are fetched side by side anyway. */
const largeBatch = 16

/** Rows that are gone through before saying so; a multiple of sixteen. */
const stretch = 2 ** 16

/** Numbers that sums over so many rows hold for themselves. */
export const numbersOfLine = (rows: number): number => (rows > fewRows ? 2 * room : 0)

/**
 * One feature: the chapter's case, and the one worth being fast. Rows are read where they are, and
 * added up in the order of the vectorised sum that the reference trajectories were made with, so
 * that even trajectories which amplify rounding agree with them: row i goes to running sum i mod 16,
 * the last few vectors of four to the first sums, and the sums are added in fours.
 */
export function line({ features, target }: Table): RegressionSums {
  const [x] = features
  const y = target
  const rows = y.length
  const blocks = rows - (rows % 16)
  const vectors = rows - (rows % 4)
  return {
    sweep(theta, share, out) {
      const w = theta[0]
      const b = theta[1]
      let squares = 0
      let byW = 0
      let byB = 0
      for (let i = vectors; i < rows; i++) {
        const r = w * x[i] + b - y[i]
        squares += r * r
        byW += share * r * x[i]
        byB += share * r
      }
      for (let lane = 0; lane < 4; lane++) {
        let s0 = 0
        let s1 = 0
        let s2 = 0
        let s3 = 0
        let w0 = 0
        let w1 = 0
        let w2 = 0
        let w3 = 0
        let b0 = 0
        let b1 = 0
        let b2 = 0
        let b3 = 0
        for (let from = 0; from < blocks; from += stretch) {
          const to = Math.min(from + stretch, blocks)
          for (let i = from + lane; i < to; i += 16) {
            const r0 = w * x[i] + b - y[i]
            const r1 = w * x[i + 4] + b - y[i + 4]
            const r2 = w * x[i + 8] + b - y[i + 8]
            const r3 = w * x[i + 12] + b - y[i + 12]
            s0 += r0 * r0
            s1 += r1 * r1
            s2 += r2 * r2
            s3 += r3 * r3
            const p0 = share * r0
            const p1 = share * r1
            const p2 = share * r2
            const p3 = share * r3
            w0 += p0 * x[i]
            w1 += p1 * x[i + 4]
            w2 += p2 * x[i + 8]
            w3 += p3 * x[i + 12]
            b0 += p0
            b1 += p1
            b2 += p2
            b3 += p3
          }
          if (to < blocks) pulse()
        }
        for (let i = blocks + lane; i < vectors; i += 4) {
          const r = w * x[i] + b - y[i]
          s0 += r * r
          w0 += share * r * x[i]
          b0 += share * r
        }
        squares += s0 + s1 + s2 + s3
        byW += w0 + w1 + w2 + w3
        byB += b0 + b1 + b2 + b3
      }
      out[0] = byW
      out[1] = byB
      return squares
    },
    sweepRows: rows <= fewRows ? inPlace(x, y) : bySize(inPlace(x, y), ahead(x, y)),
  }
}

type SweepRows = RegressionSums['sweepRows']

const bySize =
  (large: SweepRows, small: SweepRows): SweepRows =>
  (theta, share, order, from, to, out) => {
    if (to - from < largeBatch) small(theta, share, order, from, to, out)
    else large(theta, share, order, from, to, out)
  }

function inPlace(x: Float64Array, y: Float64Array): SweepRows {
  return (theta, share, order, from, to, out) => {
    const w = theta[0]
    const b = theta[1]
    let byW = 0
    let byB = 0
    for (let k = from; k < to; k++) {
      const i = order[k]
      const r = share * (w * x[i] + b - y[i])
      byW += r * x[i]
      byB += r
    }
    out[0] = byW
    out[1] = byB
  }
}

/** For batches of at most `room` rows. */
function ahead(x: Float64Array, y: Float64Array): SweepRows {
  const aheadX = new Float64Array(room)
  const aheadY = new Float64Array(room)
  const reader = createReadAhead(room, (order, from, to) => {
    for (let k = from; k < to; k++) {
      aheadX[k - from] = x[order[k]]
      aheadY[k - from] = y[order[k]]
    }
  })
  return (theta, share, order, from, to, out) => {
    const w = theta[0]
    const b = theta[1]
    let byW = 0
    let byB = 0
    const first = reader.place(order, from, to)
    const last = first + to - from
    for (let i = first; i < last; i++) {
      const r = share * (w * aheadX[i] + b - aheadY[i])
      byW += r * aheadX[i]
      byB += r
    }
    out[0] = byW
    out[1] = byB
  }
}
