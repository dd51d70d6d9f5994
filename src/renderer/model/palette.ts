import { clampChroma, converter, formatHex, modeOklch, modeRgb, useMode } from 'culori/fn'
import { firstShade, limits, type RunSpec } from '@core/experiment'
import { optimizers } from '@core/optimizers'
import { ruleMethod } from '@core/optimizers/rule'

useMode(modeRgb)
useMode(modeOklch)
const toOklch = converter('oklch')

/** What tells a run from the others, wherever it is drawn. */
export interface RunStyle {
  readonly color: string
  /** As for `setLineDash`, in CSS pixels; empty for a solid line. */
  readonly dash: readonly number[]
  readonly marker: Marker
}

/**
 * Okabe and Ito's eight hues, their lightness moved until each has a contrast of 3:1 with the
 * background and no two come close for protan, deutan or tritan eyes. Same hue in both themes.
 */
const lightColors = ['#2859b1', '#ee4f38', '#2f9079', '#7c4779', '#8f5804', '#0594cf', '#111318', '#728d00']
const darkColors = ['#6499f8', '#f05a21', '#8fefc0', '#a0688f', '#cfa050', '#6fd0ed', '#f1f2f5', '#deeb19']

/**
 * One hue a method, in the order of the catalog: those eight, and more that come no closer to them or
 * each other for any of these eyes, by pairs for light and dark; the last is that of typed rules.
 */
const methodColors: readonly (readonly [light: string, dark: string])[] = [
  [lightColors[0], darkColors[0]],
  [lightColors[1], darkColors[1]],
  [lightColors[2], darkColors[2]],
  [lightColors[3], darkColors[3]],
  [lightColors[6], darkColors[6]],
  [lightColors[5], darkColors[5]],
  [lightColors[4], darkColors[4]],
  [lightColors[7], darkColors[7]],
  ['#d951b9', '#d6adc9'],
  ['#60142d', '#f07b98'],
  ['#35325d', '#7259f0'],
  ['#643c22', '#f9b489'],
  ['#5a218e', '#ae9bc9'],
  ['#537b5c', '#92d7a3'],
  ['#c9384d', '#c7666d'],
  ['#341ece', '#7684bf'],
  ['#122c48', '#77b2f3'],
  ['#81462e', '#b95931'],
  ['#9168ea', '#7d68b4'],
  ['#856b8f', '#c875e6'],
  ['#6f2847', '#cf7397'],
  ['#8400fc', '#9c6cfc'],
]

const dashes: readonly (readonly number[])[] = [
  [],
  [8, 4],
  [2, 3],
  [10, 3, 2, 3],
  [14, 4],
  [8, 3, 2, 3, 2, 3],
]

/** Outlines around the origin that fit a circle of radius 1, as corners; the circle apart. */
const corners = {
  triangle: regular(3, -90),
  square: regular(4, -45),
  diamond: regular(4, -90),
  triangleDown: regular(3, 90),
  plus: plus(0.34),
  cross: plus(0.3).map(turnedBy(45)),
  star: star(5),
  pentagon: regular(5, -90),
} as const satisfies Record<string, readonly Corner[]>

type Corner = readonly [number, number]
export type Marker = 'circle' | 'ring' | keyof typeof corners

/** Those that tell runs apart; ring and cross are kept for the start and the minima. */
const markers: readonly Marker[] = [
  'circle',
  'triangle',
  'square',
  'diamond',
  'triangleDown',
  'plus',
  'star',
  'pentagon',
]

/** The index for `runStyle` of a run: its colour, or the shade of its method's hue. */
export function styleOf({
  color,
  optimizer,
}: Pick<RunSpec, 'optimizer'> & { readonly color: number }): number {
  if (color < firstShade) return color
  const known = [...optimizers, ruleMethod].findIndex(({ id }) => id === optimizer)
  const method = Math.max(0, known)
  return firstShade + method * limits.runs + (color - firstShade)
}

/**
 * The look of a run. Below `firstShade` colour, dash and marker change from one index to the next, so
 * that the first eight differ in each of colour and marker; after that the combination stays unique up
 * to 384. From there on the hue is that of a method, and shade, dash and marker tell its runs apart.
 */
export function runStyle(index: number, dark: boolean): RunStyle {
  const shade = index - firstShade
  if (shade >= 0) return methodStyle(Math.floor(shade / limits.runs), shade % limits.runs, dark)
  const count = lightColors.length
  const round = Math.floor(index / count)
  return {
    color: (dark ? darkColors : lightColors)[index % count],
    dash: dashes[(index + Math.floor(round / markers.length)) % dashes.length],
    marker: markers[(index + round) % markers.length],
  }
}

const shades = 3
/** Shades, dashes and markers come together again after so many runs of a method. */
const turn = 24

function methodStyle(method: number, nth: number, dark: boolean): RunStyle {
  const round = Math.floor(nth / turn)
  const [light, night] = methodColors[method % methodColors.length]
  return {
    color: shaded(dark ? night : light, (nth + Math.floor(round / dashes.length)) % shades, dark),
    dash: dashes[(method + nth + round) % dashes.length],
    marker: markers[(method + nth) % markers.length],
  }
}

/** Lightness in OKLCH between which every hue has a contrast of 3:1 with the page and its panels. */
const lightness = { light: [0.25, 0.6], dark: [0.62, 0.95] } as const
const shadeStep = 0.13
const shadeColors = new Map<string, string>()

/** The same hue, lighter or darker by so many steps: whichever leads further into the room there is. */
function shaded(color: string, steps: number, dark: boolean): string {
  if (steps === 0) return color
  const key = `${color} ${steps} ${dark}`
  const known = shadeColors.get(key)
  if (known !== undefined) return known
  const own = toOklch(color)
  if (!own) return color
  const [low, high] = lightness[dark ? 'dark' : 'light']
  const step = own.l - low > high - own.l ? -shadeStep : shadeStep
  const l = Math.min(high, Math.max(low, own.l + steps * step))
  const shade = formatHex(clampChroma({ ...own, l }, 'oklch'))
  shadeColors.set(key, shade)
  return shade
}

const papers = { light: '#ffffff', dark: '#0f172a' } as const
/** Of its own colour, what a paled run keeps. */
const kept = 0.25

/** The look of a run beside one that is singled out: the same, nearly gone into the page. */
export function paled(style: RunStyle, dark: boolean): RunStyle {
  const channels = (hex: string): number[] =>
    [1, 3, 5].map((from) => Number.parseInt(hex.slice(from, from + 2), 16))
  const paper = channels(dark ? papers.dark : papers.light)
  const mixed = channels(style.color).map((own, index) => Math.round(kept * own + (1 - kept) * paper[index]))
  return { ...style, color: `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}` }
}

/** The marker's outline as SVG path data, centred on (x, y), about 2 x radius wide. */
export function markerPath(marker: Marker, radius: number, x = 0, y = 0): string {
  if (marker === 'circle') return circlePath(x, y, radius * 0.85, 0)
  // The inner circle runs the other way round, which leaves a hole.
  if (marker === 'ring') return circlePath(x, y, radius, 0) + circlePath(x, y, radius * 0.55, 1)
  const points = corners[marker].map(([cx, cy]) => `${x + radius * cx} ${y + radius * cy}`)
  return `M${points.join('L')}Z`
}

/** Makes the marker's outline part of the path at hand. */
export function traceMarker(path: CanvasPath, marker: Marker, radius: number, x: number, y: number): void {
  const turn = 2 * Math.PI
  if (marker === 'circle') path.arc(x, y, radius * 0.85, 0, turn)
  else if (marker === 'ring') {
    path.arc(x, y, radius, 0, turn)
    path.moveTo(x + radius * 0.55, y)
    path.arc(x, y, radius * 0.55, turn, 0, true)
  } else {
    const [first, ...others] = corners[marker]
    path.moveTo(x + radius * first[0], y + radius * first[1])
    for (const [cx, cy] of others) path.lineTo(x + radius * cx, y + radius * cy)
    path.closePath()
  }
}

function circlePath(x: number, y: number, r: number, sweep: 0 | 1): string {
  return `M${x - r} ${y}a${r} ${r} 0 1 ${sweep} ${2 * r} 0a${r} ${r} 0 1 ${sweep} ${-2 * r} 0Z`
}

function turnedBy(degrees: number): (corner: Corner) => Corner {
  const [cos, sin] = onCircle(degrees)
  return ([x, y]) => [x * cos - y * sin, x * sin + y * cos]
}

function onCircle(degrees: number, radius = 1): Corner {
  const angle = (degrees * Math.PI) / 180
  return [radius * Math.cos(angle), radius * Math.sin(angle)]
}

function regular(sides: number, first: number): readonly Corner[] {
  return Array.from({ length: sides }, (_, side) => onCircle(first + (360 / sides) * side))
}

function star(points: number): readonly Corner[] {
  return Array.from({ length: 2 * points }, (_, k) =>
    onCircle(-90 + (180 / points) * k, k % 2 === 0 ? 1.15 : 0.5),
  )
}

function plus(arm: number): readonly Corner[] {
  const quarter: readonly Corner[] = [
    [arm, -1],
    [arm, -arm],
    [1, -arm],
  ]
  const turn = ([x, y]: Corner): Corner => [-y, x]
  const second = quarter.map(turn)
  const third = second.map(turn)
  return [...quarter, ...second, ...third, ...third.map(turn)]
}
