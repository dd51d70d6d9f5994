import { drawMarker } from '../painters/brush'
import { pixelsOf } from '../scales/axis'
import type { Styled } from '../painters/styled'
import type { Frame, Painter } from '../frame/scene'
import type { ProfileLine } from '../../model/sweeps/tournament'

export interface ProfileModel {
  readonly lines: readonly Styled<ProfileLine>[]
}

/** Steps that rise, each to the right edge. */
export class ProfilePainter implements Painter<ProfileModel> {
  paint(context: CanvasRenderingContext2D, frame: Frame, { lines }: ProfileModel): void {
    const x = pixelsOf(frame.x)
    const y = pixelsOf(frame.y)
    context.save()
    for (const { view, style } of lines) {
      const { x: costs, share } = view.profile
      context.beginPath()
      context.moveTo(frame.x.from, y(0))
      let level = 0
      costs.forEach((cost, k) => {
        const across = Number.isNaN(x(cost)) ? frame.x.from : x(cost)
        context.lineTo(across, y(level))
        level = share[k]
        context.lineTo(across, y(level))
      })
      context.lineTo(frame.x.to, y(level))
      context.setLineDash([...style.dash])
      context.lineWidth = 2
      context.strokeStyle = style.color
      context.stroke()
      context.setLineDash([])
      const last = costs.at(-1)
      if (last !== undefined) drawMarker(context, style, x(last), y(level), 4, frame.theme.background)
    }
    context.restore()
  }

  paintPlayhead(): void {
    // There is no moment in it.
  }
}
