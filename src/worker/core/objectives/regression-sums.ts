import type { Table } from './contract'

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

/** Over the rows of a table, in the way that suits its width. */
export const regressionSums = (table: Table): RegressionSums =>
  table.features.length === 1 ? line(table) : plane(table)

/**
 * One feature: the chapter's case, and the one worth being fast. Rows are added up in the
 * order of the vectorised sum that the reference trajectories were made with, so that even
 * trajectories which amplify rounding agree with them: row i goes to running sum i mod 16,
 * the last few vectors of four to the first sums, and the sums are added in fours.
 */
function line({ features, target }: Table): RegressionSums {
  const x = Float64Array.from(features[0])
  const y = Float64Array.from(target)
  const blocks = y.length - (y.length % 16)
  const vectors = y.length - (y.length % 4)
  return {
    sweep(theta, share, out) {
      const w = theta[0]
      const b = theta[1]
      let squares = 0
      let byW = 0
      let byB = 0
      for (let i = vectors; i < y.length; i++) {
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
        for (let i = lane; i < blocks; i += 16) {
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
    sweepRows(theta, share, rows, from, to, out) {
      const w = theta[0]
      const b = theta[1]
      let sumW = 0
      let sumB = 0
      for (let k = from; k < to; k++) {
        const i = rows[k]
        const r = share * (w * x[i] + b - y[i])
        sumW += r * x[i]
        sumB += r
      }
      out[0] = sumW
      out[1] = sumB
    },
  }
}

/** Any number of features, laid out row by row so that a batch reads whole cache lines. */
function plane({ features, target }: Table): RegressionSums {
  const width = features.length
  const y = Float64Array.from(target)
  const x = new Float64Array(y.length * width)
  features.forEach((feature, j) => feature.forEach((value, i) => (x[i * width + j] = value)))

  const residual = (theta: Float64Array, i: number) => {
    let r = theta[width] - y[i]
    for (let j = 0, at = i * width; j < width; j++, at++) r += theta[j] * x[at]
    return r
  }
  const add = (r: number, i: number, out: Float64Array) => {
    for (let j = 0, at = i * width; j < width; j++, at++) out[j] += r * x[at]
    out[width] += r
  }
  return {
    sweep(theta, share, out) {
      let squares = 0
      out.fill(0)
      for (let i = 0; i < y.length; i++) {
        const r = residual(theta, i)
        squares += r * r
        add(share * r, i, out)
      }
      return squares
    },
    sweepRows(theta, share, rows, from, to, out) {
      out.fill(0)
      for (let k = from; k < to; k++) add(share * residual(theta, rows[k]), rows[k], out)
    },
  }
}
