import type { Readable, Writable } from 'node:stream'
import { decode, encode } from '@core/wire'

/** Messages over a pipe, in the encoding that the browser's door uses: their length, then so many bytes. */

export function writeFrame(to: Writable, message: unknown, done?: () => void): void {
  const body = encode(message)
  const head = Buffer.alloc(4)
  head.writeUInt32LE(body.byteLength)
  to.write(head)
  to.write(body, done)
}

export function onFrames(from: Readable, hear: (message: unknown) => void): void {
  let parts: Buffer[] = []
  let length = 0
  from.on('data', (part: Buffer) => {
    parts.push(part)
    length += part.length
    while (length >= 4) {
      if (parts[0].length < 4) parts = [Buffer.concat(parts)]
      const end = 4 + parts[0].readUInt32LE()
      if (length < end) return
      const all = parts.length === 1 ? parts[0] : Buffer.concat(parts)
      parts = all.length > end ? [all.subarray(end)] : []
      length = all.length - end
      // A copy of its own: numbers in it are read where they lie.
      hear(decode(Uint8Array.from(all.subarray(4, end))))
    }
  })
}
