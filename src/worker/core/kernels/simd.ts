import type { DenseKernels } from './contract'
import { kernelCode, reach } from './simd-code'
import { one } from './simd-parts'
import { assemble } from './wasm'

/** The part of the WebAssembly API that is used: a core without the DOM's types has none. */
interface Api {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => {
    readonly buffer: ArrayBuffer
  }
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, object>>>>,
  ) => { readonly exports: Exports }
}

interface Exports {
  residuals(theta: number, x: number, y: number, rows: number, width: number, r: number): void
  addWeightedRows(r: number, x: number, rows: number, width: number, out: number): void
  layRows(columns: number, rows: number, width: number, x: number): void
  addProducts(x: number, rows: number, width: number, products: number): void
}

const page = 65_536
/** Arrays begin at a cache line of their own. */
const line = 64

interface Compiled {
  readonly api: Api
  readonly module: object
}

let compiled: Compiled | null | undefined

/** Once a thread; null where there is no WebAssembly with vectors. */
function compile(): Compiled | null {
  const api = Reflect.get(globalThis, 'WebAssembly' as string) as Api | undefined
  // A page's content security policy forbids it, and says so in the console.
  if (!api || 'document' in globalThis) return null
  try {
    return { api, module: new api.Module(assemble(kernelCode())) }
  } catch {
    return null
  }
}

/**
 * Kernels for rows of `width` numbers, with room for arrays of the lengths given.
 * @returns undefined where this machine or its memory can't have them
 */
export function simdKernels(width: number, lengths: readonly number[]): DenseKernels | undefined {
  if (compiled === undefined) compiled = compile()
  if (!compiled) return undefined
  const { api, module } = compiled
  const pages = Math.ceil(lengths.reduce((sum, length) => sum + length * one + line, reach) / page)
  try {
    const memory = new api.Memory({ initial: pages, maximum: pages })
    const { exports } = new api.Instance(module, { memory: { it: memory } })
    return kernelsOn(memory.buffer, exports, width)
  } catch {
    // No room for them, or more than the 4 GB that can be addressed.
    return undefined
  }
}

function kernelsOn(buffer: ArrayBuffer, exports: Exports, width: number): DenseKernels {
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
