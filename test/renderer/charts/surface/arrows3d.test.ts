import { expect, it } from 'vitest'
import type { StepArrow } from '../../../../src/renderer/model/step-arrows'
import { drawArrowsOn } from '../../../../src/renderer/charts/surface/arrows3d'
import type { Relief } from '../../../../src/renderer/charts/surface/relief'
import { frame } from '../frames'

/** A slope that rises to the right. */
const relief: Relief = { x: [0, 10], y: [0, 10], columns: 2, rows: 2, heights: Float32Array.of(0, 1, 0, 1) }

/** Where lines are begun and ended, seen from the front: across, and how high. */
function drawn(arrows: readonly StepArrow[]) {
  const texts: string[] = []
  const from: number[][] = []
  const noted = {
    fillText: (text: string) => texts.push(text),
    measureText: () => ({ width: 30 }),
    moveTo: (x: number, y: number) => from.push([x, y]),
  }
  const context = new Proxy(noted, {
    get: (target, name) => (name in target ? target[name as keyof typeof target] : () => undefined),
  })
  const { theme } = frame()
  drawArrowsOn(
    context as unknown as CanvasRenderingContext2D,
    { relief, theme, width: 400, height: 400, project: ([x, y]) => [200 + 200 * x, 400 - 100 * y] },
    arrows,
  )
  return { texts, from }
}

const arrow: StepArrow = { label: 'step', from: [5, 5], along: [-2, 0], toScale: true, lit: false }

it('lays arrows on the surface, names them, and leaves out those that begin beside it', () => {
  const { texts, from } = drawn([arrow, { ...arrow, label: 'downhill', from: [11, 5] }])
  expect(texts).toEqual(['step'])
  // The middle of the slope.
  expect(from[0]).toEqual([200, 350])
})

it('names a step that leads off the ground at its edge', () => {
  expect(drawn([{ ...arrow, along: [1e6, 0] }]).texts).toEqual(['step'])
  expect(drawn([{ ...arrow, along: [NaN, 0] }]).texts).toEqual([])
})
