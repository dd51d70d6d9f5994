import { Chart } from 'chart.js'
import type { Interval } from '@core/objectives/contract'
import { frameOf, inArea, markMargin, plotConfiguration, type PlotChart } from './chart-config'
import type { NextFrame, PictureOptions } from '../../model/chart-data'
import { pixels, vectors, type Paper } from './paper'
import type { Frame, Painter, Scene } from './scene'
import { drawHeader, drawNotes, evenly, layOut, margin } from './surround'
import type { Theme } from './theme'

/** Device pixels a CSS pixel of what is pixels in a picture in vectors. */
const vectorRatio = 3

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
