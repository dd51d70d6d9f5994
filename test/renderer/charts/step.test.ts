import { describe, expect, it } from 'vitest'
import { describeLandscape } from '../../../src/renderer/charts/landscape'
import { overshoots, stepAt } from '../../../src/renderer/charts/step'
import type { PathView } from '../../../src/renderer/model/chart-data'

const path = (...theta: number[]): PathView => ({
  key: 'gd',
  label: 'GD',
  style: 0,
  x: Float64Array.from(theta.keys()),
  theta: [Float64Array.from(theta)],
})
const square = { value: ([x]: Float64Array): number => x * x, slope: (x: number): number => 2 * x }
const minima = [{ theta: [0], value: 0 }]

describe('the step at the playhead', () => {
  it('is the next one, and at the end the last one', () => {
    expect(stepAt(path(4, 2, 1), 0)).toEqual({ from: 0, to: 1, next: true })
    expect(stepAt(path(4, 2, 1), 2)).toEqual({ from: 1, to: 2, next: false })
    expect(stepAt(path(4, 2, 1), undefined)).toEqual({ from: 1, to: 2, next: false })
    expect(stepAt(path(4), undefined)).toBeUndefined()
    expect(stepAt(path(), undefined)).toBeUndefined()
  })

  it('overshoots where it goes past a minimum, known or told by the slopes', () => {
    expect(overshoots(0.7, -0.7, square.slope, minima)).toBe(true)
    expect(overshoots(0.7, 0.49, square.slope, minima)).toBe(false)
    expect(overshoots(0.7, -0.1, square.slope, [])).toBe(true)
    expect(overshoots(-0.7, 0.1, undefined, [])).toBe(false)
    // Over a hill is past no minimum.
    expect(overshoots(-0.1, 0.1, (x) => -x, [])).toBe(false)
    expect(overshoots(1, 0, square.slope, minima)).toBe(false)
  })

  it('is told to those who don’t see the picture', () => {
    const words = (playhead: number | undefined, ...theta: number[]): string =>
      describeLandscape('Square', square.value, [path(...theta)], minima, playhead, square.slope)
    expect(words(0, 0.7, -0.7)).toContain('The next step, to −0.7, overshoots a minimum.')
    expect(words(undefined, 0.7, -0.7)).toContain('The last step, from 0.7, overshot a minimum.')
    expect(words(0, 0.7, 0.49)).not.toContain('overshoot')
  })
})
