import type { ScaleKind } from '../../../src/renderer/model/chart-data'
import type { Frame } from '../../../src/renderer/charts/frame/scene'

/** A plot of 100 by 100 CSS pixels for x in 0..100 and the given y. */
export function frame(yScale: ScaleKind = 'linear', low = 0, high = 100): Frame {
  return {
    area: { left: 0, top: 0, right: 100, bottom: 100 },
    x: { scale: 'linear', min: 0, max: 100, from: 0, to: 100 },
    y: { scale: yScale, min: low, max: high, from: 100, to: 0 },
    ratio: 1,
    theme: {
      dark: false,
      background: '#fff',
      text: '#000',
      muted: '#333',
      grid: '#ddd',
      gridMinor: '#eee',
      axis: '#ccc',
      landscape: '#999',
      font: 'sans-serif',
    },
    final: false,
  }
}

/** What a pointer at a pixel of such a plot aims at. */
export const aimAt = (
  { x, y }: Frame,
  pixelX: number,
  pixelY: number,
): { x: number; y: number; pixelX: number; pixelY: number } => ({
  x: x.min + ((x.max - x.min) * pixelX) / 100,
  y: y.min + ((y.max - y.min) * (100 - pixelY)) / 100,
  pixelX,
  pixelY,
})
