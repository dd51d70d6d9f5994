import type { DenseKernels } from './contract'
import { compile, type Instance } from '../wasm/instance'
import { kernelCode, reach } from './simd-code'
import { one } from '../wasm/simd-parts'

interface Exports {
  residuals(theta: number, x: number, y: number, rows: number, width: number, r: number): void
  addWeightedRows(r: number, x: number, rows: number, width: number, out: number): void
  layRows(columns: number, rows: number, width: number, x: number): void
  addProducts(x: number, rows: number, width: number, products: number): void
}

/** Arrays begin at a cache line of their own. */
const line = 64

/** Once a thread; null where there is no WebAssembly with vectors. */
let make: ((bytes: number) => Instance<Exports>) | null | undefined

/**
 * Kernels for rows of `width` numbers, with room for arrays of the lengths given.
 * @returns undefined where this machine or its memory can't have them
 */
export function simdKernels(width: number, lengths: readonly number[]): DenseKernels | undefined {
  // A page's content security policy forbids it, and says so in the console.
  if (make === undefined)
    make = ('document' in globalThis ? undefined : compile<Exports>(kernelCode())) ?? null
  try {
    const bytes = lengths.reduce((sum, length) => sum + length * one + line, reach)
    return make ? kernelsOn(make(bytes), width) : undefined
  } catch {
    // No room for them, or more than the 4 GB that can be addressed.
    return undefined
  }
}

function kernelsOn({ buffer, exports }: Instance<Exports>, width: number): DenseKernels {
  const stride = width * one
  let taken = 0
  return {
    take(length) {
      const array = new Float64Array(buffer, taken, length)
      taken += Math.ceil((length * one) / line) * line
      return array
    },
    residuals(theta, x, y, from, count, r) {
      const row = x.byteOffset + from * stride
      exports.residuals(theta.byteOffset, row, y.byteOffset + from * one, count, width, r.byteOffset)
    },
    addWeightedRows(r, x, from, count, out) {
      exports.addWeightedRows(r.byteOffset, x.byteOffset + from * stride, count, width, out.byteOffset)
    },
    layRows(columns, count, x) {
      exports.layRows(columns.byteOffset, count, width, x.byteOffset)
    },
    addProducts(x, count, products) {
      exports.addProducts(x.byteOffset, count, width, products.byteOffset)
    },
  }
}
