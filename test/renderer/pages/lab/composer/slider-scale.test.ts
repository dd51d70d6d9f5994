import { describe, expect, it } from 'vitest'
import type { NumberHyper } from '@core/hyper'
import { optimizers } from '@core/optimizers'
import { places, sliderScale } from '../../../../../src/renderer/pages/lab/composer/slider-scale'

const hypers = optimizers.flatMap(({ id, dialects }) =>
  Object.entries(dialects).flatMap(([dialect, { hyper }]) =>
    Object.entries(hyper).flatMap(([name, spec]) =>
      spec.kind === 'number' ? [{ name: `${id} ${dialect} ${name}`, spec: spec as NumberHyper }] : [],
    ),
  ),
)

const allows = ({ min, minExclusive, max, maxExclusive }: NumberHyper, value: number): boolean =>
  (minExclusive ? value > min : value >= min) && (maxExclusive ? value < max : value <= max)

describe('the scale of a slider', () => {
  it.each(hypers)('$name: every place has a value that is allowed, and all of them rise', ({ spec }) => {
    const scale = sliderScale(spec, [])
    const values = Array.from({ length: places + 1 }, (_, place) => scale.valueAt(place))
    expect(values.filter((value) => !allows(spec, value))).toEqual([])
    expect(values).toEqual(values.toSorted((a, b) => a - b))
    expect(values.at(-1)).toBeGreaterThan(values[0])
  })

  it.each(hypers)('$name: an arrow key always gets on, and the default is in sight', ({ spec }) => {
    const scale = sliderScale(spec, [])
    const there = (place: number): number => Math.round(scale.placeOf(scale.valueAt(place)))
    // The first place after an end that is not allowed may be the end itself.
    const stuck = Array.from({ length: places - 2 }, (_, k) => k + 1).filter(
      (place) => there(place) !== place,
    )
    expect(stuck.filter((place) => place > 1)).toEqual([])
    const near = scale.valueAt(Math.round(scale.placeOf(spec.default)))
    expect(Math.abs(near - spec.default)).toBeLessThanOrEqual(0.03 * Math.max(spec.default, 1e-12))
  })

  it('holds the values that are marked, with room on either side', () => {
    const rate = hypers.find(({ name }) => name === 'gd chapter lr')?.spec
    if (!rate) throw new Error('gradient descent has a rate')
    for (const marked of [1e-9, 0.2, 3e5]) {
      const place = sliderScale(rate, [marked]).placeOf(marked)
      expect(place).toBeGreaterThan(places / 20)
      expect(place).toBeLessThan((19 * places) / 20)
    }
  })
})
