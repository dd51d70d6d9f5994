import { toPixel } from '../scales/axis'
import { predictionsOf, fittedAt, type FitModel } from '../fit'
import type { RowLayout } from '../row-layout'
import { traceMarker, type RunStyle } from '../../model/palette'
import { contains, grow, Polyline } from './polyline'
import type { Frame, Painter } from '../frame/scene'
import type { StyledPath } from './path-painter'

type Context = CanvasRenderingContext2D

export interface RowModel extends FitModel {
  readonly layout: RowLayout
  /** Those of the table that are drawn, by number. */
  readonly rows: Int32Array
}

/** Where the rows of one run lie: `x[k]`, `y[k]` for the k-th drawn row. */
export interface RowPlaces {
  readonly predicted: Float64Array
  readonly x: Float64Array
  readonly y: Float64Array
}

/** Undefined where there is no fit at the playhead. */
export function placesOf(
  model: Pick<RowModel, 'table' | 'fit' | 'scales' | 'rows' | 'layout'>,
  view: StyledPath['view'],
  playhead: number | undefined,
): RowPlaces | undefined {
  const { table, scales, rows, layout } = model
  const theta = fittedAt(view, playhead, scales)
  if (!theta) return undefined
  const predicted = predictionsOf(model, theta, rows)
  const [x, y] = [new Float64Array(rows.length), new Float64Array(rows.length)]
  predicted.forEach((prediction, k) => {
    ;[x[k], y[k]] = layout.place(table.target[rows[k]], prediction, rows[k])
  })
  return { predicted, x, y }
}

export const exactStyle = (color: string): RunStyle => ({ color, dash: [6, 4], marker: 'circle' })

/** From so many dots on each is a small one, all alike. */
const markersUpTo = 2_000

/** Every row of data by what each run predicts of it. */
export class RowPainter implements Painter<RowModel> {
  paint(context: Context, { x, y, area, theme }: Frame, { layout }: RowModel): void {
    const pen = new Polyline(context, area, 0)
    context.save()
    context.beginPath()
    for (const at of [x.min, x.max]) pen.to(toPixel(x, at), toPixel(y, layout.reference.at(at)))
    pen.lift()
    context.setLineDash([...exactStyle(theme.muted).dash])
    context.lineWidth = 1.5
    context.strokeStyle = theme.muted
    context.stroke()
    context.restore()
  }

  paintPlayhead(context: Context, frame: Frame, model: RowModel, playhead: number | undefined): void {
    const room = grow(frame.area, 4)
    const { length } = model.rows
    const small = length * model.paths.length > markersUpTo
    context.save()
    for (const { view, style } of model.paths) {
      const places = placesOf(model, view, playhead)
      if (!places) continue
      context.beginPath()
      for (let k = 0; k < length; k++) {
        const [left, top] = [toPixel(frame.x, places.x[k]), toPixel(frame.y, places.y[k])]
        if (!contains(room, left, top)) continue
        context.moveTo(left, top)
        traceMarker(context, small ? 'circle' : style.marker, small ? 2 : 3.5, left, top)
      }
      context.fillStyle = style.color
      context.globalAlpha = small ? 0.6 : 0.85
      context.fill()
    }
    context.restore()
  }
}
