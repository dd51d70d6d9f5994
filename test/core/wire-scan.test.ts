import { decode as unpack, encode as pack } from '@msgpack/msgpack'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callLimits, decode, encode } from '@core/wire'
import { scan, WireFault, type WireLimits } from '@core/wire-scan'

const none: WireLimits = {
  depth: 1_000,
  values: Infinity,
  containers: Infinity,
  keys: Infinity,
  texts: Infinity,
}
const small: WireLimits = { depth: 4, values: 20, containers: 6, keys: 3, texts: 8 }

function faultOf(bytes: Uint8Array, limits: WireLimits): WireFault | undefined {
  try {
    scan(bytes, limits)
    return undefined
  } catch (error) {
    if (error instanceof WireFault) return error
    throw error
  }
}

/** A head with a length of four bytes, some bytes behind it. */
function long(head: number, length: number, ...more: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(5 + more.length)
  new DataView(bytes.buffer).setUint32(1, length)
  bytes[0] = head
  bytes.set(more, 5)
  return bytes
}

const repeated = (piece: Uint8Array, times: number): Uint8Array =>
  Buffer.concat(Array.from({ length: times }, () => piece))

const list = 0xdd
const map = 0xdf

describe('a message that promises what does not come', () => {
  it.each([
    ['200 bytes of lists of 33 million, 40 deep', repeated(long(list, 33_554_431), 40)],
    ['lists of what is left, one in the other', repeated(long(list, 90), 20)],
    ['maps of 33 million', repeated(Buffer.concat([long(map, 33_554_431), Buffer.of(0xa0)]), 40)],
    ['a text', long(0xdb, 4_000_000_000, 0x61)],
    ['bytes', long(0xc6, 4_000_000_000, 1)],
    ['an extension', long(0xc9, 4_000_000_000, 1)],
    ['a float', Uint8Array.of(0xcb, 0, 0)],
    ['a length', Uint8Array.of(0xdd, 0)],
    ['one value more', Uint8Array.of(0x92, 1)],
    ['a value', new Uint8Array()],
  ])('is refused: %s', (_, bytes) => {
    expect(faultOf(bytes, none)?.kind).toBe('malformed')
    expect(() => decode(bytes)).toThrow(WireFault)
  })

  it('is refused before room is made for it', () => {
    const bytes = repeated(long(list, 33_554_431), 40)
    const before = process.memoryUsage().rss
    expect(() => decode(bytes)).toThrow(WireFault)
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 2 ** 20)
  })
})

describe('a message that holds more than it may', () => {
  it.each([
    ['lists inside one another', pack([[[[[]]]]]), 'lists and maps inside one another: the limit is 4'],
    ['maps inside one another', pack({ a: { a: { a: { a: {} } } } }), 'inside one another: the limit is 4'],
    ['values', pack(Array.from({ length: 20 }, () => 1)), 'values: the limit is 20'],
    ['keys and values', pack(Array.from({ length: 4 }, () => ({ a: 1, b: 1 }))), 'values: the limit is 20'],
    ['lists and maps', pack([[], [], [], {}, {}, {}]), 'lists and maps: the limit is 6'],
    ['keys', pack({ a: 1, b: 1, c: 1, d: 1 }), 'keys in a map: the limit is 3'],
    ['texts', pack(Array.from({ length: 9 }, () => 'a')), 'texts: the limit is 8'],
    ['long texts', pack(Array.from({ length: 9 }, () => 'a'.repeat(300))), 'texts: the limit is 8'],
    ['keys of maps', pack([1, 2, 3].map(() => ({ a: 'a', b: 'b' }))), 'texts: the limit is 8'],
  ])('is refused by its limit: %s', (_, bytes, said) => {
    const fault = faultOf(bytes, small)
    expect(fault?.kind).toBe('limit')
    expect(fault?.message).toMatch(/^That message has too many /)
    expect(fault?.message).toContain(said)
  })

  it('is read where it holds as much as it may', () => {
    expect(faultOf(pack([[[[]]], [1, 2], [{ a: 1, b: 2, c: 3 }]].slice(0, 2)), small)).toBeUndefined()
    expect(faultOf(pack(Array.from({ length: 19 }, () => 1)), small)).toBeUndefined()
    expect(faultOf(pack({ a: 1, b: 1, c: 1 }), small)).toBeUndefined()
    expect(faultOf(pack(Array.from({ length: 8 }, () => 'a')), small)).toBeUndefined()
  })

  it('of 3 MB of nested maps, looks at so many as may be nested', () => {
    const nested = repeated(Uint8Array.of(0x81, 0xa1, 0x61), 1_000_000)
    expect(faultOf(nested, callLimits)?.message).toContain('inside one another: the limit is 32')
    expect(() => decode(nested)).toThrow('inside one another')
  })

  it.each([0x01, 0x80, 0x90, 0xa0, 0xc0, 0xc3])('answers soon to 10 MB of %i', (byte) => {
    const whole = Buffer.concat([long(list, 10_000_000), Buffer.alloc(10_000_000, byte)])
    const begun = performance.now()
    expect(faultOf(whole, callLimits)?.kind).toBe('limit')
    // It stops at three million of them: a few milliseconds, and far more on a busy machine.
    expect(performance.now() - begun).toBeLessThan(1_000)
  })

  it('takes an experiment of two million numbers', () => {
    const x = Array.from({ length: 1_000_000 }, (_, row) => [row])
    const bytes = encode({ experiment: { objective: { data: { x, y: x.map(([value]) => value) } } } })
    expect(faultOf(bytes, callLimits)).toBeUndefined()
  })
})

describe('against the library', () => {
  function unpacked(bytes: Uint8Array): { value: unknown } | { error: unknown } {
    try {
      return { value: unpack(bytes) }
    } catch (error) {
      return { error }
    }
  }
  /** Bytes that often are heads, few of them large. */
  const byte = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0x80, max: 0xdf }) },
    { weight: 2, arbitrary: fc.constantFrom(0, 0, 0, 1, 2, 0x61) },
    fc.integer({ min: 0, max: 255 }),
  )
  const bytes = fc.array(byte, { maxLength: 60 }).map((all) => Uint8Array.from(all))
  const extra = /^(Extra|Insufficient data|Offset is outside|Unrecognized type byte)/

  it('what is let through has the form of a message: the library reads it to its end', () => {
    let read = 0
    fc.assert(
      fc.property(bytes, (message) => {
        if (faultOf(message, none)) return
        const result = unpacked(message)
        if ('value' in result) read += 1
        // Only what a value says is refused then: a key that is a list, a date that is none.
        else expect(String((result.error as Error).message)).not.toMatch(extra)
      }),
      { numRuns: 20_000 },
    )
    expect(read).toBeGreaterThan(100)
  })

  it('what the library reads is let through, and cut short or with a byte more it is not', () => {
    const value = fc.anything({ withNullPrototype: false, maxDepth: 4, values: [fc.double(), fc.string()] })
    fc.assert(
      fc.property(value, fc.nat(), (given, cut) => {
        const message = pack(given)
        expect(faultOf(message, none)).toBeUndefined()
        expect(faultOf(message.subarray(0, cut % message.length), none)?.kind).toBe('malformed')
        expect(faultOf(Buffer.concat([message, Buffer.of(1)]), none)?.kind).toBe('malformed')
      }),
      { numRuns: 1_000 },
    )
  })

  it('under the limits of a call, bytes of any kind are a message or a fault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (message) => {
        const fault = faultOf(message, callLimits)
        expect(fault?.message ?? 'none').not.toBe('')
      }),
      { numRuns: 5_000 },
    )
  })
})
