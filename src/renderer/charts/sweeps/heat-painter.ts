import { scaleColour } from '../map/colours'
import { drawShadedBar } from '../painters/colour-bar'
import { toPixel } from '../scales/axis'
import { logTicks, linearTicks } from '../scales/ticks'
import type { ScaleKind } from '../../model/chart-data'
import type { Cell } from '../../model/sweeps/cells'
import type { Frame, Painter } from '../frame/scene'

type Context = CanvasRenderingContext2D

/** What the boxes of a heat map are coloured by. */
export const heatColourings = ['result', 'lost'] as const
export type HeatColouring = (typeof heatColourings)[number]

/** From what to what the colours go; undefined where there is nothing to tell apart. */
export interface HeatScale {
  readonly low: number
  readonly high: number
  readonly scale: ScaleKind
}

export interface HeatModel {
  readonly cells: readonly Cell[]
  readonly colouring: HeatColouring
  readonly range: HeatScale | undefined
}

/** Where every run of a box came to nothing. */
export const lostColour = '#3f3f46'

export const lostShare = ({ lost, rows }: Cell): number => lost / rows.length
export const valueOf = (cell: Cell, colouring: HeatColouring): number =>
  colouring === 'lost' ? lostShare(cell) : cell.middle

function shareOf({ low, high, scale }: HeatScale, value: number): number {
  if (!(high > low)) return 0
  const share = scale === 'log' ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low)
  return Math.min(1, Math.max(0, share))
}

/** The range of what cells are coloured by. */
export function heatScale(
  cells: readonly Cell[],
  colouring: HeatColouring,
  log: boolean,
): HeatScale | undefined {
  if (colouring === 'lost') return { low: 0, high: 1, scale: 'linear' }
  const values = cells.map(({ middle }) => middle).filter(Number.isFinite)
  const positive = values.filter((value) => value > 0)
  const isLog = log && positive.length > 0
  const shown = isLog ? positive : values
  if (shown.length === 0) return undefined
  return { low: Math.min(...shown), high: Math.max(...shown), scale: isLog ? 'log' : 'linear' }
}

/** Boxes of runs, each as large as its values reach. */
export class HeatPainter implements Painter<HeatModel> {
  private model: HeatModel | undefined

  paint(context: Context, frame: Frame, model: HeatModel): void {
    this.model = model
    context.save()
    for (const cell of model.cells) {
      const [left, right] = [toPixel(frame.x, cell.left), toPixel(frame.x, cell.right)]
      const [bottom, top] = [toPixel(frame.y, cell.bottom), toPixel(frame.y, cell.top)]
      const value = valueOf(cell, model.colouring)
      context.fillStyle =
        model.range && Number.isFinite(value) ? scaleColour(shareOf(model.range, value)) : lostColour
      context.fillRect(left + 0.5, top + 0.5, right - left - 1, bottom - top - 1)
      if (cell.lost > 0 && cell.lost < cell.rows.length && model.colouring === 'result')
        this.mark(context, (left + right) / 2, (top + bottom) / 2, right - left, bottom - top)
    }
    context.restore()
  }

  paintPlayhead(): void {
    // There is no moment in it.
  }

  paintBeside(context: Context, frame: Frame): void {
    const { range } = this.model ?? {}
    if (!range) return
    const { area } = frame
    const make = range.scale === 'log' ? logTicks : linearTicks
    const ticks = make(range.low, range.high, Math.max(2, Math.floor((area.bottom - area.top) / 40)))
    const marks = ticks.map(({ value, label }) => ({ share: shareOf(range, value), label: String(label) }))
    drawShadedBar(context, frame, marks, this.model?.colouring === 'lost' ? 'share' : 'median')
  }

  /** A small cross: some runs of the box came to nothing, others to something. */
  private mark(context: Context, x: number, y: number, width: number, height: number): void {
    const arm = Math.min(5, width / 4, height / 4)
    for (const [ink, thick] of [
      ['#ffffff', 3.5],
      ['#18181b', 1.5],
    ] as const) {
      context.beginPath()
      context.moveTo(x - arm, y - arm)
      context.lineTo(x + arm, y + arm)
      context.moveTo(x + arm, y - arm)
      context.lineTo(x - arm, y + arm)
      context.lineWidth = thick
      context.strokeStyle = ink
      context.stroke()
    }
  }
}
