import type { Frame } from './scene'

/** A canvas off the page as large as the plot area: keeps what is costly to draw until its key changes. */
export class Layer {
  private readonly canvas = document.createElement('canvas')
  private readonly context = this.canvas.getContext('2d')
  private key: readonly unknown[] = []
  private left = 0
  private top = 0
  /** In vectors there is nothing to keep: what would be drawn here is drawn where it is stamped. */
  private waiting: ((context: CanvasRenderingContext2D) => void)[] = []

  /**
   * @param key what the picture depends on besides the window, compared item by item
   * @param paint called with a cleared context when the picture must be made anew, in the chart's own coordinates
   */
  refresh(frame: Frame, key: readonly unknown[], paint: (context: CanvasRenderingContext2D) => void): void {
    if (frame.vector) {
      this.waiting = [paint]
      return
    }
    const { area, ratio, x, y, theme } = frame
    const full = [
      ...key,
      ...Object.values(area),
      ratio,
      x.min,
      x.max,
      y.min,
      y.max,
      theme.dark,
      theme.background,
    ]
    if (full.length === this.key.length && full.every((item, index) => Object.is(item, this.key[index])))
      return
    this.key = full
    this.left = Math.floor(area.left * ratio)
    this.top = Math.floor(area.top * ratio)
    this.canvas.width = Math.ceil(area.right * ratio) - this.left
    this.canvas.height = Math.ceil(area.bottom * ratio) - this.top
    this.draw(frame, paint)
  }

  /** Draws more on what is there. */
  draw(frame: Frame, paint: (context: CanvasRenderingContext2D) => void): void {
    if (frame.vector) this.waiting.push(paint)
    if (!this.context || frame.vector) return
    this.context.setTransform(frame.ratio, 0, 0, frame.ratio, -this.left, -this.top)
    paint(this.context)
  }

  stamp(context: CanvasRenderingContext2D, { ratio, vector }: Frame, alpha = 1): void {
    const { canvas, left, top } = this
    if (vector) {
      context.save()
      context.globalAlpha = alpha
      for (const paint of this.waiting) paint(context)
      context.restore()
      return
    }
    if (canvas.width === 0 || canvas.height === 0) return
    context.save()
    context.globalAlpha = alpha
    context.drawImage(canvas, left / ratio, top / ratio, canvas.width / ratio, canvas.height / ratio)
    context.restore()
  }
}
