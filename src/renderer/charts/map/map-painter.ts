import { indexOf, valueOf } from '@core/map/axes'
import { toPixel } from '../scales/axis'
import { drawMarker } from '../painters/brush'
import { drawShadedBar } from '../painters/colour-bar'
import type { RunStyle } from '../../model/palette'
import type { MapPicture } from '../../model/map/picture'
import type { Frame, Painter } from '../frame/scene'
import { colourAt, scaleMarks, type Colouring } from './colours'

type Context = CanvasRenderingContext2D

/** A run of the experiment on its map. */
export interface MapMark {
  readonly x: number
  readonly y: number
  readonly label: string
  readonly style: RunStyle
}

export interface MapModel {
  readonly picture: MapPicture | undefined
  readonly version: number
  readonly colouring: Colouring
  readonly marks: readonly MapMark[]
  /** Of the scale of colours. */
  readonly scaleTitle: string
}

/** Where a map of one hyper-parameter alone lies across its strip. */
export const strip = { from: 0, to: 1, middle: 0.5 } as const

/** The pixels of a map, each as large as it is so far. */
export class MapPainter implements Painter<MapModel> {
  private readonly canvas = document.createElement('canvas')
  private drawn: readonly unknown[] = []
  private model: MapModel | undefined

  paint(context: Context, frame: Frame, model: MapModel): void {
    this.model = model
    const { picture } = model
    if (!picture) return
    this.refresh(picture, model)
    const { x, y } = picture.sides
    const [left, right] = [toPixel(frame.x, x.from), toPixel(frame.x, x.to)]
    const [bottom, top] = [toPixel(frame.y, (y ?? strip).from), toPixel(frame.y, (y ?? strip).to)]
    context.save()
    context.imageSmoothingEnabled = false
    context.drawImage(this.canvas, left, top, right - left, bottom - top)
    context.restore()
  }

  paintPlayhead(context: Context, frame: Frame, { marks }: MapModel): void {
    for (const { x, y, style } of marks)
      drawMarker(context, style, toPixel(frame.x, x), toPixel(frame.y, y), 6, frame.theme.background)
  }

  paintBeside(context: Context, frame: Frame): void {
    const { picture, colouring = 'outcome', scaleTitle = '' } = this.model ?? {}
    if (!picture || colouring === 'outcome') return
    drawShadedBar(context, frame, scaleMarks(picture, colouring), scaleTitle)
  }

  private refresh(picture: MapPicture, { version, colouring }: MapModel): void {
    const key = [picture, version, colouring]
    if (key.every((item, index) => item === this.drawn[index])) return
    this.drawn = key
    const { columns, rows } = picture.order
    this.canvas.width = columns
    this.canvas.height = rows
    const context = this.canvas.getContext('2d')
    if (!context) return
    const image = context.createImageData(columns, rows)
    const pixels = new Uint32Array(image.data.buffer)
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const source = picture.source[row * columns + column]
        // Rows of a map go up, those of an image down.
        if (source >= 0) pixels[(rows - 1 - row) * columns + column] = colourAt(picture, source, colouring)
      }
    }
    context.putImageData(image, 0, 0)
  }
}

/** A pixel of a map that is there. */
export interface MapPlace {
  readonly place: number
  readonly x: number
  readonly y: number
}

/** The run that stands for these values; undefined beyond the edge, or where nothing is there yet. */
export function placeAt(picture: MapPicture, x: number, y: number): MapPlace | undefined {
  const { sides, order } = picture
  const { columns, rows } = order
  const column = indexOf(sides.x, x, columns)
  const row = sides.y ? indexOf(sides.y, y, rows) : 0
  if (!(column >= 0 && column < columns && row >= 0 && row < rows)) return undefined
  const place = picture.source[row * columns + column]
  if (place < 0) return undefined
  return {
    place,
    x: valueOf(sides.x, place % columns, columns),
    y: sides.y ? valueOf(sides.y, Math.floor(place / columns), rows) : strip.middle,
  }
}
