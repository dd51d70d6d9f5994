import { valueOf } from '@core/map/axes'
import { mapOutcomes } from '@core/map/outcome'
import type { MapPicture } from '../../model/map/picture'
import { formatCount, formatNumber } from '../../model/format'
import { numberCell, type ChartTableData, type TableCell } from '../frame/table'
import type { Readout, ReadoutRow } from '../probes/readout'
import type { Aim } from '../probes/useProbe'
import type { Frame, LegendEntry } from '../frame/scene'
import {
  absentColour,
  outcomeColours,
  outcomeNames,
  outcomeTexts,
  updatesPerDigit,
  type Colouring,
} from './colours'
import { placeAt, strip, type MapModel } from './map-painter'

/** How the sides of a map are called. */
export interface SideNames {
  readonly x: string
  /** Empty for a map of one hyper-parameter alone. */
  readonly y: string
}

const swatch = (key: string, label: string, color: string): LegendEntry => ({
  key,
  label,
  hidden: false,
  style: { color, dash: [], marker: 'square' },
  sample: 'marker',
  toggle: false,
})

/** What the colours say. */
export const mapLegend = (colouring: Colouring): readonly LegendEntry[] =>
  colouring === 'outcome'
    ? mapOutcomes.map((outcome) => swatch(outcome, outcomeNames[outcome], outcomeColours[outcome]))
    : [
        swatch('diverges', outcomeNames.diverges, outcomeColours.diverges),
        swatch('absent', colouring === 'rate' ? 'Error does not shrink' : 'Target not reached', absentColour),
      ]

/** `0.9772 (100 updates a digit)`. */
function rateCell(rate: number): TableCell {
  if (!Number.isFinite(rate)) return { text: '–' }
  const cell = numberCell(rate)
  const updates = updatesPerDigit(rate)
  if (!(updates < 1e6)) return cell
  return { ...cell, text: `${cell.text} (${formatNumber(updates, 2)} updates a digit)` }
}

const reachedCell = (reached: number): TableCell =>
  Number.isNaN(reached) ? { text: 'never' } : { text: formatCount(reached) }

/** The run at the pointer. */
export function readMap(
  { picture }: MapModel,
  frame: Frame,
  aim: Aim,
  names: SideNames,
): Readout | undefined {
  const found = picture && placeAt(picture, aim.x, aim.y)
  if (!found) return undefined
  const { place, x, y } = found
  const head = [`${names.x} ${formatNumber(x)}`, ...(names.y ? [`${names.y} ${formatNumber(y)}`] : [])]
  const outcome = mapOutcomes[picture.outcome[place]]
  const rows: readonly ReadoutRow[] = [
    {
      key: 'outcome',
      label: 'Outcome',
      style: { color: outcomeColours[outcome], dash: [], marker: 'square' },
      value: { text: outcomeTexts[outcome] },
    },
    { key: 'rate', label: 'Error shrinks to', value: rateCell(picture.rate[place]) },
    { key: 'reached', label: 'Updates to the target', value: reachedCell(picture.reached[place]) },
    { key: 'loss', label: 'Last loss', value: numberCell(picture.loss[place]) },
  ]
  return {
    x: aim.pixelX,
    y: aim.pixelY,
    head: { text: head.join(', ') },
    rows,
    more: 0,
    guide: {},
    rings: [{ x, y, color: frame.theme.text }],
  }
}

function countsOf(picture: MapPicture): readonly number[] {
  const counts = mapOutcomes.map(() => 0)
  for (const source of picture.source) if (source >= 0) counts[picture.outcome[source]] += 1
  return counts
}

/** The map in a sentence. */
export function describeMap(title: string, picture: MapPicture | undefined): string {
  if (!picture) return `${title}: nothing is worked out yet.`
  const counts = countsOf(picture)
  const parts = mapOutcomes.flatMap((outcome, index) => {
    if (counts[index] === 0) return []
    return [`${Math.round((100 * counts[index]) / picture.total)} % ${outcomeTexts[outcome]}`]
  })
  return `${title}: of ${formatCount(picture.total)} runs, ${parts.join(', ')}.`
}

/** Rows of a table: so many along each side are enough to read. */
const tabled = 12

/** Runs evenly from the whole map. */
export function mapTable(title: string, picture: MapPicture | undefined, names: SideNames): ChartTableData {
  const head = [
    ...(names.y ? [names.y] : []),
    'Outcome',
    'Error shrinks to',
    'Updates to the target',
    'Last loss',
  ]
  if (!picture) return { caption: title, head, rows: [] }
  const { columns, rows } = picture.order
  const along = (count: number): number[] =>
    Array.from({ length: Math.min(count, tabled) }, (_, k) =>
      Math.floor(((k + 0.5) * count) / Math.min(count, tabled)),
    )
  const { x: sideX, y: sideY } = picture.sides
  return {
    caption: title,
    head,
    rows: along(rows).flatMap((row) =>
      along(columns).flatMap((column) => {
        const y = sideY ? valueOf(sideY, row, rows) : strip.middle
        const found = placeAt(picture, valueOf(sideX, column, columns), y)
        if (!found) return []
        const { place } = found
        return [
          {
            key: String(place),
            label: `${names.x} ${formatNumber(found.x)}`,
            cells: [
              ...(names.y ? [numberCell(found.y)] : []),
              { text: outcomeNames[mapOutcomes[picture.outcome[place]]] },
              rateCell(picture.rate[place]),
              reachedCell(picture.reached[place]),
              numberCell(picture.loss[place]),
            ],
          },
        ]
      }),
    ),
  }
}
