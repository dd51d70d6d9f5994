import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, encode } from '@core/wire'

const roundTrip = (value: unknown): unknown => decode(encode(value))

const bits = fc.float64Array({ maxLength: 40 })
const text = fc.string({ unit: 'binary', maxLength: 60 })
const leaf = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(NaN, Infinity, -Infinity, -0, Number.MAX_SAFE_INTEGER, Number.MIN_VALUE, 1e300),
  text,
  fc.boolean(),
  fc.constant(null),
  bits,
  fc.uint8Array({ maxLength: 40 }),
)
const key = text.filter((name) => name !== '__proto__')
const { message } = fc.letrec((tie) => ({
  message: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('message'), { maxLength: 5 }),
    fc.dictionary(key, tie('message'), { maxKeys: 5, noNullPrototype: true }),
  ),
}))

describe('wire', () => {
  it('gives back what it was given', () => {
    fc.assert(
      fc.property(message, (value) => {
        expect(roundTrip(value)).toStrictEqual(value)
      }),
      { numRuns: 500 },
    )
  })

  it('keeps every bit of a Float64Array, wherever it lies in its buffer and in the message', () => {
    fc.assert(
      fc.property(bits, fc.nat({ max: 8 }), text, (numbers, skip, before) => {
        const whole = new Float64Array([...new Float64Array(skip), ...numbers])
        const view = whole.subarray(skip)
        expect(roundTrip({ before, view })).toStrictEqual({ before, view: numbers })
      }),
    )
  })

  it('tells -0 from 0 and keeps NaN and infinities', () => {
    expect(roundTrip([-0, 0, NaN, Infinity, -Infinity])).toStrictEqual([-0, 0, NaN, Infinity, -Infinity])
  })

  it('leaves out keys that are undefined', () => {
    expect(roundTrip({ note: undefined, label: 'a' })).toStrictEqual({ label: 'a' })
  })

  it('reads a message that is part of a larger buffer', () => {
    const bytes = encode({ values: new Float64Array([1, NaN]), raw: new Uint8Array([7]) })
    const pooled = Buffer.concat([Buffer.from([1, 2, 3]), bytes]).subarray(3)
    expect(decode(pooled)).toStrictEqual({ values: new Float64Array([1, NaN]), raw: new Uint8Array([7]) })
  })

  it('refuses arrays it has no form for, and bytes that are no message', () => {
    expect(() => encode({ rows: new Int32Array(2) })).toThrow('Float64Array')
    expect(() => decode(new Uint8Array([0xc1]))).toThrow()
    expect(() => decode(new Uint8Array())).toThrow()
    expect(() => decode(encode({ a: 'text' }).subarray(0, 4))).toThrow()
  })
})
