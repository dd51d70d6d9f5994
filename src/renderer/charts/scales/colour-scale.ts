import { converter, formatHex, interpolate, modeOklab, modeOklch, modeRgb, parse, useMode } from 'culori/fn'

useMode(modeRgb)
useMode(modeOklab)
useMode(modeOklch)
const toRgb = converter('rgb')

/**
 * Lowest and highest ground. Between them colours change evenly in OKLab, so that equal steps look
 * equal; lightness alone tells them apart too, for eyes that see no hue and for prints in grey. Low
 * ground, where the paths end, has nearly the colour of the page.
 */
const ends = { light: ['#fffdf4', '#86b0d3'], dark: ['#121a2c', '#4f86ab'] } as const
const scales = { light: interpolate([...ends.light], 'oklab'), dark: interpolate([...ends.dark], 'oklab') }

/** The colour of ground at a share of the scale, 0 the lowest, 1 the highest: as `#rrggbb`. */
const groundColour = (share: number, dark: boolean): string =>
  formatHex(toRgb(scales[dark ? 'dark' : 'light'](share)))

/** One colour below the first of so many levels, one between each two, and one above the last. */
export const bandColours = (levels: number, dark: boolean): readonly string[] =>
  Array.from({ length: levels + 1 }, (_, band) => groundColour(levels === 0 ? 0 : band / levels, dark))

/** Between which levels a value lies: 0 below the first, `levels.length` at or above the last. */
export function bandOf(levels: readonly number[], value: number): number {
  let band = 0
  while (band < levels.length && value >= levels[band]) band++
  return band
}

/** A colour of the page, which may be given in any of CSS's ways, as `#rrggbb`. */
export const hexOf = (colour: string): string => formatHex(colour) ?? '#808080'

/** How much of what lies below a colour hides, from 0 to 1. */
export const alphaOf = (colour: string): number => parse(colour)?.alpha ?? 1
