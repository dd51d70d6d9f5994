import { decode as unpack, encode as pack, ExtensionCodec } from '@msgpack/msgpack'
import { scan, type WireLimits } from './wire-scan'

/** Bytes a call may take: the longest texts of the contract, with room around them. */
export const callByteLimit = 160 * 2 ** 20

/** What a call may hold: an experiment of 2,000,000 numbers, a row to every two of them, and what is around them. */
export const callLimits: WireLimits = {
  depth: 32,
  values: 3_200_000,
  containers: 1_050_000,
  keys: 2_000,
  texts: 200_000,
}

/** What the lab sends is as large as the lab is; that its bytes are a message is all there is to see to. */
const ownLimits: WireLimits = {
  depth: 64,
  values: Infinity,
  containers: Infinity,
  keys: Infinity,
  texts: Infinity,
}

/** What a message says it is. */
export const wireType = 'application/vnd.msgpack'

/** Never renumber: a page of an older version may still be open. */
const float64Array = 1

const extensionCodec = new ExtensionCodec()

extensionCodec.register({
  type: float64Array,
  encode(value) {
    if (value instanceof Float64Array) {
      return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    }
    if (ArrayBuffer.isView(value) && !(value instanceof Uint8Array)) {
      throw new TypeError('Only Float64Array and Uint8Array have a form on the wire.')
    }
    return null
  },
  // The copy aligns it: inside the message it may start at any byte.
  decode: (data) => new Float64Array(data.slice().buffer),
})

/** Room for what is no number of an array: bytes at the least, and beside so many of arrays one more. */
const leastRoom = 2_048
const besides = 32

/** Bytes of the arrays of numbers in a value. */
function bytesOfArrays(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength
  if (typeof value !== 'object' || value === null) return 0
  let bytes = 0
  const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
  for (const part of parts) bytes += bytesOfArrays(part)
  return bytes
}

const roomFor = (arrays: number): number => arrays + Math.ceil(arrays / besides) + leastRoom

/**
 * MessagePack in which every number keeps its 64 bits (NaN, Infinity and -0 among them) and
 * a Float64Array stays one, in the byte order of the machines there are (little-endian).
 * Keys whose value is undefined are left out.
 */
export const encode = (value: unknown): Uint8Array<ArrayBuffer> =>
  pack(value, {
    extensionCodec,
    forceIntegerToFloat: true,
    ignoreUndefined: true,
    // Curves are the most of a message by far: with room for them from the start it is written once.
    initialBufferSize: roomFor(bytesOfArrays(value)),
  })

/**
 * Looks the whole message through before it makes anything of it.
 * @throws where the bytes are no message; WireFault where they promise more than there is, or hold more than they may
 */
export function decode(bytes: Uint8Array, limits = ownLimits): unknown {
  scan(bytes, limits)
  return unpack(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), { extensionCodec })
}
