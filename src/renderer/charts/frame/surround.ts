/** What stands around a picture that is saved: its title and legend above, notes below. */
import { layoutLegend, sampleGap, shorten, wrapped, type LegendLayout } from './legend-layout'
import { traceMarker } from '../../model/palette'
import { isArea, sampleWidth, type LegendEntry } from './scene'
import type { Theme } from './theme'

export const margin = 12
const titleHeight = 26
const legendGap = 6
const noteHeight = 16
const noteFont = 11
/** Letters stand as far apart as at any other size, not at the nearest pixel of this one. */
export const evenly: CanvasTextRendering = 'geometricPrecision'

/** What stands above a picture so wide, in CSS pixels. */
export interface Titled {
  readonly title: string
  readonly theme: Theme
  readonly width: number
}

function drawSample(
  context: CanvasRenderingContext2D,
  entry: LegendEntry,
  theme: Theme,
  x: number,
  y: number,
): void {
  const { style, sample } = entry
  const width = sampleWidth(entry)
  context.strokeStyle = context.fillStyle = style.color === 'currentColor' ? theme.text : style.color
  if (sample !== 'marker') {
    context.lineWidth = 2
    context.setLineDash([...style.dash])
    context.beginPath()
    context.moveTo(x, y)
    context.lineTo(x + width, y)
    context.stroke()
    context.setLineDash([])
  }
  if (sample === 'line') return
  context.beginPath()
  traceMarker(context, style.marker, 5, x + width / 2, y)
  context.fill()
  if (!isArea(entry)) return
  context.lineWidth = 1
  context.strokeStyle = theme.muted
  context.stroke()
}

export function drawHeader(
  context: CanvasRenderingContext2D,
  { title, theme, width }: Titled,
  shown: readonly LegendEntry[],
  legend: LegendLayout,
): void {
  context.save()
  context.textBaseline = 'middle'
  context.fillStyle = theme.text
  context.font = `600 15px ${theme.font}`
  const heading = shorten(title, width - 2 * margin, (text) => context.measureText(text).width)
  context.fillText(heading, margin, margin + titleHeight / 2 - 3)
  context.font = `12px ${theme.font}`
  legend.entries.forEach((place, index) => {
    const entry = shown[index]
    const y = margin + titleHeight + place.y
    drawSample(context, entry, theme, margin + place.x, y)
    context.fillStyle = theme.text
    context.fillText(place.label, margin + place.x + sampleWidth(entry) + sampleGap, y)
  })
  context.restore()
}

/** Below the chart. */
export function drawNotes(
  context: CanvasRenderingContext2D,
  theme: Theme,
  lines: readonly string[],
  top: number,
): void {
  context.save()
  context.textBaseline = 'middle'
  context.fillStyle = theme.muted
  context.font = `${noteFont}px ${theme.font}`
  lines.forEach((line, index) => context.fillText(line, margin, top + (index + 0.5) * noteHeight))
  context.restore()
}

/** What stands above and below a picture so wide, and the room that it takes. */
export function layOut(
  context: CanvasRenderingContext2D,
  theme: Theme,
  entries: readonly LegendEntry[],
  notes: readonly string[],
  width: number,
) {
  const measure = (text: string): number => context.measureText(text).width
  context.textRendering = evenly
  context.font = `${noteFont}px ${theme.font}`
  const lines = notes.flatMap((note) => wrapped(note, width - 2 * margin, measure))
  context.font = `12px ${theme.font}`
  const shown = entries.filter((entry) => !entry.hidden)
  const legend = layoutLegend(
    shown.map((entry) => ({ label: entry.inFull ?? entry.label, sampleWidth: sampleWidth(entry) })),
    width - 2 * margin,
    measure,
  )
  const header = margin + titleHeight + legend.height + legendGap
  const footer = margin + lines.length * noteHeight
  return { shown, legend, lines, header, footer }
}
