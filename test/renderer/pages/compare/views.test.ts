import { describe, expect, it } from 'vitest'
import { createAbscissae } from '../../../../src/renderer/model/abscissa'
import { curveViews, pathViews } from '../../../../src/renderer/pages/compare/views'
import type { Curve } from '../../../../src/renderer/model/curves/curves'
import { createMeasured } from '../../../../src/renderer/model/curves/measured'
import type { Plotted } from '../../../../src/renderer/model/curves/measures'
import type { MeasuredOf } from '../../../../src/renderer/model/curves/plotted'
import { record } from '../history/records'

const curve = (run: number, series: Record<string, readonly number[]>) => {
  const entries = Object.entries(series).map(([name, values]) => [name, Float64Array.from(values)] as const)
  const length = entries[0][1].length
  const iterations = Float64Array.from({ length }, (_, index) => index)
  return { run, length, iterations, series: Object.fromEntries(entries) }
}
const compared = (id: number, given = {}) => ({
  run: record({ id, ...given }),
  label: `Run ${id}`,
  style: id,
})

const measuredIn = (curves: ReadonlyMap<number, Curve>, plotted: Plotted = 'loss'): MeasuredOf => {
  const of = createMeasured(plotted, [])
  return (run) => {
    const found = curves.get(run.id)
    return found && of(run, found)
  }
}

describe('curves of compared runs', () => {
  it('leave out runs whose points have not come in', () => {
    const curves = new Map([[1, curve(1, { loss: [3, 2] })]])
    const views = curveViews(
      [compared(1, { recordEvery: 5 }), compared(2)],
      measuredIn(curves),
      curves,
      'iteration',
      createAbscissae(),
    )
    expect(views).toEqual([
      {
        key: '1',
        label: 'Run 1',
        style: 1,
        diverged: false,
        x: curves.get(1)?.iterations,
        y: Float64Array.of(3, 2),
        every: 5,
      },
    ])
  })

  it('can be drawn against passes over the data', () => {
    const curves = new Map([[1, curve(1, { loss: [3, 2, 1] })]])
    const one = compared(1, { batch: 5, rows: 10 })
    const [view] = curveViews([one], measuredIn(curves), curves, 'epoch', createAbscissae())
    expect([...view.x]).toEqual([0, 0.5, 1])
  })

  it('can be drawn against evaluations, each run against its own', () => {
    const searched = compared(1, { series: ['loss', 'evaluations'] })
    const batches = compared(2, { batch: 5, rows: 10 })
    const before = compared(3, { gradientEvaluations: null })
    const curves = new Map([
      [1, curve(1, { loss: [3, 2, 1], evaluations: [0, 4, 6] })],
      [2, curve(2, { loss: [3, 2, 1] })],
      [3, curve(3, { loss: [3, 2, 1] })],
    ])
    const all = [searched, batches, before]
    const views = curveViews(all, measuredIn(curves), curves, 'evaluations', createAbscissae())
    expect(views.map(({ key, x }) => [key, [...x]])).toEqual([
      ['1', [0, 4, 6]],
      ['2', [0, 0.5, 1]],
    ])
  })

  it('have a way to draw only where every parameter was recorded', () => {
    const curves = new Map([
      [1, curve(1, { loss: [1], theta_0: [2], theta_1: [3] })],
      [2, curve(2, { loss: [1], theta_0: [2] })],
    ])
    const views = pathViews([compared(1), compared(2)], curves, 2, 'iteration', createAbscissae())
    expect(views.map(({ key }) => key)).toEqual(['1'])
    expect(views[0].theta).toEqual([Float64Array.of(2), Float64Array.of(3)])
  })
})
