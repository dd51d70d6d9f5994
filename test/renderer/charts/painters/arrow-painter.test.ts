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

it('names arrows that lie along one line so that no name covers another', () => {
  const shown = { ...frame(), area: { left: 0, top: 0, right: 400, bottom: 200 } }
  const wide = { ...shown, x: { ...shown.x, to: 400 }, y: { ...shown.y, from: 200 } }
  const { context, texts } = notingContext()
  const along = (label: string, by: number) => ({
    label,
    from: [50],
    along: [by],
    toScale: false,
    lit: false,
  })
  // Of one parameter all lie level.
  const arrows = [
    along('direction of the search', 1),
    along('downhill', 1),
    along('first moment', 1),
    along('second', -1),
  ]
  paintStepArrows(context, wide, arrows, ([u]) => [u, 50])
  expect(texts).toHaveLength(4)
  for (const [index, a] of texts.entries())
    for (const b of texts.slice(index + 1))
      expect(a.to <= b.from || b.to <= a.from || Math.abs(a.y - b.y) >= 12, `${a.text} and ${b.text}`).toBe(
        true,
      )
})
