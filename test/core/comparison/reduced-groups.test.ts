import { describe, expect, test } from 'vitest'
import { groupCurve, type GroupRun } from '@core/comparison/groups'
import { reducedGroup } from '@core/comparison/reduced-groups'

const places = Float64Array.from({ length: 10_000 }, (_, k) => k)
const wave = (phase: number): GroupRun => ({
  x: places,
  y: places.map((k) => 2 + Math.sin(k / 50 + phase)),
  diverged: false,
})
const choice = { summary: 'range', afterEnd: 'hold', goal: 'low' } as const
const least = (column: Float64Array): number => column.reduce((a, b) => Math.min(a, b))
const most = (column: Float64Array): number => column.reduce((a, b) => Math.max(a, b))

describe('a group of very many places', () => {
  const whole = groupCurve([wave(0), wave(1), wave(2)], places, choice)

  test('keeps both ends and the extremes of every stretch, each place as it was', () => {
    const few = reducedGroup(whole, 100)
    expect(few.x.length).toBeLessThanOrEqual(600)
    expect([few.x[0], few.x.at(-1)]).toEqual([0, 9_999])
    expect([least(few.low), most(few.high)]).toEqual([least(whole.low), most(whole.high)])
    expect([least(few.middle), most(few.middle)]).toEqual([least(whole.middle), most(whole.middle)])
    few.x.forEach((place, k) => {
      expect([few.low[k], few.middle[k], few.high[k], few.n[k]]).toEqual([
        whole.low[place],
        whole.middle[place],
        whole.high[place],
        3,
      ])
    })
  })

  test('is whole where it has few', () => {
    expect(reducedGroup(whole, 5_000)).toBe(whole)
  })

  test('a gap stays one', () => {
    const holed = { ...whole, high: whole.high.map((value, k) => (k === 5_050 ? NaN : value)) }
    expect(Array.from(reducedGroup(holed, 100).x)).toContain(5_050)
  })
})
