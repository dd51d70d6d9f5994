import { describe, expect, it } from 'vitest'
import { simplified } from '../../../../src/renderer/charts/painters/simplified'

const circle = (corners: number): [number, number][] =>
  Array.from({ length: corners + 1 }, (_, k) => {
    const angle = (2 * Math.PI * (k % corners)) / corners
    return [Math.cos(angle), Math.sin(angle)]
  })

describe('a simplified line', () => {
  it('keeps both ends and what bends, and nothing along the way', () => {
    const line: [number, number][] = [
      [0, 0],
      [1, 0.001],
      [2, 0],
      [2, 1],
      [2, 2],
    ]
    expect(simplified(line, 10, 10, 0.06)).toEqual([line[0], line[2], line[4]])
    expect(simplified(line, 1_000, 1_000, 0.06)).toEqual([line[0], line[1], line[2], line[4]])
  })

  it('stays a ring, no further from what it was than asked, in far fewer corners', () => {
    const ring = circle(2_000)
    const few = simplified(ring, 100, 100, 0.06)
    expect(few.length).toBeLessThan(150)
    expect(few[0]).toEqual(few.at(-1))
    few.slice(1).forEach(([x, y], k) => {
      const [middleX, middleY] = [(x + few[k][0]) / 2, (y + few[k][1]) / 2]
      expect(100 * (1 - Math.hypot(middleX, middleY))).toBeLessThan(0.07)
    })
  })
})
