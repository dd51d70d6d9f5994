import { Chart } from 'chart.js'
import type { Interval } from '@core/objectives/contract'
import { frameOf, inArea, markMargin, plotConfiguration, type PlotChart } from './chart-config'
import { layoutLegend, sampleGap, shorten, wrapped, type LegendLayout } from './legend-layout'
import type { NextFrame, PictureOptions } from '../../model/chart-data'
import { traceMarker } from '../../model/palette'
import { pixels, vectors, type Paper } from './paper'
import { isArea, sampleWidth, type Frame, type LegendEntry, type Painter, type Scene } from './scene'
import type { Theme } from './theme'

/** Device pixels a CSS pixel of what is pixels in a picture in vectors. */
const vectorRatio = 3
const margin = 12
const titleHeight = 26
const legendGap = 6
const noteHeight = 16
const noteFont = 11
/** Letters stand as far apart as at any other size, not at the nearest pixel of this one. */
const evenly: CanvasTextRendering = 'geometricPrecision'

/** A chart to draw once more: what it shows now, in the window it shows now. */
export interface Picture<Model> {
  readonly model: Model
  readonly scene: Scene
  readonly playhead: number | undefined
  readonly painter: Painter<Model>
  /** What the picture leaves out, once it has been painted. */
  notes(): readonly string[]
  readonly theme: Theme
  readonly window: { readonly x: Interval | undefined; readonly y: Interval | undefined }
  /** Of the chart on the page, in CSS pixels; title and legend come on top. */
  readonly width: number
  readonly height: number
  readonly options: PictureOptions
}

/** What stands above a picture so wide, in CSS pixels. */
interface Titled {
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

function drawHeader(
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
function drawNotes(
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
function layOut(
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

/** Draws it all onto the paper; the chart is to be destroyed once that has been read. */
function draw<Model>(
  { canvas, context, ratio, begin }: Paper,
  picture: Picture<Model>,
  notes: readonly string[],
  withPlayhead = true,
): PlotChart {
  const { scene, theme, model, painter, width, height, options } = picture
  const vector = options.format !== 'png'
  const frameOn = (drawn: PlotChart): Frame | undefined => {
    const frame = frameOf(drawn, scene, theme, true)
    return frame && vector ? { ...frame, vector, ratio: vectorRatio } : frame
  }
  const { shown, legend, lines, header, footer } = layOut(context, theme, scene.legend, notes, width)

  canvas.width = width
  canvas.height = header + height + footer
  return new Chart(
    canvas,
    plotConfiguration({
      scene: () => scene,
      theme: () => theme,
      window: picture.window,
      padding: { top: header, bottom: footer, left: margin },
      fixedRatio: ratio,
      plugins: [
        {
          id: 'picture',
          beforeDraw: ({ ctx, width: all, height: tall }) => {
            begin()
            ctx.textRendering = evenly
            ctx.fillStyle = theme.background
            ctx.fillRect(0, 0, all, tall)
          },
          beforeDatasetsDraw: (drawn) => {
            const frame = frameOn(drawn)
            if (!frame) return
            inArea(drawn.ctx, frame, () => painter.paint(drawn.ctx, frame, model))
            if (!withPlayhead) return
            inArea(
              drawn.ctx,
              frame,
              () => painter.paintPlayhead(drawn.ctx, frame, model, picture.playhead),
              markMargin,
            )
          },
          afterDraw: (drawn) => {
            const { ctx } = drawn
            const frame = frameOn(drawn)
            if (frame) painter.paintBeside?.(ctx, frame)
            drawHeader(ctx, { title: scene.title, theme, width }, shown, legend)
            drawNotes(ctx, theme, lines, header + height + margin / 2)
          },
        },
      ],
    }),
  )
}

/** What stands below a picture: what it leaves out is known once it is drawn. */
const belowOf = <Model>({ notes, options: { caption } }: Picture<Model>): readonly string[] => [
  ...notes(),
  ...(caption ? [caption] : []),
]

/** Draws the chart anew, with title, legend, notes and caption, on a solid background. */
export async function chartPicture<Model>(picture: Picture<Model>): Promise<Blob> {
  const { format, scale } = picture.options
  const paper = format === 'png' ? pixels(scale) : vectors(format)
  let chart = draw(paper, picture, [])
  await picture.painter.settled?.()
  const below = belowOf(picture)
  if (below.length > 0 || picture.painter.settled) {
    chart.destroy()
    chart = draw(paper, picture, below)
  }
  try {
    return await paper.written()
  } finally {
    chart.destroy()
  }
}

/** A picture without what follows the playhead. */
interface Still {
  readonly of: string
  readonly image: ImageBitmap
  readonly frame: Frame | undefined
}

async function stillOf<Model>(picture: Picture<Model>, of: string): Promise<Still> {
  const paper = pixels(picture.options.scale)
  let chart = draw(paper, picture, [], false)
  await picture.painter.settled?.()
  chart.destroy()
  chart = draw(paper, picture, belowOf(picture), false)
  try {
    const frame = frameOf(chart, picture.scene, picture.theme, true)
    return { of, frame, image: await createImageBitmap(paper.canvas) }
  } finally {
    chart.destroy()
  }
}

/**
 * Draws a chart again and again. What does not follow the playhead is drawn once, and anew only after the
 * chart on the page was.
 * @param drawings how often that has happened
 */
export function chartFrames<Model>(pictureNow: () => Picture<Model>, drawings: () => number): NextFrame {
  let still: Still | undefined
  let paper: Paper | undefined
  return async () => {
    const picture = pictureNow()
    const { width, height, painter, model, playhead, options } = picture
    const of = [drawings(), width, height].join()
    if (still?.of !== of) {
      still?.image.close()
      still = await stillOf(picture, of)
    }
    const { image, frame } = still
    paper ??= pixels(options.scale)
    const { canvas, context } = paper
    canvas.width = image.width
    canvas.height = image.height
    context.drawImage(image, 0, 0)
    context.scale(options.scale, options.scale)
    context.textRendering = evenly
    if (frame)
      inArea(context, frame, () => painter.paintPlayhead(context, frame, model, playhead), markMargin)
    return canvas
  }
}

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
