import { assemble, type Func, type Imported } from './assembler'

/** The part of the WebAssembly API that is used: a core without the DOM's types has none. */
interface Api {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => {
    readonly buffer: ArrayBuffer
  }
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, object>>>>,
  ) => { readonly exports: unknown }
}

const page = 65_536

/** A compiled module at work on a memory of its own. */
export interface Instance<Exports> {
  readonly buffer: ArrayBuffer
  readonly exports: Exports
}

/** A function of doubles that code may call. */
export interface Outside extends Imported {
  readonly call: (...numbers: number[]) => number
}

/**
 * Compiles some functions, for any number of instances.
 * @returns what makes an instance with so many bytes of memory, and throws where there is no room for
 *   them; undefined where there is no WebAssembly, or none with their instructions
 */
export function compile<Exports>(
  functions: readonly Func[],
  outside: readonly Outside[] = [],
): ((bytes: number) => Instance<Exports>) | undefined {
  const api = Reflect.get(globalThis, 'WebAssembly' as string) as Api | undefined
  if (!api) return undefined
  const { Module, Memory, Instance } = api
  try {
    const calls = Object.fromEntries(outside.map(({ name, call }) => [name, call]))
    const module = new Module(assemble(functions, outside))
    return (bytes) => {
      const pages = Math.ceil(bytes / page)
      const memory = new Memory({ initial: pages, maximum: pages })
      const { exports } = new Instance(module, { memory: { it: memory }, outside: calls })
      return { buffer: memory.buffer, exports: exports as Exports }
    }
  } catch {
    return undefined
  }
}
