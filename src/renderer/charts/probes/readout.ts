import { toPixel } from '../scales/axis'
import { drawAcross, drawRing } from '../painters/brush'
import type { RunStyle } from '../../model/palette'
import type { Frame } from '../frame/scene'
import type { TableCell } from '../frame/table'

export interface ReadoutRow {
  readonly key: string
  readonly label: string
  readonly style?: RunStyle
  readonly value: TableCell
}

/** What stands at the pointer. */
export interface Readout {
  /** What it must not cover, in CSS pixels from the plot's top left corner. */
  readonly x: number
  readonly y: number
  readonly head: TableCell
  readonly rows: readonly ReadoutRow[]
  /** Rows left out for want of room. */
  readonly more: number
  /** Lines across the plot, at these values. */
  readonly guide: { readonly x?: number; readonly y?: number }
  /** The points that the numbers belong to. */
  readonly rings: readonly { readonly x: number; readonly y: number; readonly color: string }[]
}

const mostRows = 12

/** Those nearest to the pointer where there are too many, in their own order. */
export function nearestRows<T extends { readonly distance: number }>(rows: readonly T[]): readonly T[] {
  if (rows.length <= mostRows) return rows
  const kept = new Set(rows.toSorted((a, b) => a.distance - b.distance).slice(0, mostRows))
  return rows.filter((row) => kept.has(row))
}

export function paintReadout(
  context: CanvasRenderingContext2D,
  frame: Frame,
  { guide, rings }: Readout,
): void {
  const { theme } = frame
  if (guide.x !== undefined) drawAcross(context, frame, { x: toPixel(frame.x, guide.x) }, theme.muted, [3, 3])
  if (guide.y !== undefined) drawAcross(context, frame, { y: toPixel(frame.y, guide.y) }, theme.muted, [3, 3])
  for (const { x, y, color } of rings) {
    drawRing(context, color, toPixel(frame.x, x), toPixel(frame.y, y), theme.background)
  }
}
