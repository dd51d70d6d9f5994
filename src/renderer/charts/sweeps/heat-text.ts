import type { Interval } from '@core/objectives/contract'
import { formatCount, formatNumber } from '../../model/format'
import type { Cell } from '../../model/sweeps/cells'
import type { ChartTableData } from '../frame/table'
import type { Frame, LegendEntry } from '../frame/scene'
import type { Readout } from '../probes/readout'
import type { Aim } from '../probes/useProbe'
import { lostColour, lostShare, type HeatColouring } from './heat-painter'
import { groupCell, type ResultNames } from './result-text'

/** A heat map has a name for what its colours say, besides those of its sides. */
export interface HeatNames extends ResultNames {
  readonly value: string
}

export const cellAt = (cells: readonly Cell[], x: number, y: number): Cell | undefined =>
  cells.find(({ left, right, bottom, top }) => x >= left && x < right && y >= bottom && y < top)

export const middleOf = ({ left, right, bottom, top }: Cell, xLog: boolean, yLog: boolean) => ({
  x: xLog ? Math.sqrt(left * right) : (left + right) / 2,
  y: yLog ? Math.sqrt(bottom * top) : (bottom + top) / 2,
})

/** `0.01`, or of many values `0.0012 to 0.0031`. */
const spanText = ([low, high]: Interval): string =>
  low === high ? formatNumber(low) : `${formatNumber(low, 3)} to ${formatNumber(high, 3)}`

export function readHeat(
  cells: readonly Cell[],
  frame: Frame,
  aim: Aim,
  names: HeatNames,
): Readout | undefined {
  const cell = cellAt(cells, aim.x, aim.y)
  if (!cell) return undefined
  return {
    x: aim.pixelX,
    y: aim.pixelY,
    head: { text: `${names.x} ${spanText(cell.across)}, ${names.y} ${spanText(cell.up)}` },
    rows: [
      { key: 'value', label: names.value, value: groupCell(cell, names.lost) },
      { key: 'runs', label: 'Runs', value: { text: formatCount(cell.rows.length) } },
    ],
    more: 0,
    guide: {},
    rings: [{ ...middleOf(cell, frame.x.scale === 'log', frame.y.scale === 'log'), color: frame.theme.text }],
  }
}

export function describeHeat(cells: readonly Cell[], names: HeatNames): string {
  const [first] = cells
  if (!first) return `${names.title}: nothing to show.`
  const best = cells.reduce((held, cell) => (cell.middle < held.middle ? cell : held))
  const gone = cells.filter((cell) => lostShare(cell) === 1).length
  const lowest = Number.isFinite(best.middle)
    ? `lowest, ${formatNumber(best.middle)}, at ${names.x} ${spanText(best.across)} and ${names.y} ${spanText(best.up)}`
    : `${names.lost} throughout`
  return `${names.title}: ${formatCount(cells.length)} boxes; ${lowest}; ${formatCount(gone)} boxes ${names.lost} altogether.`
}

export function heatTable(cells: readonly Cell[], names: HeatNames): ChartTableData {
  return {
    caption: names.title,
    head: [names.y, names.value, 'Runs'],
    rows: cells.map((cell, place) => ({
      key: String(place),
      label: `${names.x} ${spanText(cell.across)}`,
      cells: [
        { text: spanText(cell.up) },
        groupCell(cell, names.lost),
        { text: formatCount(cell.rows.length) },
      ],
    })),
  }
}

/** What a colour scale beside the map does not say. */
export const heatLegend = (colouring: HeatColouring, lost: string): readonly LegendEntry[] =>
  colouring === 'lost'
    ? []
    : [
        {
          key: 'mark:gone',
          label: `The median run ${lost}`,
          hidden: false,
          style: { color: lostColour, dash: [], marker: 'square' },
          sample: 'marker',
          toggle: false,
        },
        {
          key: 'mark:some',
          label: `Cross: some of its runs ${lost}`,
          hidden: false,
          style: { color: 'currentColor', dash: [], marker: 'cross' },
          sample: 'marker',
          toggle: false,
        },
      ]
