import { denseKernels, rowsOfBlock } from '../kernels'
import { tile } from '../kernels/contract'

/** Numbers in a block of rows: they stay in the cache while every tile of columns goes through them. */
const blockNumbers = 2 ** 14

/** The sums of products of every two columns, row-major, each added up row after row. */
export function columnProducts(columns: readonly Float64Array[]): Float64Array {
  const width = columns.length
  const rows = columns[0].length
  const padded = tile * Math.ceil(width / tile)
  const block = Math.min(rows, rowsOfBlock(blockNumbers, padded))
  const lengths = [block * padded, padded * padded]
  const kernels = denseKernels(padded, lengths)
  const [x, sums] = lengths.map((length) => kernels.take(length))
  for (let from = 0; from < rows; from += block) {
    const count = Math.min(block, rows - from)
    for (let j = 0; j < width; j++) {
      const column = columns[j]
      for (let i = 0, cell = j; i < count; i++, cell += padded) x[cell] = column[from + i]
    }
    kernels.addProducts(x, count, sums)
  }
  const products = new Float64Array(width * width)
  for (let j = 0; j < width; j++) {
    for (let k = j; k < width; k++) products[j * width + k] = products[k * width + j] = sums[j * padded + k]
  }
  return products
}
