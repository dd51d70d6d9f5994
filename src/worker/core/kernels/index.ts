import type { DenseKernels } from './contract'
import { plainKernels } from './plain'
import { simdKernels } from './simd'

/** Fewer numbers than these are not worth a memory of their own. */
const fewNumbers = 2048

/**
 * The fastest kernels there are for rows of `width` numbers, with room for arrays of the
 * lengths given. Which ones they are can't be told from the results.
 */
export function denseKernels(width: number, lengths: readonly number[]): DenseKernels {
  const numbers = lengths.reduce((sum, length) => sum + length, 0)
  const fast = numbers > fewNumbers ? simdKernels(width, lengths) : undefined
  return fast ?? plainKernels(width)
}

/** Whole groups of rows that make about so many numbers. */
export const rowsOfBlock = (numbers: number, width: number): number =>
  Math.max(8, 8 * Math.floor(numbers / (8 * width)))
