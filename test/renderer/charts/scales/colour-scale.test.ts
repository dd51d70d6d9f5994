import {
  converter,
  differenceEuclidean,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  filterGrayscale,
} from 'culori'
import { describe, expect, it } from 'vitest'
import { bandColours, bandOf } from '../../../../src/renderer/charts/scales/colour-scale'

const oklab = converter('oklab')
const rgb = converter('rgb')

/** How light a colour is to eyes that see it through a filter. */
function lightnessOf(seen: typeof protan, colour: string): number {
  const known = rgb(colour)
  return known ? oklab(seen(known)).l : NaN
}
const protan = filterDeficiencyProt(1)

describe.each([
  ['light', false],
  ['dark', true],
])('the colours of the ground, %s', (_, dark) => {
  const colours = bandColours(12, dark)

  it('change by the same step from each to the next', () => {
    const difference = differenceEuclidean('oklab')
    const steps = colours.slice(1).map((colour, k) => difference(colours[k], colour))
    const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length
    expect(mean).toBeGreaterThan(0.02)
    for (const step of steps) expect(Math.abs(step / mean - 1)).toBeLessThan(0.12)
  })

  it.each([
    ['protan', protan],
    ['deutan', filterDeficiencyDeuter(1)],
    ['tritan', filterDeficiencyTrit(1)],
    ['grey', filterGrayscale(1)],
  ])('go one way for %s eyes too', (__, seen) => {
    const seenLightness = colours.map((colour) => lightnessOf(seen, colour))
    const sign = dark ? 1 : -1
    seenLightness.slice(1).forEach((l, k) => expect(sign * (l - seenLightness[k])).toBeGreaterThan(0.01))
  })
})

it('a value lies in the band that begins at its level', () => {
  const levels = [1, 2, 5]
  expect([0, 1, 1.5, 2, 4, 5, 100].map((value) => bandOf(levels, value))).toEqual([0, 1, 1, 2, 2, 3, 3])
  expect(bandColours(0, false)).toHaveLength(1)
})
