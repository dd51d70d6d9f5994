import { denseKernels, rowsOfBlock } from '../../kernels'

/** Numbers in a block of rows: they stay in the cache while every tile of columns goes through them. */
const blockNumbers = 2 ** 14
/** Rows in a block at the most: memory that is new costs more than starting on another block. */
const mostRows = 256

/** The sums of products of every two columns, row-major, each added up row after row. */
export function columnProducts(columns: readonly Float64Array[]): Float64Array {
  const width = columns.length
  const rows = columns[0].length
  const padded = 2 * Math.ceil(width / 2)
  const block = Math.min(rows, mostRows, rowsOfBlock(blockNumbers, padded))
  const lengths = [block * padded, block * padded, padded * padded]
  const kernels = denseKernels(padded, lengths)
  const [laid, x, sums] = lengths.map((length) => kernels.take(length))
  for (let from = 0; from < rows; from += block) {
    const count = Math.min(block, rows - from)
    columns.forEach((column, j) => laid.set(column.subarray(from, from + count), j * count))
    kernels.layRows(laid, count, x)
    kernels.addProducts(x, count, sums)
  }
  const products = new Float64Array(width * width)
  for (let j = 0; j < width; j++) {
    for (let k = j; k < width; k++) products[j * width + k] = products[k * width + j] = sums[j * padded + k]
  }
  return products
}
