/** A rectangle of the canvas, in CSS pixels. */
export interface Area {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export const grow = (area: Area, by: number): Area => ({
  left: area.left - by,
  top: area.top - by,
  right: area.right + by,
  bottom: area.bottom + by,
})

export const contains = (area: Area, x: number, y: number): boolean =>
  x >= area.left && x <= area.right && y >= area.top && y <= area.bottom

/** The part of a segment inside the area, as its share [from, to] of the way; undefined where it misses. */
export function clipShare(
  area: Area,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): readonly [number, number] | undefined {
  let from = 0
  let to = 1
  const cut = (p: number, q: number): boolean => {
    if (p === 0) return q >= 0
    const share = q / p
    if (p < 0) from = Math.max(from, share)
    else to = Math.min(to, share)
    return from <= to
  }
  const dx = x1 - x0
  const dy = y1 - y0
  const inside =
    cut(-dx, x0 - area.left) &&
    cut(dx, area.right - x0) &&
    cut(-dy, y0 - area.top) &&
    cut(dy, area.bottom - y0)
  return inside ? [from, to] : undefined
}

/** Where a polyline is drawn to; a canvas context will do. */
export interface Pen {
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
}

/**
 * Draws a polyline clipped to `area`, point by point. A point in the same half pixel as the one
 * before is left out, unless it ends a stretch; a lone point becomes a short dash, so that it shows.
 */
export class Polyline {
  private hasPoint = false
  private x = 0
  private y = 0
  private lastX = 0
  private lastY = 0
  /** Where the pen is; NaN when it is up. */
  private penX = NaN
  private penY = NaN
  private skipped = false
  private alone = true
  /** Corners drawn, and the length of all lines. */
  corners = 0
  length = 0

  constructor(
    private readonly pen: Pen,
    private readonly area: Area,
    readonly grain = 0.5,
  ) {}

  /** The corner that points near by are left out for; NaN before there is one. */
  get corner(): readonly [number, number] {
    return this.hasPoint ? [this.x, this.y] : [NaN, NaN]
  }

  /** NaN lifts the pen. */
  to(x: number, y: number): void {
    if (!(x === x && y === y)) {
      this.lift()
      return
    }
    if (!this.hasPoint) {
      this.hasPoint = true
      this.alone = true
      this.x = x
      this.y = y
      return
    }
    if (Math.abs(x - this.x) < this.grain && Math.abs(y - this.y) < this.grain) {
      this.skipped = true
      this.lastX = x
      this.lastY = y
      return
    }
    this.segment(x, y)
  }

  /** Says that the pen starts a new drawing, though the line goes on. */
  resume(): void {
    this.penX = NaN
  }

  /** Ends the stretch; the next point starts another. */
  lift(): void {
    if (this.hasPoint && this.skipped) this.segment(this.lastX, this.lastY)
    if (this.hasPoint && this.alone && contains(this.area, this.x, this.y)) {
      this.pen.moveTo(this.x - 0.5, this.y)
      this.pen.lineTo(this.x + 0.5, this.y)
      this.corners += 2
    }
    this.hasPoint = false
    this.skipped = false
    this.penX = NaN
  }

  private segment(x: number, y: number): void {
    const { x: x0, y: y0 } = this
    this.x = x
    this.y = y
    this.alone = false
    this.skipped = false
    const share = clipShare(this.area, x0, y0, x, y)
    if (!share) {
      this.penX = NaN
      return
    }
    const dx = x - x0
    const dy = y - y0
    const fromX = x0 + share[0] * dx
    const fromY = y0 + share[0] * dy
    const toX = share[1] === 1 ? x : x0 + share[1] * dx
    const toY = share[1] === 1 ? y : y0 + share[1] * dy
    if (fromX !== this.penX || fromY !== this.penY) {
      this.pen.moveTo(fromX, fromY)
      this.corners++
    }
    this.pen.lineTo(toX, toY)
    this.corners++
    this.length += Math.abs(toX - fromX) + Math.abs(toY - fromY)
    this.penX = toX
    this.penY = toY
  }
}
