import { formatNumber } from '../../model/format'
import { scaleColour } from '../map/colours'
import { bandColours } from '../scales/colour-scale'
import type { Frame } from '../frame/scene'

/** Right of the plot, in CSS pixels, that the scale of its colours takes. */
export const barRoom = 70

const gap = 12
const barWidth = 12
/** Of the title, below the bar. */
export const titleDrop = 14
/** Between two numbers. */
const labelPitch = 15

/** The scale of the ground's colours: a box a band, equally high, with the levels between them. */
export function drawColourBar(
  context: CanvasRenderingContext2D,
  { area, theme }: Pick<Frame, 'area' | 'theme'>,
  levels: readonly number[],
  title: string,
): void {
  const left = area.right + gap
  const height = area.bottom - area.top
  const colours = bandColours(levels.length, theme.dark)
  const step = height / colours.length
  const topOf = (band: number): number => area.bottom - (band + 1) * step
  context.save()
  colours.forEach((colour, band) => {
    context.fillStyle = colour
    // A little over the next one, so that no seam shows.
    context.fillRect(left, topOf(band), barWidth, step + (band > 0 ? 0.5 : 0))
  })
  context.strokeStyle = theme.axis
  context.lineWidth = 1
  context.strokeRect(left - 0.5, area.top - 0.5, barWidth + 1, height + 1)
  context.font = `11px ${theme.font}`
  context.textBaseline = 'middle'
  context.fillStyle = theme.muted
  const every = Math.max(1, Math.ceil(labelPitch / step))
  // Zero is named wherever it is a level.
  const from = Math.max(0, levels.indexOf(0)) % every
  levels.forEach((level, k) => {
    const y = area.bottom - (k + 1) * step
    context.fillRect(left + barWidth, y, 3, 1)
    if (k % every === from) context.fillText(formatNumber(level, 5), left + barWidth + 6, y)
  })
  context.fillText(title, left, area.bottom + titleDrop)
  context.restore()
}

/**
 * A scale of colours without bands.
 * @param marks by how far up they are, from 0 to 1
 */
export function drawShadedBar(
  context: CanvasRenderingContext2D,
  { area, theme }: Pick<Frame, 'area' | 'theme'>,
  marks: readonly { readonly share: number; readonly label: string }[],
  title: string,
): void {
  const left = area.right + gap
  const height = area.bottom - area.top
  context.save()
  for (let row = 0; row < height; row++) {
    context.fillStyle = scaleColour(1 - row / height)
    context.fillRect(left, area.top + row, barWidth, 1.5)
  }
  context.font = `11px ${theme.font}`
  context.textBaseline = 'middle'
  context.fillStyle = theme.muted
  for (const { share, label } of marks) {
    const y = area.bottom - share * height
    context.fillRect(left + barWidth, y - 0.5, 3, 1)
    context.fillText(label, left + barWidth + 6, y)
  }
  context.fillText(title, left, area.bottom + titleDrop)
  context.restore()
}
