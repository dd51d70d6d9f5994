import { formatNumber } from '../../model/format'
import { lostPlace, type Brushes, type Parallel } from '../../model/sweeps/parallel'
import { Layer } from '../frame/layer'
import type { Frame, Painter } from '../frame/scene'
import { scaleColour } from '../map/colours'
import { drawLabel, labelWidth } from '../painters/brush'
import { toPixel } from '../scales/axis'

type Context = CanvasRenderingContext2D

export interface ParallelModel {
  readonly lines: Parallel
  readonly brushes: Brushes
  /** By place of the line: 1 for one that goes through every brush. */
  readonly kept: Uint8Array
  /** The axis that the keys are on; -1 for none. */
  readonly active: number
  /** What runs without a result came to. */
  readonly lost: string
}

/** Colours that lines are drawn in, so that each is one stroke. */
const buckets = 24
const lostInk = { light: '#3f3f46', dark: '#a1a1aa' } as const
/** Half of a brush's width, in CSS pixels. */
const brushHalf = 6

/** A label at a side of an axis, on a plate that keeps the lines from it. */
function drawOnPlate(context: Context, text: string, x: number, y: number, frame: Frame, side: number): void {
  const width = labelWidth(context, text, frame, false) + 4
  context.save()
  context.fillStyle = frame.theme.background
  context.globalAlpha = 0.85
  context.fillRect(side > 0 ? x + side - 2 : x + side + 2 - width, y - 7, width, 14)
  context.restore()
  drawLabel(context, text, x + side, y, frame, side > 0 ? 'left' : 'right')
}

/** Runs as lines through their settings to their result, which gives them their colour. */
export class ParallelPainter implements Painter<ParallelModel> {
  /** Every line, pale; it rests while brushes move. */
  private readonly below = new Layer()
  private readonly above = new Layer()

  paint(context: Context, frame: Frame, model: ParallelModel): void {
    const { lines, kept, brushes } = model
    if (brushes.size > 0) {
      this.below.refresh(frame, [lines], (layer) => this.pale(layer, frame, model))
      this.below.stamp(context, frame)
    }
    this.above.refresh(frame, [lines, kept], (layer) => this.lines(layer, frame, model))
    this.above.stamp(context, frame)
    lines.axes.forEach((axis, place) => {
      const x = toPixel(frame.x, place)
      const y = (share: number): number => toPixel(frame.y, share)
      context.save()
      context.strokeStyle = model.active === place ? frame.theme.text : frame.theme.axis
      context.lineWidth = model.active === place ? 2.5 : 1.5
      context.beginPath()
      context.moveTo(x, y(0))
      context.lineTo(x, y(1))
      context.stroke()
      const brush = brushes.get(axis.key)
      if (brush) {
        const [low, high] = brush
        context.fillStyle = frame.theme.text
        context.globalAlpha = 0.2
        context.fillRect(x - brushHalf, y(high), 2 * brushHalf, y(low) - y(high))
        context.globalAlpha = 1
        context.strokeStyle = frame.theme.text
        context.lineWidth = 1
        context.strokeRect(x - brushHalf, y(high), 2 * brushHalf, y(low) - y(high))
      }
      context.restore()
      const last = place === lines.axes.length - 1
      const side = last && place > 0 ? -8 : 8
      for (const { value, share } of axis.marks)
        drawOnPlate(context, formatNumber(value, 3), x, y(share), frame, side)
      if (last && axis.shares.includes(lostPlace))
        drawOnPlate(context, model.lost, x, y(lostPlace), frame, side)
      const align = place === 0 ? 'left' : last ? 'right' : 'center'
      drawLabel(context, axis.label, x, frame.area.top + 10, frame, align, true)
    })
  }

  paintPlayhead(): void {
    // There is no moment in it.
  }

  /** Adds lines to the path at hand. */
  private tracer(context: Context, frame: Frame, { axes }: Parallel): (line: number) => void {
    const xs = axes.map((_, place) => toPixel(frame.x, place))
    const [bottom, top] = [toPixel(frame.y, 0), toPixel(frame.y, 1)]
    return (line) => {
      axes.forEach(({ shares }, place) => {
        const y = bottom + shares[line] * (top - bottom)
        if (place === 0) context.moveTo(xs[place], y)
        else context.lineTo(xs[place], y)
      })
    }
  }

  private pale(context: Context, frame: Frame, { lines }: ParallelModel): void {
    const trace = this.tracer(context, frame, lines)
    context.save()
    context.beginPath()
    for (let line = 0; line < lines.rows.length; line++) trace(line)
    context.lineWidth = 1
    context.globalAlpha = 0.25
    context.strokeStyle = frame.theme.axis
    context.stroke()
    context.restore()
  }

  private lines(context: Context, frame: Frame, { lines, kept }: ParallelModel): void {
    const { axes, rows } = lines
    const result = axes[axes.length - 1]
    const trace = this.tracer(context, frame, lines)
    const stroke = (isIn: (line: number) => boolean, color: string, alpha: number): void => {
      context.beginPath()
      for (let line = 0; line < rows.length; line++) if (isIn(line)) trace(line)
      context.strokeStyle = color
      context.globalAlpha = alpha
      context.stroke()
    }
    let count = 0
    for (const one of kept) count += one
    context.save()
    context.lineWidth = 1
    const alpha = Math.max(0.12, Math.min(0.9, 300 / Math.max(1, count)))
    const bucketOf = (line: number): number =>
      result.shares[line] === lostPlace
        ? -1
        : Math.min(buckets - 1, Math.floor(result.shares[line] * buckets))
    stroke(
      (line) => kept[line] === 1 && bucketOf(line) === -1,
      lostInk[frame.theme.dark ? 'dark' : 'light'],
      alpha,
    )
    // The best ones lie above.
    for (let bucket = buckets - 1; bucket >= 0; bucket--)
      stroke(
        (line) => kept[line] === 1 && bucketOf(line) === bucket,
        scaleColour(inkShare(bucket, frame.theme.dark)),
        alpha,
      )
    context.restore()
  }
}

/** The scale runs from pale to dark: on a dark page the best are the pale ones, on a light one the dark ones. */
function inkShare(bucket: number, dark: boolean): number {
  const share = bucket / (buckets - 1)
  return dark ? 0.7 * share : 1 - 0.7 * share
}
