import { decode as unpack, encode as pack, ExtensionCodec } from '@msgpack/msgpack'

/** Bytes a call may take: the longest texts of the contract, with room around them. */
export const callByteLimit = 160 * 2 ** 20

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

/**
 * MessagePack in which every number keeps its 64 bits (NaN, Infinity and -0 among them) and
 * a Float64Array stays one, in the byte order of the machines there are (little-endian).
 * Keys whose value is undefined are left out.
 */
export const encode = (value: unknown): Uint8Array<ArrayBuffer> =>
  pack(value, { extensionCodec, forceIntegerToFloat: true, ignoreUndefined: true })

/** Throws where the bytes are no message. */
export const decode = (bytes: Uint8Array): unknown =>
  unpack(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), { extensionCodec })
