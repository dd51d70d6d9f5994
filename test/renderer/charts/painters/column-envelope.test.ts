import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnEnvelope, fillReach } from '../../../../src/renderer/charts/painters/column-envelope'

const area = { left: 10, top: 0, right: 14, bottom: 100 }
const reach = (points: readonly (readonly [number, number])[], ratio = 1) => {
  const { low, high } = columnEnvelope(
    Float64Array.from(points, ([x]) => x),
    Float64Array.from(points, ([, y]) => y),
    area,
    ratio,
  )
  return Array.from(low, (bottom, column) => [bottom, high[column]])
}
const none = [Infinity, -Infinity]

describe('what a line covers of every column', () => {
  it('is from its lowest to its highest point there, joints included', () => {
    expect(
      reach([
        [10.5, 50],
        [10.5, 90],
        [10.5, 20],
        [11.5, 40],
        [12.5, 40],
        [13.5, 0],
      ]),
    ).toEqual([
      [20, 90],
      [30, 40],
      [20, 40],
      [0, 20],
    ])
  })

  it('goes on through columns without points, and stops where the line is broken', () => {
    expect(
      reach([
        [10, 0],
        [14, 80],
      ]),
    ).toEqual([
      [0, 20],
      [20, 40],
      [40, 60],
      [60, 80],
    ])
    expect(
      reach([
        [10.5, 7],
        [NaN, NaN],
        [13.5, 9],
      ]),
    ).toEqual([[7, 7], none, none, [9, 9]])
  })

  it('begins and ends at the edges, however far the line goes on', () => {
    expect(
      reach([
        [-1e9, 30],
        [1e9, 30],
      ]),
    ).toEqual([
      [30, 30],
      [30, 30],
      [30, 30],
      [30, 30],
    ])
    expect(
      reach([
        [0, 5],
        [9, 5],
      ]),
    ).toEqual([none, none, none, none])
    expect(
      reach(
        [
          [12, 5],
          [14, 5],
        ],
        0.5,
      ),
    ).toEqual([none, [5, 5]])
  })

  it('has every point of the line in it', () => {
    const point = fc.tuple(
      fc.double({ min: 5, max: 20, noNaN: true }),
      fc.double({ min: -50, max: 150, noNaN: true }),
    )
    fc.assert(
      fc.property(
        fc
          .array(point, { minLength: 2, maxLength: 30 })
          .map((points) => points.toSorted(([a], [b]) => a - b)),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(1, 2),
        (points, share, ratio) => {
          const columns = reach(points, ratio)
          for (const [index, [x1, y1]] of points.entries()) {
            const [x0, y0] = points[Math.max(0, index - 1)]
            const x = x0 + share * (x1 - x0)
            if (x < area.left || x >= area.right) continue
            const [low, high] = columns[Math.floor((x - area.left) * ratio)]
            const y = y0 + share * (y1 - y0)
            expect(y).toBeGreaterThanOrEqual(low - 1e-6)
            expect(y).toBeLessThanOrEqual(high + 1e-6)
          }
        },
      ),
    )
  })
})

describe('filling what a line covers', () => {
  function bars(low: readonly number[], high: readonly number[], ratio = 1) {
    const drawn: number[][] = []
    const context = { fillRect: (...bar: number[]) => void drawn.push(bar) }
    fillReach(context, { low: Float64Array.from(low), high: Float64Array.from(high) }, area, ratio)
    return drawn
  }

  it('takes whole device pixels, and one bar for equal neighbours', () => {
    expect(bars([20.2, 20.9, 20], [29.1, 29.5, 25])).toEqual([
      [10, 20, 2, 10],
      [12, 20, 1, 5],
    ])
    expect(bars([20.2], [20.3], 2)).toEqual([[10, 20, 0.5, 0.5]])
  })

  it('leaves out what lies outside, and cuts what does in part', () => {
    expect(bars([-80, 101, -5, Infinity], [-20, 150, 250, -Infinity])).toEqual([[12, 0, 1, 100]])
  })
})
