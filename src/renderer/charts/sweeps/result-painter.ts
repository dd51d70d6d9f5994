import { pixelsOf, type PixelAxis } from '../scales/axis'
import { drawDiverged, drawMarker } from '../painters/brush'
import type { Styled } from '../painters/styled'
import type { Group } from '../../model/sweeps/groups'
import type { ResultLine } from '../../model/sweeps/lines'
import type { Frame, Painter } from '../frame/scene'

type Context = CanvasRenderingContext2D

export interface ResultModel {
  readonly lines: readonly Styled<ResultLine>[]
  /** Of every run, by its place among the results. */
  readonly values: Float64Array
  /** True where neighbours belong together: the points of a grid. */
  readonly connected: boolean
  /** True where the runs themselves are drawn, too. */
  readonly dotted: boolean
}

/** Where a result is drawn: what came to nothing on the upper edge, what a log scale cannot show on the lower one. */
export function resultPixels(axis: PixelAxis): (value: number) => number {
  const inside = pixelsOf(axis)
  return (value) => {
    if (value === Infinity) return axis.to
    const pixel = inside(value)
    return Number.isNaN(pixel) ? axis.from : pixel
  }
}

/** Of the marks on the upper edge, in CSS pixels below it; those of several methods stand below each other. */
const [lostDrop, lostPitch, lostRows] = [10, 15, 4]

/** Where the nth method's mark of what came to nothing stands, in CSS pixels from the top. */
export const lostPixel = ({ area }: Frame, nth: number): number =>
  area.top + lostDrop + lostPitch * (nth % lostRows)

export class ResultPainter implements Painter<ResultModel> {
  paint(context: Context, frame: Frame, model: ResultModel): void {
    const x = pixelsOf(frame.x)
    const y = resultPixels(frame.y)
    context.save()
    for (const { view, style } of model.lines) {
      if (model.connected) this.band(context, view.groups, style.color, x, y)
      if (model.dotted) this.dots(context, view.groups, model.values, style.color, x, y)
    }
    for (const line of model.lines) this.line(context, frame, line, model.connected, x, y)
    model.lines.forEach(({ view, style }, nth) => {
      const top = lostPixel(frame, nth)
      for (const group of view.groups)
        if (group.lost > 0) drawDiverged(context, style.color, x(group.x), top, frame.theme.background)
    })
    context.restore()
  }

  paintPlayhead(): void {
    // There is no moment in it.
  }

  private band(
    context: Context,
    groups: readonly Group[],
    color: string,
    x: (value: number) => number,
    y: (value: number) => number,
  ): void {
    if (groups.length < 2) return
    context.beginPath()
    groups.forEach((group, k) => {
      if (k === 0) context.moveTo(x(group.x), y(group.low))
      else context.lineTo(x(group.x), y(group.low))
    })
    for (const group of groups.toReversed()) context.lineTo(x(group.x), y(group.high))
    context.closePath()
    context.globalAlpha = 0.16
    context.fillStyle = color
    context.fill()
    context.globalAlpha = 1
  }

  private dots(
    context: Context,
    groups: readonly Group[],
    values: Float64Array,
    color: string,
    x: (value: number) => number,
    y: (value: number) => number,
  ): void {
    context.beginPath()
    for (const group of groups) {
      const left = x(group.x)
      for (const row of group.rows) {
        if (values[row] === Infinity) continue
        const top = y(values[row])
        context.moveTo(left + 2, top)
        context.arc(left, top, 2, 0, 2 * Math.PI)
      }
    }
    context.globalAlpha = 0.45
    context.fillStyle = color
    context.fill()
    context.globalAlpha = 1
  }

  private line(
    context: Context,
    { theme }: Frame,
    { view, style }: Styled<ResultLine>,
    connected: boolean,
    x: (value: number) => number,
    y: (value: number) => number,
  ): void {
    const there = ({ middle }: Group): boolean => Number.isFinite(middle)
    if (connected) {
      context.beginPath()
      view.groups.forEach((group, k) => {
        if (!there(group)) return
        const before = view.groups.at(k - 1)
        if (k > 0 && before && there(before)) context.lineTo(x(group.x), y(group.middle))
        else context.moveTo(x(group.x), y(group.middle))
      })
      context.setLineDash([...style.dash])
      context.lineWidth = 2
      context.strokeStyle = style.color
      context.stroke()
      context.setLineDash([])
    }
    const radius = connected ? 5 : 4
    for (const group of view.groups)
      if (there(group)) drawMarker(context, style, x(group.x), y(group.middle), radius, theme.background)
  }
}
