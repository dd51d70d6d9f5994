import { formatCount } from '../../model/format'
import { roundToPixel, toPixel } from '../scales/axis'
import { fittedAt } from '../fit'
import type { PlaneModel } from '../painters/fit-painter'
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

/** Without what rounding leaves of a feature that has been standardised and taken back. */
export const settled = (value: number, isRoundTrip: boolean): number =>
  isRoundTrip ? Number(value.toPrecision(14)) : value

/** What a row is called: by its place among all rows. */
export const rowName = (sample: PlaneModel['table']['sample'], row: number): string =>
  `Row ${formatCount((sample?.index[row] ?? row) + 1)}`

/** Row of data (-1 for none) and what every line says at its x, or at the aim's. */
export function readFit(
  { plane, table, scales, paths, fit, best }: PlaneModel,
  frame: Frame,
  aim: Aim,
  row: number,
  playhead: number | undefined,
): Readout {
  const { x: across, y: up, classes, xTitle, yTitle } = plane
  const x = row < 0 ? roundToPixel(frame.x, aim.x) : across[row]
  const shown = row < 0 ? x : settled(x, scales !== undefined)
  const lines = paths.flatMap(({ view, style }) => {
    const theta = fittedAt(view, playhead, scales)
    if (!theta) return []
    const y = plane.at(theta, x)
    return [
      { key: view.key, label: view.label, style, y, distance: Math.abs(toPixel(frame.y, y) - aim.pixelY) },
    ]
  })
  const near = nearestRows(lines)
  const ofRow = [
    { key: 'mark:row', label: yTitle, value: numberCell(settled(up[row], classes !== undefined)) },
    ...(classes ? [{ key: 'mark:class', label: table.targetName, value: numberCell(classes[row]) }] : []),
  ]
  const reference = best
    ? [{ key: 'mark:reference', label: fit.bestLabel, value: numberCell(plane.at(best, x)) }]
    : []
  return {
    x: aim.pixelX,
    y: aim.pixelY,
    head: worded(numberCell(shown), `${row < 0 ? '' : `${rowName(table.sample, row)}: `}${xTitle} `),
    rows: [
      ...(row < 0 ? [] : ofRow),
      ...near.map(({ key, label, style, y }) => ({ key, label, style, value: numberCell(y) })),
      ...reference,
    ],
    more: lines.length - near.length,
    guide: { x },
    rings: [
      ...(row < 0 ? [] : [{ x, y: up[row], color: frame.theme.text }]),
      ...near.map(({ y, style }) => ({ x, y, color: style.color })),
    ],
  }
}
