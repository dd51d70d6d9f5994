import type { DenseKernels } from './contract'
import { compile, type Instance } from '../wasm/instance'
import { kernelCode, reach } from './simd-code'
import { doubleBytes } from '../wasm/simd-parts'

interface Exports {
  residuals(theta: number, x: number, y: number, rows: number, width: number, r: number): void
  addWeightedRows(r: number, x: number, rows: number, width: number, out: number): void
  layRows(columns: number, rows: number, width: number, x: number): void
  addProducts(x: number, rows: number, width: number, products: number): void
}

/** Arrays begin at a cache line of their own. */
const line = 64

/** What is worked out at the first call, and always the same. */
function lazily<Value>(workOut: () => Value): () => Value {
  let known: { readonly value: Value } | undefined
  return () => (known ??= { value: workOut() }).value
}

/** Compiled once a thread; undefined where there is no WebAssembly with vectors. */
const compiled = lazily(() =>
  // A page's content security policy forbids it, and says so in the console.
  'document' in globalThis ? undefined : compile<Exports>(kernelCode()),
)

/**
 * Kernels for rows of `width` numbers, with room for arrays of the lengths given.
 * @returns undefined where this machine or its memory can't have them
 */
export function simdKernels(width: number, lengths: readonly number[]): DenseKernels | undefined {
  const make = compiled()
  try {
    const bytes = lengths.reduce((sum, length) => sum + length * doubleBytes + line, reach)
    return make ? kernelsOn(make(bytes), width) : undefined
  } catch {
    // No room for them, or more than the 4 GB that can be addressed.
    return undefined
  }
}

function kernelsOn({ buffer, exports }: Instance<Exports>, width: number): DenseKernels {
  const stride = width * doubleBytes
  let taken = 0
  return {
    take(length) {
      const array = new Float64Array(buffer, taken, length)
      taken += Math.ceil((length * doubleBytes) / line) * line
      return array
    },
    residuals(theta, x, y, from, count, r) {
      const row = x.byteOffset + from * stride
      exports.residuals(theta.byteOffset, row, y.byteOffset + from * doubleBytes, count, width, r.byteOffset)
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
