import { inflateSync } from 'node:zlib'

/** A picture's pixels, four bytes each, row by row from the top. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

/** The chunks of a PNG file, by type; those of one type joined. */
function chunksOf(file: Buffer): ReadonlyMap<string, Buffer> {
  if (!file.subarray(0, 8).equals(signature)) throw new Error('not a PNG file')
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at)
    const type = file.toString('latin1', at + 4, at + 8)
    const data = file.subarray(at + 8, at + 8 + length)
    chunks.set(type, Buffer.concat([chunks.get(type) ?? Buffer.alloc(0), data]))
    at += length + 12
  }
  if (!chunks.has('IEND')) throw new Error('a PNG file cut short')
  return chunks
}

/** The byte that the PNG filter took as its guess, from those left, above and above left. */
function guess(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 1:
      return left
    case 2:
      return above
    case 3:
      return (left + above) >> 1
    case 4: {
      const sum = left + above - corner
      const [a, b, c] = [Math.abs(sum - left), Math.abs(sum - above), Math.abs(sum - corner)]
      return a <= b && a <= c ? left : b <= c ? above : corner
    }
    default:
      return 0
  }
}

/** Reads the kind of PNG that browsers write: 8 bits a channel, colour with or without alpha, one pass. */
export function readPng(file: Buffer): Picture {
  const chunks = chunksOf(file)
  const header = chunks.get('IHDR')
  const data = chunks.get('IDAT')
  if (!header || !data) throw new Error('a PNG file without a picture')
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const [depth, color, , , interlace] = header.subarray(8)
  const channels = color === 6 ? 4 : 3
  if (depth !== 8 || (color !== 6 && color !== 2) || interlace !== 0) {
    throw new Error(`a PNG of another kind: depth ${depth}, colour ${color}, interlace ${interlace}`)
  }
  const bytes = inflateSync(data)
  const stride = width * channels
  const lines = new Uint8Array(height * stride)
  for (let y = 0; y < height; y++) {
    const filter = bytes[y * (stride + 1)]
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x
      const left = x >= channels ? lines[at - channels] : 0
      const above = y > 0 ? lines[at - stride] : 0
      const corner = x >= channels && y > 0 ? lines[at - stride - channels] : 0
      lines[at] = bytes[y * (stride + 1) + 1 + x] + guess(filter, left, above, corner)
    }
  }
  const pixels = new Uint8Array(width * height * 4).fill(255)
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < channels; c++) pixels[4 * i + c] = lines[channels * i + c]
  }
  return { width, height, pixels }
}

/** How many pixels of a part of the picture differ from its top left corner's. */
export function inked(
  { width, pixels }: Picture,
  part: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): number {
  let count = 0
  for (let y = part.y; y < part.y + part.height; y++) {
    for (let x = part.x; x < part.x + part.width; x++) {
      const at = 4 * (y * width + x)
      const far = [0, 1, 2].some((c) => Math.abs(pixels[at + c] - pixels[c]) > 24)
      if (far) count++
    }
  }
  return count
}
