/** Most that a message may hold. */
export interface WireLimits {
  /** Lists and maps inside one another. */
  readonly depth: number
  /** Lists, maps, and all that is in them: entries, keys and values. */
  readonly values: number
  /** Lists and maps, each of which takes far more room than its byte. */
  readonly containers: number
  /** Keys of one map. */
  readonly keys: number
  /** Texts, keys among them: to make one takes far longer than a number. */
  readonly texts: number
}

/** A message that must not be read; where it is for a limit, the message names it. */
export class WireFault extends Error {
  override readonly name = 'WireFault'

  constructor(
    readonly kind: 'malformed' | 'limit',
    message: string,
  ) {
    super(message)
  }
}

const malformed = (): WireFault => new WireFault('malformed', 'That message cannot be read.')

const tooMuch = (what: string, limit: number): WireFault =>
  new WireFault('limit', `That message has too many ${what}: the limit is ${limit.toLocaleString('en')}.`)

/** What stands behind a head byte: a length of so many bytes, then as many things, then so many bytes more. */
interface Head {
  readonly length: number
  readonly of: 'bytes' | 'text' | 'entries' | 'pairs'
  readonly more: number
}

const fixed = (more: number): Head => ({ length: 0, of: 'bytes', more })
const sized = (length: number, of: Head['of'] = 'bytes', more = 0): Head => ({ length, of, more })

/** By head byte from 0xc0 to 0xdf, after https://github.com/msgpack/msgpack/blob/master/spec.md. */
const heads: readonly (Head | undefined)[] = [
  ...[fixed(0), undefined, fixed(0), fixed(0)],
  ...[1, 2, 4].map((length) => sized(length)),
  // Extensions have a byte for their type.
  ...[1, 2, 4].map((length) => sized(length, 'bytes', 1)),
  ...[4, 8, 1, 2, 4, 8, 1, 2, 4, 8].map(fixed),
  ...[2, 3, 5, 9, 17].map(fixed),
  ...[1, 2, 4].map((length) => sized(length, 'text')),
  ...[2, 4].map((length) => sized(length, 'entries')),
  ...[2, 4].map((length) => sized(length, 'pairs')),
]

/**
 * Walks the heads of a MessagePack message, and builds nothing: never are more values promised than bytes
 * are left, so that no reader makes room for what does not come.
 * @throws WireFault
 */
export function scan(bytes: Uint8Array, { depth, values, containers, keys, texts }: WireLimits): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  /** Values still to come in each list or map that is open. */
  const left = new Float64Array(depth)
  let open = 0
  /** Values still to come in all of them. */
  let due = 1
  let at = 0
  let counted = 0
  let opened = 0
  let written = 0

  function text(length: number): void {
    if (++written > texts) throw tooMuch('texts', texts)
    at += length
  }

  /** Goes into a list or map of so many values. */
  function enter(count: number): void {
    due += count
    if (due > bytes.length - at) throw malformed()
    opened += 1
    if (opened > containers) throw tooMuch('lists and maps', containers)
    if (open === depth) throw tooMuch('lists and maps inside one another', depth)
    left[open++] = count
  }

  function map(pairs: number): void {
    if (pairs > keys) throw tooMuch('keys in a map', keys)
    enter(2 * pairs)
  }

  function headed(head: Head | undefined): void {
    if (!head || at + head.length > bytes.length) throw malformed()
    const { length, of, more } = head
    const count =
      length === 0
        ? 0
        : length === 1
          ? view.getUint8(at)
          : length === 2
            ? view.getUint16(at)
            : view.getUint32(at)
    at += length + more
    if (of === 'text') text(count)
    else if (of === 'bytes') at += count
    else if (of === 'entries') enter(count)
    else map(count)
  }

  while (due > 0) {
    if (at >= bytes.length) throw malformed()
    if (++counted > values) throw tooMuch('values', values)
    const head = bytes[at++]
    due -= 1
    if (open > 0) left[open - 1] -= 1
    if (head >= 0xc0 && head < 0xe0) headed(heads[head - 0xc0])
    else if (head >= 0xa0 && head < 0xc0) text(head - 0xa0)
    else if (head >= 0x90 && head < 0xa0) enter(head - 0x90)
    else if (head >= 0x80 && head < 0x90) map(head - 0x80)
    while (open > 0 && left[open - 1] === 0) open -= 1
  }
  if (at !== bytes.length) throw malformed()
}
