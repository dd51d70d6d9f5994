import { describe, expect, it } from 'vitest'
import { lineFit } from '@core/objectives/regression/linear-regression'
import { curveAt, nearestX, readCurves, steppedX } from '../../../src/renderer/charts/probes/curve-probe'
import { targetPlane } from '../../../src/renderer/charts/fit-plane'
import { readFit, rowAt } from '../../../src/renderer/charts/probes/fit-probe'
import { projectOnto } from '../../../src/renderer/charts/painters/function-painter'
import { pathPointAt } from '../../../src/renderer/charts/landscape'
import { runStyle } from '../../../src/renderer/model/palette'
import { pointAt } from '../../../src/renderer/charts/painters/path-painter'
import { nearestRows } from '../../../src/renderer/charts/probes/readout'
import type { CurveView, PathView } from '../../../src/renderer/model/chart-data'
import { aimAt, frame } from './frames'

const style = runStyle(0, false)
const curve = (
  label: string,
  x: readonly number[],
  y: readonly number[],
): { view: CurveView; style: typeof style } => ({
  view: { key: label, label, style: 0, x: Float64Array.from(x), y: Float64Array.from(y) },
  style,
})
const path = (label: string, ...theta: number[][]): { view: PathView; style: typeof style } => ({
  view: {
    key: label,
    label,
    style: 0,
    x: Float64Array.from(theta[0], (_, index) => index),
    theta: theta.map((column) => Float64Array.from(column)),
  },
  style,
})

describe('reading curves', () => {
  const plot = frame()
  const exact = 1 / 3
  const curves = [curve('GD', [0, 10, 20], [90, exact, 20]), curve('SGD', [0, 5, 12], [10, NaN, 60])]

  it('gives the recorded point nearest to the pointer in four digits, and every digit on request', () => {
    const { head, rows, rings } = readCurves(curves, plot, aimAt(plot, 9, 50), 'iteration')
    expect(head.text).toBe('iteration 10')
    expect(rows.map((row) => [row.label, row.value.text, row.value.exact])).toEqual([
      ['GD', '0.3333', String(exact)],
      ['SGD (at 12)', '60', '60'],
    ])
    expect(rings).toMatchObject([
      { x: 10, y: exact },
      { x: 12, y: 60 },
    ])
  })

  it('shows what is not a number as such, and what a log axis leaves out as that', () => {
    const logPlot = frame('log', 1, 100)
    const { rows } = readCurves(
      [curve('a', [0, 5], [1, NaN]), curve('b', [0, 5], [1, -2])],
      logPlot,
      aimAt(logPlot, 5, 0),
      'x',
    )
    expect(rows.map((row) => row.value.text)).toEqual(['NaN', '−2 (not on a log axis)'])
  })

  it('says of a group its edges, how many runs stand behind them, and how many diverged', () => {
    const group = curve('Seeds', [0, 10], [exact, NaN])
    const columns = { low: [0.25, 0.5], high: [2, NaN], n: [5, 5], diverged: [0, 3] }
    const [low, high, n, diverged] = Object.values(columns).map((column) => Float64Array.from(column))
    const banded = { ...group, view: { ...group.view, band: { low, high, n, diverged } } }
    const at = (pixel: number) =>
      readCurves([banded], plot, aimAt(plot, pixel, 50), 'iteration').rows[0].value
    expect(at(0).text).toBe('0.3333 (0.25 to 2; n = 5)')
    expect(at(0).exact).toBe(`${exact} (0.25 to 2; n = 5)`)
    expect(at(10).text).toBe('– (0.5 to –; n = 5, 3 diverged)')
  })

  it('keeps clear of the curves it reads', () => {
    // Both are in the upper half where the pointer is in the lower one.
    const { y } = readCurves([curve('a', [0, 10], [90, 90])], plot, aimAt(plot, 10, 80), 'x')
    expect(y).toBeLessThan(50)
  })

  it('snaps to recorded points', () => {
    expect(nearestX(curves, plot, 11.2)).toBe(12)
    expect(nearestX([], plot, 11.2)).toBeUndefined()
  })

  it('finds the curve under the pointer, between its points too', () => {
    expect(curveAt(curves, plot, 5, 55)).toBe(0)
    expect(curveAt(curves, plot, 0, 90)).toBe(1)
    expect(curveAt(curves, plot, 60, 50)).toBe(-1)
  })

  it('steps along the curve that reaches furthest, and stops at its ends', () => {
    expect(steppedX(curves, 10, 1)).toBe(20)
    expect(steppedX(curves, 10, -Infinity)).toBe(0)
    expect(steppedX(curves, Infinity, 3)).toBe(20)
    expect(steppedX([], 0, 1)).toBeUndefined()
  })

  it('keeps the rows nearest to the pointer where there are too many', () => {
    const rows = Array.from({ length: 40 }, (_, distance) => ({ distance }))
    expect(nearestRows(rows.toReversed()).map((row) => row.distance)).toEqual([
      11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0,
    ])
  })
})

describe('reading paths', () => {
  const square = (theta: Float64Array): number => theta[0] ** 2
  const plot = frame('linear', 0, 100)

  it('finds the point on the function under the pointer', () => {
    const paths = [path('GD', [9, 5, 1]), path('Adam', [9, 8, NaN])]
    expect(pathPointAt(paths, plot, projectOnto(square), 5, 75)).toMatchObject({ path: paths[0], index: 1 })
    expect(pathPointAt(paths, plot, projectOnto(square), 50, 50)).toBeUndefined()
  })

  it('knows where a run is when the playhead stands between two of its points', () => {
    const { view } = path('GD', [9, 5, 1])
    const at = [undefined, 0, 1.5, 7, -1].map((playhead) => pointAt(view, playhead)?.index)
    expect(at).toEqual([2, 0, 1, 2, undefined])
  })
})

describe('reading a fit', () => {
  const plot = frame()
  const table = {
    featureNames: ['eruptions'],
    targetName: 'waiting',
    features: [Float64Array.of(10, 50, 90)],
    target: Float64Array.of(20, 60, 80),
  }
  const plane = targetPlane({ table, fit: lineFit })
  const model = {
    table,
    plane,
    paths: [path('GD', [0, 1], [0, 5])],
    fit: lineFit,
    scales: undefined,
    best: [0.75, 15],
    version: undefined,
  }

  it('finds the row under the pointer', () => {
    expect(rowAt(plot, plane.x, plane.y, 52, 42)).toBe(1)
    expect(rowAt(plot, plane.x, plane.y, 52, 80)).toBe(-1)
  })

  it('says what each line predicts there, at the playhead', () => {
    const readout = readFit(model, plot, aimAt(plot, 52, 42), 1, 1)
    expect(readout.head.text).toBe('Row 2: eruptions 50')
    expect(readout.rows.map((row) => [row.label, row.value.text])).toEqual([
      ['waiting', '60'],
      ['GD', '55'],
      ['Least squares', '52.5'],
    ])
    expect(readFit(model, plot, aimAt(plot, 52, 42), 1, 0).rows[1].value.text).toBe('0')
  })

  it('calls a row of a sample by its place among all rows', () => {
    const sample = { rows: 1_000_000, index: Float64Array.of(7, 123_455, 999_999) }
    const { head } = readFit({ ...model, table: { ...table, sample } }, plot, aimAt(plot, 52, 42), 1, 1)
    expect(head.text).toBe('Row 123,456: eruptions 50')
  })
})
