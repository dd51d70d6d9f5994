import { converter, interpolate, modeOklab, modeRgb, useMode } from 'culori/fn'
import { mapOutcomes, type MapOutcome } from '@core/map/outcome'
import type { MapPicture } from '../../model/map/picture'
import { formatCount, formatNumber } from '../../model/format'

useMode(modeRgb)
useMode(modeOklab)
const toRgb = converter('rgb')

/** What a map's colours say. */
export const colourings = ['outcome', 'rate', 'updates'] as const
export type Colouring = (typeof colourings)[number]

/** As a legend names it. */
export const outcomeNames: Readonly<Record<MapOutcome, string>> = {
  diverges: 'Diverges',
  oscillates: 'Oscillates',
  slow: 'Slow',
  elsewhere: 'Elsewhere',
  swings: 'Swings in',
  settles: 'Settles',
}

/** As a sentence says it. */
export const outcomeTexts: Readonly<Record<MapOutcome, string>> = {
  diverges: 'diverges',
  oscillates: 'goes to and fro without coming down',
  slow: 'is not at the target yet',
  elsewhere: 'rests above the target',
  swings: 'comes to the target, turning back on the way',
  settles: 'comes to the target, turning back once at most',
}

/** Okabe and Ito's hues, each of another lightness, so that no two come close for any eye. */
export const outcomeColours: Readonly<Record<MapOutcome, string>> = {
  diverges: '#3f3f46',
  oscillates: '#d55e00',
  slow: '#ebdc8c',
  elsewhere: '#cc79a7',
  swings: '#56b4e9',
  settles: '#00785a',
}

/** Dark to light, evenly in OKLab, as viridis is; few to many updates. */
const scale = interpolate(['#fdf3a7', '#7cc487', '#23808e', '#33286b'], 'oklab')
const steps = 256

/** As an RGBA number for an ImageData seen as 32 bits, little-endian. */
function packed(colour: Parameters<typeof toRgb>[0]): number {
  const rgb = toRgb(colour) ?? { r: 0, g: 0, b: 0 }
  const channel = (share: number): number => Math.round(255 * Math.min(1, Math.max(0, share)))
  return ((255 << 24) | (channel(rgb.b) << 16) | (channel(rgb.g) << 8) | channel(rgb.r)) >>> 0
}

const ofOutcome = Uint32Array.from(mapOutcomes, (outcome) => packed(outcomeColours[outcome]))
const ofShare = Uint32Array.from({ length: steps }, (_, k) => packed(scale(k / (steps - 1))))
/** Where there is no rate or no arrival to show: what diverges, and what does not get there. */
export const absentColour = '#a1a1aa'
const [gone, absent] = [packed(outcomeColours.diverges), packed(absentColour)]
const diverged = mapOutcomes.indexOf('diverges')

/** Updates a decimal digit at a rate, which is what a person waits for. */
export const updatesPerDigit = (rate: number): number => (rate < 1 ? -1 / Math.log10(rate) : Infinity)

/** The most that a scale of updates a digit tells apart. */
const slowest = 10_000

const shareOf = (updates: number, most: number): number =>
  Math.min(1, Math.max(0, Math.log10(Math.max(1, updates)) / Math.log10(most)))

/** The colour of a pixel that is there. */
export function colourAt(picture: MapPicture, place: number, colouring: Colouring): number {
  const outcome = picture.outcome[place]
  if (colouring === 'outcome') return ofOutcome[outcome]
  if (outcome === diverged) return gone
  const updates = colouring === 'rate' ? updatesPerDigit(picture.rate[place]) : picture.reached[place]
  // A comparison that is false of a NaN, too.
  if (!(updates < Infinity)) return absent
  return ofShare[Math.round((steps - 1) * shareOf(updates, mostOf(picture, colouring)))]
}

const mostOf = ({ updates }: MapPicture, colouring: Colouring): number =>
  colouring === 'rate' ? slowest : Math.max(10, updates)

export interface ScaleMark {
  /** From 0 to 1 along the scale. */
  readonly share: number
  readonly label: string
}

/** The numbers beside a scale of colours. */
export function scaleMarks(picture: MapPicture, colouring: Colouring): readonly ScaleMark[] {
  const most = mostOf(picture, colouring)
  const decades = Array.from({ length: Math.floor(Math.log10(most) + 1e-9) + 1 }, (_, power) => 10 ** power)
  return decades.map((updates) => ({
    share: shareOf(updates, most),
    label: colouring === 'rate' ? formatNumber(10 ** (-1 / updates), 4) : formatCount(updates),
  }))
}

/** A colour of the scale as CSS has it. */
export function scaleColour(share: number): string {
  const { r, g, b } = toRgb(scale(share))
  return `rgb(${[r, g, b].map((each) => Math.round(255 * each)).join(' ')})`
}
