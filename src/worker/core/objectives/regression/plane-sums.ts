import { createReadAhead } from '../../data/read-ahead'
import { writeRows } from '../../data/row-major'
import { denseKernels, rowsOfBlock } from '../../kernels'
import { pulse } from '../../pulse'
import type { Table } from '../contract'
import type { RegressionSums } from './line-sums'

/** Numbers in a block of rows: it is still in the first cache when it is read again. */
const blockNumbers = 2 ** 12
/** Numbers that batches are read ahead by. */
const aheadNumbers = 2 ** 14
/**
 * A table of up to so many numbers stays in the cache: its batches are read where they are. Copied
 * for the kernels they would take half as long again with ten features, and a tenth less with a hundred.
 */
const cachedNumbers = 2 ** 16
/** Fewer rows than these are sooner added up than handed over to a kernel. */
const fewRows = 8

/** Whether the rows of a table are too many for every run to hold its own. */
export const isLarge = (rows: number, width: number): boolean => width > 1 && rows * width > cachedNumbers

/** Rows that are held, and rows that are read ahead. */
function roomFor(rows: number, width: number): { readonly held: number; readonly ahead: number } {
  if (!isLarge(rows, width)) return { held: rows, ahead: 0 }
  return { held: rowsOfBlock(blockNumbers, width), ahead: rowsOfBlock(aheadNumbers, width) }
}

/** Numbers that sums over so many rows hold for themselves. */
export function numbersOfPlane(rows: number, width: number): number {
  const { held, ahead } = roomFor(rows, width)
  return (held + ahead) * (width + 1)
}

function rowMajorOf({ features, target }: Table): Float64Array {
  const rows = new Float64Array(features.length * target.length)
  writeRows(features, rows)
  return rows
}

/**
 * Any number of features, laid out row by row so that a batch reads whole cache lines. Every
 * sum is added up row after row, as if there were no blocks. A small table is copied to where
 * the kernels work; of a large one, which runs share, the blocks that are being added up.
 */
export function plane(table: Table): RegressionSums {
  const { features, target } = table
  const width = features.length
  const rows = target.length
  const large = isLarge(rows, width)
  const block = rowsOfBlock(blockNumbers, width)
  const { held, ahead: room } = roomFor(rows, width)
  const lengths = [held * width, held, room * width, room, width + 1, block, width + 1]
  const kernels = denseKernels(width, lengths)
  const [heldX, heldY, aheadX, aheadY, at, residuals, sums] = lengths.map((length) => kernels.take(length))
  if (!large) {
    heldY.set(target)
    writeRows(features, heldX)
  }
  const x = large ? (table.rowMajor ?? rowMajorOf(table)) : heldX
  const y = large ? target : heldY
  const ahead = createReadAhead(room, (order, from, to) => {
    // The ends of each row first: so many rows are then on their way at once.
    for (let k = from, cell = 0; k < to; k++, cell += width) {
      aheadY[k - from] = y[order[k]]
      aheadX[cell] = x[order[k] * width]
      aheadX[cell + width - 1] = x[(order[k] + 1) * width - 1]
    }
    for (let k = from, cell = 0; k < to; k++, cell += width) {
      for (let j = 1, source = order[k] * width + 1; j < width - 1; j++) aheadX[cell + j] = x[source++]
    }
  })

  /** Adds one row to the sums in `out`. */
  function addRow(
    theta: Float64Array,
    share: number,
    values: Float64Array,
    targets: Float64Array,
    row: number,
    out: Float64Array,
  ): void {
    let r = theta[width] - targets[row]
    for (let j = 0, cell = row * width; j < width; j++) r += theta[j] * values[cell++]
    r *= share
    for (let j = 0, cell = row * width; j < width; j++) out[j] += r * values[cell++]
    out[width] += r
  }

  /** Adds a block of rows to `sums`, the residuals at `at`; returns the sum of squares with theirs. */
  function addBlock(
    values: Float64Array,
    targets: Float64Array,
    from: number,
    count: number,
    share: number,
    squaresBefore: number,
  ): number {
    kernels.residuals(at, values, targets, from, count, residuals)
    let squares = squaresBefore
    let total = sums[width]
    for (let k = 0; k < count; k++) {
      const r = residuals[k]
      squares += r * r
      residuals[k] = share * r
      total += residuals[k]
    }
    sums[width] = total
    kernels.addWeightedRows(residuals, values, from, count, sums)
    return squares
  }

  function copy(from: Float64Array, to: Float64Array): void {
    for (let j = 0; j <= width; j++) to[j] = from[j]
  }

  return {
    sweep(theta, share, out) {
      copy(theta, at)
      sums.fill(0)
      let squares = 0
      for (let from = 0; from < rows; from += block) {
        const to = Math.min(from + block, rows)
        if (large) {
          heldX.set(x.subarray(from * width, to * width))
          heldY.set(y.subarray(from, to))
          pulse()
        }
        squares = addBlock(heldX, heldY, large ? 0 : from, to - from, share, squares)
      }
      copy(sums, out)
      return squares
    },
    sweepRows(theta, share, order, from, to, out) {
      out.fill(0)
      if (!large) {
        for (let k = from; k < to; k++) addRow(theta, share, x, y, order[k], out)
      } else if (to - from < fewRows) {
        const place = ahead.place(order, from, to)
        for (let k = 0; k < to - from; k++) addRow(theta, share, aheadX, aheadY, place + k, out)
      } else {
        copy(theta, at)
        sums.fill(0)
        for (let first = from; first < to; first += block) {
          const last = Math.min(first + block, to)
          addBlock(aheadX, aheadY, ahead.place(order, first, last), last - first, share, 0)
          pulse()
        }
        copy(sums, out)
      }
    },
  }
}
