import { describe, expect, it } from 'vitest'
import { firstShade, limits } from '@core/experiment'
import { optimizers as catalog } from '@core/optimizers'
import { ruleMethod } from '@core/optimizers/rule'
import { markerPath, runStyle, styleOf } from '../../../src/renderer/model/palette'

const optimizers = [...catalog, ruleMethod]

type Triple = readonly [number, number, number]

const linearChannel = (byte: number): number => {
  const share = byte / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}
const rgb = (hex: string): Triple => {
  const channel = (at: number): number => linearChannel(parseInt(hex.slice(at, at + 2), 16))
  return [channel(1), channel(3), channel(5)]
}
const luminance = (hex: string): number => {
  const [r, g, b] = rgb(hex)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
/** WCAG 2. */
const contrast = (a: string, b: string): number => {
  const [x, y] = [luminance(a), luminance(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

const times = (matrix: readonly Triple[], [x, y, z]: Triple): Triple => {
  const [a, b, c] = matrix.map((row) => row[0] * x + row[1] * y + row[2] * z)
  return [a, b, c]
}
/** Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB. */
const eyes: Readonly<Record<string, readonly Triple[]>> = {
  common: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}
/** Ottosson's perceptual space. */
const oklab = (linear: Triple): Triple => {
  const clipped = linear.map((channel) => Math.min(1, Math.max(0, channel)))
  const [l, m, s] = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    [clipped[0], clipped[1], clipped[2]],
  ).map(Math.cbrt)
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    [l, m, s],
  )
}
const distance = (a: string, b: string, eye: readonly Triple[]): number => {
  const [x, y] = [oklab(times(eye, rgb(a))), oklab(times(eye, rgb(b)))]
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2])
}

const colours = (dark: boolean): string[] =>
  Array.from({ length: 8 }, (_, index) => runStyle(index, dark).color)

describe.each([
  { theme: 'light', dark: false, backgrounds: ['#ffffff', '#f1f5f9'] },
  { theme: 'dark', dark: true, backgrounds: ['#0f172a', '#1e293b'] },
])('runStyle on $theme', ({ dark, backgrounds }) => {
  it('has a contrast of 3:1 and more with page and panel', () => {
    for (const colour of colours(dark)) {
      for (const background of backgrounds) expect(contrast(colour, background)).toBeGreaterThanOrEqual(3)
    }
  })

  it.each(Object.keys(eyes))('keeps any two of the first eight apart for %s eyes', (eye) => {
    const all = colours(dark)
    all.forEach((a, index) => {
      for (const b of all.slice(index + 1)) expect(distance(a, b, eyes[eye])).toBeGreaterThan(0.05)
    })
  })

  it('gives each of the first eight its own marker too, and 256 runs each their own combination', () => {
    const styles = Array.from({ length: 256 }, (_, index) => runStyle(index, dark))
    expect(new Set(styles.slice(0, 8).map((style) => style.marker)).size).toBe(8)
    expect(new Set(styles.map((style) => JSON.stringify(style))).size).toBe(256)
    expect(new Set(styles.map((style) => `${style.color} ${style.marker}`)).size).toBe(64)
  })
})

/** In degrees; undefined for what is as good as grey. */
function hueOf(hex: string): number | undefined {
  const [, a, b] = oklab(rgb(hex))
  return Math.hypot(a, b) < 0.03 ? undefined : (Math.atan2(b, a) * 180) / Math.PI
}
const styleOfNth = (optimizer: string, nth: number, dark: boolean) =>
  runStyle(styleOf({ optimizer, color: firstShade + nth }), dark)

describe.each([
  { theme: 'light', dark: false, backgrounds: ['#ffffff', '#f1f5f9'] },
  { theme: 'dark', dark: true, backgrounds: ['#0f172a', '#1e293b'] },
])('the hue of a method on $theme', ({ dark, backgrounds }) => {
  const base = optimizers.map(({ id }) => styleOfNth(id, 0, dark))

  it.each(Object.keys(eyes))('is like no other one for %s eyes', (eye) => {
    base.forEach((a, index) => {
      for (const b of base.slice(index + 1))
        expect(distance(a.color, b.color, eyes[eye])).toBeGreaterThan(0.035)
    })
  })

  it.each(optimizers)(
    'is that of all runs of $label, in shades with a contrast of 3:1 and more',
    ({ id }) => {
      const [own, ...others] = [0, 1, 2].map((nth) => styleOfNth(id, nth, dark).color)
      for (const shade of [own, ...others]) {
        for (const background of backgrounds) expect(contrast(shade, background)).toBeGreaterThanOrEqual(3)
      }
      const hue = hueOf(own)
      for (const shade of others) {
        const away = Math.abs((hueOf(shade) ?? 0) - (hue ?? 0))
        if (hue !== undefined && hueOf(shade) !== undefined)
          expect(Math.min(away, 360 - away)).toBeLessThan(8)
        expect(distance(own, shade, eyes.common)).toBeGreaterThan(0.08)
      }
    },
  )

  it('tells as many runs of a method apart as an experiment may have', () => {
    const looks = Array.from({ length: 128 }, (_, nth) => JSON.stringify(styleOfNth('gd', nth, dark)))
    expect(new Set(looks).size).toBe(128)
    const [first, second] = [styleOfNth('gd', 0, dark), styleOfNth('gd', 1, dark)]
    for (const part of ['color', 'dash', 'marker'] as const) expect(first[part]).not.toEqual(second[part])
  })
})

it('leaves stored runs the look they have had', () => {
  expect(styleOf({ optimizer: 'adam', color: 3 })).toBe(3)
  expect(runStyle(3, false)).toMatchObject({ color: '#7c4779', marker: 'diamond' })
  expect(limits.runs).toBe(firstShade)
})

it('has the same dash and marker in both themes', () => {
  for (let index = 0; index < 40; index++) {
    const { dash, marker } = runStyle(index, false)
    expect(runStyle(index, true)).toMatchObject({ dash, marker })
  }
})

it('centres every marker where it is asked to', () => {
  for (let index = 0; index < 8; index++) {
    const path = markerPath(runStyle(index, false).marker, 5, 100, 200)
    const numbers = [...path.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)]
    expect(numbers.length).toBeGreaterThan(0)
    for (const [, x, y] of numbers) expect(Math.hypot(Number(x) - 100, Number(y) - 200)).toBeLessThan(7.5)
  }
})
