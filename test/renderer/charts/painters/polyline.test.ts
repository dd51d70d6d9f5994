import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  clipShare,
  contains,
  grow,
  Polyline,
  type Area,
} from '../../../../src/renderer/charts/painters/polyline'

const area: Area = { left: 0, top: 0, right: 100, bottom: 50 }

type Stroke = (readonly [number, number])[]

function draw(points: readonly (readonly [number, number])[], grain = 0.5): Stroke[] {
  const strokes: Stroke[] = []
  const line = new Polyline(
    {
      moveTo: (x, y) => strokes.push([[x, y]]),
      lineTo: (x, y) => strokes.at(-1)?.push([x, y]),
    },
    area,
    grain,
  )
  for (const [x, y] of points) line.to(x, y)
  line.lift()
  return strokes
}

describe('Polyline', () => {
  it('draws what lies inside as it is', () => {
    const points = [
      [1, 1],
      [20, 30],
      [90, 5],
    ] as const
    expect(draw(points)).toEqual([points])
  })

  it('lifts the pen where a point is not a number', () => {
    const strokes = draw([
      [0, 0],
      [10, 10],
      [NaN, 10],
      [20, 20],
      [30, 30],
    ])
    expect(strokes).toEqual([
      [
        [0, 0],
        [10, 10],
      ],
      [
        [20, 20],
        [30, 30],
      ],
    ])
  })

  it('lets a point without neighbours show', () => {
    const [[from, to]] = draw([
      [NaN, 0],
      [10, 10],
      [NaN, 0],
    ])
    expect(to[0] - from[0]).toBe(1)
    expect(from[1]).toBe(10)
  })

  it('enters and leaves the area where the line does', () => {
    expect(
      draw([
        [-50, 25],
        [50, 25],
        [50, 1e9],
      ]),
    ).toEqual([
      [
        [0, 25],
        [50, 25],
        [50, 50],
      ],
    ])
  })

  it('leaves out what stays within half a pixel, but never the last point', () => {
    const strokes = draw([
      [10, 10],
      [10.1, 10],
      [10.2, 10.1],
      [30, 10],
      [30.1, 10.1],
    ])
    expect(strokes).toEqual([
      [
        [10, 10],
        [30, 10],
        [30.1, 10.1],
      ],
    ])
  })

  it('stays inside, and misses no segment that comes in', () => {
    const number = fc.double({ min: -200, max: 300, noNaN: true })
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 2, maxLength: 30 }), (points) => {
        const strokes = draw(points, 0)
        const room = grow(area, 1e-6)
        for (const [x, y] of strokes.flat()) expect(contains(room, x, y)).toBe(true)
        for (const [x, y] of points) {
          if (!contains(area, x, y)) continue
          expect(strokes.flat().some(([px, py]) => Math.hypot(px - x, py - y) <= 1)).toBe(true)
        }
      }),
    )
  })
})

describe('clipShare', () => {
  it('says which part of a segment is inside', () => {
    expect(clipShare(area, -100, 10, 100, 10)).toEqual([0.5, 1])
    expect(clipShare(area, -10, -10, -1, 60)).toBeUndefined()
    expect(clipShare(area, 5, 5, 5, 5)).toEqual([0, 1])
  })
})
