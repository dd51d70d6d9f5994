import { Chart } from 'chart.js'
import type { Interval } from '@core/objectives/contract'
import { frameOf, inArea, markMargin, plotConfiguration, type PlotChart } from './chart-config'
import { layoutLegend, sampleGap, shorten, wrapped, type LegendLayout } from './legend-layout'
import type { PictureOptions } from '../../model/chart-data'
import { traceMarker } from '../../model/palette'
import { sampleWidth, type Frame, type LegendEntry, type Painter, type Scene } from './scene'
import { SvgContext } from './svg-context'
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

/** What stands above a picture. */
interface Titled {
  readonly title: string
  readonly theme: Theme
  /** In CSS pixels. */
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

interface Paper {
  readonly canvas: HTMLCanvasElement
  readonly context: CanvasRenderingContext2D
  /** Device pixels a CSS pixel. */
  readonly ratio: number
  /** Forgets what a former drawing left. */
  begin(): void
  written(): Promise<Blob>
}

function pixels(ratio: number): Paper {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This window can’t draw pictures: it has no canvas.')
  return { canvas, context, ratio, begin: () => undefined, written: () => written(canvas) }
}

function vectors(format: 'svg' | 'pdf'): Paper {
  const drawing = new SvgContext()
  const { canvas, context } = drawing
  return {
    canvas,
    context,
    ratio: 1,
    begin: () => drawing.begin(),
    async written() {
      const { width, height } = canvas
      const svg = drawing.toSvg(width, height)
      if (format === 'svg') return new Blob([svg], { type: 'image/svg+xml' })
      // Three times as large as the rest of the page, and seldom asked for.
      const { pdfOf } = await import('./pdf')
      return pdfOf(svg, width, height)
    },
  }
}

/** Draws it all onto the paper; the chart is to be destroyed once that has been read. */
function draw<Model>(
  { canvas, context, ratio, begin }: Paper,
  picture: Picture<Model>,
  notes: readonly string[],
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

/** Draws the chart anew, with title, legend, notes and caption, on a solid background. */
export async function chartPicture<Model>(picture: Picture<Model>): Promise<Blob> {
  const { format, scale, caption } = picture.options
  const paper = format === 'png' ? pixels(scale) : vectors(format)
  const below = (): readonly string[] => [...picture.notes(), ...(caption ? [caption] : [])]
  let chart = draw(paper, picture, [])
  await picture.painter.settled?.()
  // What it leaves out is known once it is drawn, and takes more room.
  if (below().length > 0 || picture.painter.settled) {
    chart.destroy()
    chart = draw(paper, picture, below())
  }
  try {
    return await paper.written()
  } finally {
    chart.destroy()
  }
}

function written(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob)
      else reject(new Error('The picture could not be written: the chart may be too large.'))
    }, 'image/png')
  })
}

/** A picture that needs no axes of Chart.js. */
interface FreePicture extends Titled {
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
export function freePicture(picture: FreePicture): Promise<Blob> {
  const { theme, width, height, legend: entries, notes, caption, format = 'png', paint } = picture
  const paper = format === 'png' ? pixels(picture.ratio) : vectors(format)
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
  return paper.written()
}
