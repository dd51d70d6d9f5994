import { endianness } from 'node:os'

if (endianness() !== 'LE') throw new Error('curves are kept as little-endian machines hold them')

export const bytesPerNumber = Float64Array.BYTES_PER_ELEMENT

/** The bytes of some numbers, not a copy. */
export const bytesOf = ({ buffer, byteOffset, byteLength }: Float64Array | Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength)

/** The first numbers in some bytes; a copy only where the bytes lie badly. */
export function numbersIn(bytes: Uint8Array, count = bytes.length / bytesPerNumber): Float64Array {
  const { buffer, byteOffset } = bytes.byteOffset % bytesPerNumber === 0 ? bytes : Uint8Array.from(bytes)
  return new Float64Array(buffer, byteOffset, count)
}
