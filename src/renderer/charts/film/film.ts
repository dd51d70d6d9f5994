import type { ChartHandle, NextFrame } from '../../model/chart-data'
import type { FilmEncoder, FilmFormat } from './encoders'

/** For how long the last picture rests. */
const restSeconds = 1

interface FilmInput {
  readonly format: FilmFormat
  readonly charts: readonly ChartHandle[]
  readonly caption: string
  /** Of the film without its rest at the end, in milliseconds. */
  readonly duration: number
  /** Has the charts show a share of the way, from 0 to 1. */
  show(share: number): Promise<void>
  /** From 0 to 1. */
  progress(share: number): void
  readonly signal: AbortSignal
}

/** The charts as they are now. */
async function pictures(sources: readonly NextFrame[]): Promise<readonly HTMLCanvasElement[]> {
  const images: HTMLCanvasElement[] = []
  // One after the other: a chart that is being drawn needs the thread anyway.
  for (const next of sources) images.push(await next())
  return images
}

/** Encoders of video want even sides. */
const even = (length: number): number => 2 * Math.ceil(length / 2)

/** Side by side. */
function draw(canvas: OffscreenCanvas, images: readonly HTMLCanvasElement[]): void {
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })
  if (!context) throw new Error('This window can’t draw pictures: it has no canvas.')
  let left = 0
  for (const image of images) {
    context.drawImage(image, left, 0)
    left += image.width
  }
}

/**
 * The replay as a film of what is seen: every frame has the charts' own pictures side by side, with title
 * and legend. Undefined where it was broken off.
 */
export async function makeFilm(input: FilmInput): Promise<Blob | undefined> {
  const { format, charts, caption, duration, show, progress, signal } = input
  const sources = charts.map((chart) => chart.toFrames({ scale: format.scale, caption }))
  const moving = Math.max(1, Math.round((duration / 1_000) * format.framesASecond))
  const frames = moving + restSeconds * format.framesASecond
  let canvas: OffscreenCanvas | undefined
  let encoder: FilmEncoder | undefined
  try {
    for (let index = 0; index <= frames; index++) {
      if (index <= moving) {
        await show(index / moving)
        const images = await pictures(sources)
        // The first frame has the size of them all.
        canvas ??= new OffscreenCanvas(
          even(images.reduce((width, image) => width + image.width, 0)),
          even(Math.max(...images.map(({ height }) => height))),
        )
        draw(canvas, images)
      }
      if (!canvas || signal.aborted) return undefined
      encoder ??= await format.open(canvas.width, canvas.height)
      await encoder.add(canvas)
      progress(index / frames)
    }
    return await encoder?.finish()
  } finally {
    encoder?.close()
  }
}
