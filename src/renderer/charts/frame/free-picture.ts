import type { PictureOptions } from '../../model/chart-data'
import { pixels, vectors, type Paper } from './paper'
import type { LegendEntry } from './scene'
import { drawHeader, drawNotes, evenly, layOut, margin, type Titled } from './surround'

/** A picture that needs no axes of Chart.js. */
export interface FreePicture extends Titled {
  readonly legend: readonly LegendEntry[]
  readonly notes: readonly string[]
  readonly caption: string
  readonly height: number
  /** Left out: in pixels. */
  readonly format?: PictureOptions['format']
  /** Device pixels a CSS pixel, of pixels. */
  readonly ratio: number
  /** Draws what is between title and notes, from (0, 0) on. */
  paint(context: CanvasRenderingContext2D): void
}

/** The same frame around a picture of another kind. */
export async function freePicture(picture: FreePicture): Promise<Blob> {
  const { format = 'png', ratio } = picture
  return paintFree(format === 'png' ? pixels(ratio) : vectors(format), picture).written()
}

/** The same, in pixels that are not written yet. */
export const freeCanvas = (picture: FreePicture): HTMLCanvasElement =>
  paintFree(pixels(picture.ratio), picture).canvas

function paintFree(paper: Paper, picture: FreePicture): Paper {
  const { theme, width, height, legend: entries, notes, caption, paint } = picture
  const { canvas, context, ratio } = paper
  const below = [...notes, ...(caption ? [caption] : [])]
  const { shown, legend, lines, header, footer } = layOut(context, theme, entries, below, width)
  canvas.width = width * ratio
  canvas.height = (header + height + footer) * ratio
  paper.begin()
  context.scale(ratio, ratio)
  context.textRendering = evenly
  context.fillStyle = theme.background
  context.fillRect(0, 0, width, header + height + footer)
  drawHeader(context, picture, shown, legend)
  drawNotes(context, theme, lines, header + height + margin / 2)
  context.translate(0, header)
  paint(context)
  return paper
}
