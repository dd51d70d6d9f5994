import { describe, expect, it } from 'vitest'
import { runStyle } from '../../../../src/renderer/model/palette'
import { StepPen } from '../../../../src/renderer/charts/painters/step-pen'
import { frame } from '../frames'

/** Notes the dashes of every stroke; this page has no canvas. */
function notingContext() {
  const strokes: { readonly dash: readonly number[]; readonly offset: number; readonly cap: string }[] = []
  let dash: readonly number[] = []
  const context = {
    lineDashOffset: 0,
    lineCap: 'butt',
    beginPath: () => undefined,
    moveTo: () => undefined,
    lineTo: () => undefined,
    arc: () => undefined,
    fill: () => undefined,
    setLineDash: (given: readonly number[]) => void (dash = given),
    stroke: () => void strokes.push({ dash, offset: context.lineDashOffset, cap: context.lineCap }),
  }
  return { context: context as unknown as CanvasRenderingContext2D, strokes }
}

describe('the line of a path', () => {
  it('has the dashes of its run', () => {
    const { context, strokes } = notingContext()
    const styles = [runStyle(0, false), runStyle(5, false)]
    for (const style of styles) {
      const pen = new StepPen(context, frame(), style)
      pen.open(context)
      pen.moveTo(0, 0)
      pen.lineTo(30, 40)
      pen.close()
    }
    expect(strokes.map(({ dash }) => dash)).toEqual(styles.map(({ dash }) => dash))
    // Two blues.
    expect(strokes[0].dash).not.toEqual(strokes[1].dash)
    expect(strokes.map(({ cap }) => cap)).toEqual(['round', 'butt'])
  })

  it('goes on with its dashes where a growing path goes on', () => {
    const { context, strokes } = notingContext()
    const pen = new StepPen(context, frame(), runStyle(1, false))
    pen.open(context)
    pen.moveTo(0, 0)
    pen.lineTo(30, 40)
    pen.close()
    pen.open(context)
    pen.moveTo(30, 40)
    pen.lineTo(60, 80)
    pen.close()
    expect(strokes.map(({ offset }) => offset)).toEqual([0, 50])
  })
})
