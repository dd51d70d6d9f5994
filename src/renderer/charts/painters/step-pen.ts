import type { Frame } from '../frame/scene'
import type { RunStyle } from '../../model/palette'
import { contains, type Pen } from './polyline'

/** A path is thick for so many corners; what comes after is drawn as thin as can be, which is many times faster. */
export const thickCorners = 2_000
/** Corners stroked at once: the cost of a stroke grows faster than its length. */
const strokeCorners = 200
/** A step at least so long, in CSS pixels, gets a dot at its end. */
const dottedStep = 6

type Context = CanvasRenderingContext2D

/**
 * Strokes what is drawn with it piece by piece, in the run's dashes, with a dot at the end of every
 * long step: dashes tell runs apart, dots tell updates.
 */
export class StepPen implements Pen {
  private corners = 0
  private total = 0
  private x = NaN
  private y = NaN
  private dots: (readonly [number, number])[] = []
  /** Of the line so far, and where the piece at hand began, so that dashes run on from piece to piece. */
  private length = 0
  private pieceFrom = 0

  constructor(
    private context: Context,
    private readonly frame: Frame,
    private readonly style: RunStyle,
  ) {}

  open(context: Context): void {
    const { color, dash } = this.style
    this.context = context
    context.strokeStyle = context.fillStyle = color
    context.lineJoin = 'round'
    // Round ends would close the gaps.
    context.lineCap = dash.length > 0 ? 'butt' : 'round'
    context.beginPath()
    this.pieceFrom = this.length
  }

  moveTo(x: number, y: number): void {
    // Of lines in one stroke each begins the dashes anew.
    if (this.corners > 0) {
      this.close()
      this.context.beginPath()
    }
    this.context.moveTo(x, y)
    this.x = x
    this.y = y
  }

  lineTo(x: number, y: number): void {
    this.context.lineTo(x, y)
    const step = Math.hypot(x - this.x, y - this.y)
    this.x = x
    this.y = y
    this.length += step
    this.total++
    this.corners++
    if (step >= dottedStep && this.total < thickCorners && contains(this.frame.area, x, y))
      this.dots.push([x, y])
    if (this.corners < strokeCorners) return
    this.close()
    this.context.beginPath()
    this.context.moveTo(x, y)
  }

  close(): void {
    const { context, dots } = this
    const thick = this.total < thickCorners
    context.lineWidth = thick ? 1.5 : 1 / this.frame.ratio
    context.setLineDash(thick ? [...this.style.dash] : [])
    context.lineDashOffset = this.pieceFrom
    context.stroke()
    context.setLineDash([])
    context.lineDashOffset = 0
    this.corners = 0
    this.pieceFrom = this.length
    if (dots.length === 0) return
    context.beginPath()
    for (const [x, y] of dots) {
      context.moveTo(x, y)
      context.arc(x, y, 2, 0, 2 * Math.PI)
    }
    context.fill()
    this.dots = []
  }
}
