import { expect, it } from 'vitest'
import { paintStepArrows } from '../../../../src/renderer/charts/painters/arrow-painter'
import { frame } from '../frames'

/** Notes where text is put; of this page's letters each is six pixels wide. */
function notingContext() {
  const texts: { readonly text: string; readonly from: number; readonly to: number; readonly y: number }[] =
    []
  const noted = {
    textAlign: 'left',
    fillText(text: string, x: number, y: number) {
      const from = noted.textAlign === 'right' ? x - 6 * text.length : x
      texts.push({ text, from, to: from + 6 * text.length, y })
    },
    measureText: (text: string) => ({ width: 6 * text.length }),
  }
  const context = new Proxy(noted, {
    get: (target, name) => (name in target ? target[name as keyof typeof target] : () => undefined),
  })
  return { context: context as unknown as CanvasRenderingContext2D, texts }
}

it('names the arrows inside the plot, at its very edges as well', () => {
  const shown = frame()
  const { left, right, top, bottom } = shown.area
  const { x, y } = shown
  const arrow = { label: 'gradient', toScale: true, lit: false }
  for (const [from, along] of [
    [
      [x.max, y.max],
      [0, 1],
    ],
    [
      [x.max, y.min],
      [1, 0],
    ],
    [
      [x.min, y.min],
      [0, -1],
    ],
    [
      [x.min, y.max],
      [-1, 0],
    ],
  ] as const) {
    const { context, texts } = notingContext()
    paintStepArrows(context, shown, [{ ...arrow, from, along }], ([u, v]) => [u, v])
    expect(texts).toHaveLength(1)
    expect(texts[0].from).toBeGreaterThanOrEqual(left)
    expect(texts[0].to).toBeLessThanOrEqual(right)
    expect(texts[0].y).toBeGreaterThanOrEqual(top)
    expect(texts[0].y).toBeLessThanOrEqual(bottom)
  }
})
