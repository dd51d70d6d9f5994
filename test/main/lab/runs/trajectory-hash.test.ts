import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadHashes } from '../../../../src/main/lab/runs/trajectory-hash'

const width = 3
const makeHash = await loadHashes()
const whole = Array.from({ length: width }, (_, series) =>
  Float64Array.from({ length: 50 }, (_, point) => Math.sin(series + point)),
)

function batch(curve: readonly Float64Array[], first: number, count: number) {
  const columns = new Float64Array(width * count)
  curve.forEach((series, index) => columns.set(series.subarray(first, first + count), index * count))
  return { first, count, columns }
}

function hashOf(curve: readonly Float64Array[], ...parts: readonly (readonly [number, number])[]) {
  const hash = makeHash(width)
  for (const [first, count] of parts) hash.take(batch(curve, first, count))
  return hash.digest('finished')
}

describe('the hash of a trajectory', () => {
  const expected = hashOf(whole, [0, 50])

  test('is the same however the points came, and if some came again', () => {
    expect(expected).toMatch(/^[0-9a-f]{64}$/)
    const cuts = fc.array(fc.record({ back: fc.nat(20), on: fc.integer({ min: 1, max: 20 }) }), {
      minLength: 1,
    })
    fc.assert(
      fc.property(cuts, (steps) => {
        const parts: [number, number][] = []
        let end = 0
        for (const { back, on } of [...steps, { back: 0, on: 50 }]) {
          const first = Math.max(0, end - back)
          const last = Math.min(50, end + on)
          if (last > first) parts.push([first, last - first])
          end = Math.max(end, last)
        }
        expect(hashOf(whole, ...parts, [end, 50 - end])).toBe(expected)
      }),
    )
  })

  test('is another one where a single bit of a single value is', () => {
    const other = whole.map((series) => series.slice())
    new Uint8Array(other[2].buffer)[8 * 17] ^= 1
    expect(hashOf(other, [0, 50])).not.toBe(expected)
  })

  test.each(['converged', 'stalled', 'finished', 'diverged'] as const)('is one where a run %s', (status) => {
    expect(makeHash(width).digest(status)).toMatch(/^[0-9a-f]{64}$/)
  })

  test.each(['cancelled', 'failed', 'interrupted'] as const)('is none where a run was %s', (status) => {
    expect(makeHash(width).digest(status)).toBeNull()
  })
})
