import type { SurfaceSource } from '../../model/chart-data'
import { contourLines, levelsAcross } from '../painters/contours'
import { axesOf, paintContours, placeLevels, withoutDetours } from '../painters/contour-picture'
import type { ContourPicture, ContourRequest, FromThread, ToThread } from './protocol'
import { gridOf, heightsOf, sampledFrom, type Sampled } from './sampled'

/** The thread that works surfaces out, so that the page never waits for one. */

const sources = new Map<number, SurfaceSource>()
const made = new WeakMap<SurfaceSource, Sampled>()

function surfaceAt(surface: number): Sampled {
  const source = sources.get(surface)
  if (!source) throw new Error(`surface ${surface} was not opened`)
  const known = made.get(source) ?? sampledFrom(source)
  made.set(source, known)
  return known
}

function contours(surface: Sampled, request: ContourRequest): ContourPicture {
  const { width, height, ratio, pitch, budget } = request
  const grid = gridOf(surface, request, width, height, pitch, budget)
  const levels = levelsAcross(grid.values, surface.floor)
  const lines = contourLines(grid, levels)
  const labels = placeLevels(request, lines)
  if (request.vector) return { drawn: { lines: withoutDetours(request, lines) }, levels, labels }
  const canvas = new OffscreenCanvas(Math.ceil(width * ratio), Math.ceil(height * ratio))
  const context = canvas.getContext('2d')
  if (!context) throw new Error('this thread has no canvas')
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  paintContours(context, { ...request, ...axesOf(request) }, lines)
  return { drawn: { picture: canvas.transferToImageBitmap() }, levels, labels }
}

function answer(message: ToThread): void {
  if (message.kind === 'open') {
    sources.set(message.surface, message.source)
    return
  }
  if (message.kind === 'close') {
    sources.delete(message.surface)
    return
  }
  const { ticket } = message
  const reply = (said: FromThread, transfer: Transferable[] = []): void =>
    self.postMessage(said, { transfer })
  try {
    const surface = surfaceAt(message.surface)
    if (message.kind === 'contours') {
      const { drawn, ...beside } = contours(surface, message.request)
      reply({ ticket, answer: { drawn, ...beside } }, 'picture' in drawn ? [drawn.picture] : [])
    } else {
      const heights = heightsOf(surface, message.request)
      reply({ ticket, answer: heights }, [
        heights.grid.values.buffer,
        ...heights.lines.map(({ buffer }) => buffer),
      ])
    }
  } catch (error) {
    reply({ ticket, error: error instanceof Error ? error.message : String(error) })
  }
}

self.addEventListener('message', ({ data }: MessageEvent<ToThread>) => answer(data))
