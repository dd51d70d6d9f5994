import { toPixel } from '../scales/axis'
import { placesOf, type RowModel } from '../painters/row-painter'
import { rowName } from './fit-probe'
import { nearestRows, type Readout } from './readout'
import type { Frame } from '../frame/scene'
import { numberCell, worded } from '../frame/table'
import type { Aim } from './useProbe'

/** So near, in CSS pixels, the pointer is at a row. */
const reach = 12

/** The row nearest to the aim and what every run predicts of it; undefined where none is near. */
export function readRow(
  model: RowModel,
  frame: Frame,
  aim: Aim,
  playhead: number | undefined,
): Readout | undefined {
  const { table, rows, layout, paths } = model
  let found = -1
  let best = reach
  const places = paths.flatMap(({ view, style }) => {
    const of = placesOf(model, view, playhead)
    return of ? [{ ...of, view, style }] : []
  })
  for (const { x, y } of places) {
    for (let k = 0; k < rows.length; k++) {
      const distance = Math.hypot(toPixel(frame.x, x[k]) - aim.pixelX, toPixel(frame.y, y[k]) - aim.pixelY)
      if (!(distance < best)) continue
      best = distance
      found = k
    }
  }
  if (found < 0) return undefined
  const actual = table.target[rows[found]]
  const near = nearestRows(
    places.map(({ x, y, predicted, view, style }) => ({
      key: view.key,
      label: view.label,
      style,
      value: layout.read(actual, predicted[found]),
      x: x[found],
      y: y[found],
      distance: Math.abs(toPixel(frame.y, y[found]) - aim.pixelY),
    })),
  )
  return {
    x: aim.pixelX,
    y: aim.pixelY,
    head: worded(numberCell(actual), `${rowName(table.sample, rows[found])}: ${table.targetName} `),
    rows: near.map(({ key, label, style, value }) => ({ key, label, style, value: numberCell(value) })),
    more: places.length - near.length,
    guide: {},
    rings: near.map(({ x, y, style }) => ({ x, y, color: style.color })),
  }
}
