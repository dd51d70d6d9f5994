import { formatCount } from '../../model/format'
import { roundToPixel, toPixel } from '../scales/axis'
import { lineAt, predict, type FitModel } from '../fit'
import { nearestRows, type Readout } from './readout'
import type { Frame } from '../frame/scene'
import { numberCell, worded } from '../frame/table'
import type { Aim } from './useProbe'

/** The row nearest to a pixel, if one is within `reach` CSS pixels; -1 for none. */
export function rowAt(
  frame: Pick<Frame, 'x' | 'y'>,
  x: Float64Array,
  y: Float64Array,
  pixelX: number,
  pixelY: number,
  reach = 12,
): number {
  let found = -1
  let best = reach
  for (let row = 0; row < x.length; row++) {
    const across = Math.abs(toPixel(frame.x, x[row]) - pixelX)
    if (!(across < best)) continue
    const distance = Math.hypot(across, toPixel(frame.y, y[row]) - pixelY)
    if (!(distance < best)) continue
    best = distance
    found = row
  }
  return found
}

/** Row of data (-1 for none) and what every line says at its x, or at the aim's. */
export function readFit(
  { x: features, y: targets, sample, paths, leastSquares }: FitModel,
  frame: Frame,
  aim: Aim,
  row: number,
  playhead: number | undefined,
  [xTitle, yTitle]: readonly [string, string],
): Readout {
  const x = row < 0 ? roundToPixel(frame.x, aim.x) : features[row]
  const lines = paths.flatMap(({ view, style }) => {
    const line = lineAt(view, playhead)
    if (!line) return []
    const y = predict(line, x)
    return [
      { key: view.key, label: view.label, style, y, distance: Math.abs(toPixel(frame.y, y) - aim.pixelY) },
    ]
  })
  const near = nearestRows(lines)
  const data = row < 0 ? [] : [{ key: 'mark:row', label: yTitle, value: numberCell(targets[row]) }]
  const reference = leastSquares
    ? [{ key: 'mark:reference', label: 'Least squares', value: numberCell(predict(leastSquares, x)) }]
    : []
  const rowName = row < 0 ? '' : `Row ${formatCount((sample?.index[row] ?? row) + 1)}: `
  return {
    x: aim.pixelX,
    y: aim.pixelY,
    head: worded(numberCell(x), `${rowName}${xTitle} `),
    rows: [
      ...data,
      ...near.map(({ key, label, style, y }) => ({ key, label, style, value: numberCell(y) })),
      ...reference,
    ],
    more: lines.length - near.length,
    guide: { x },
    rings: [
      ...(row < 0 ? [] : [{ x, y: targets[row], color: frame.theme.text }]),
      ...near.map(({ y, style }) => ({ x, y, color: style.color })),
    ],
  }
}
