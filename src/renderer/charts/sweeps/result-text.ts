import { formatCount, formatNumber } from '../../model/format'
import type { Group } from '../../model/sweeps/groups'
import type { ResultLine } from '../../model/sweeps/lines'
import { toPixel } from '../scales/axis'
import { numberCell, type ChartTableData, type TableCell } from '../frame/table'
import type { Readout } from '../probes/readout'
import { nearestRows } from '../probes/readout'
import type { Aim } from '../probes/useProbe'
import type { Frame } from '../frame/scene'
import { resultPixels, type ResultModel } from './result-painter'

/** How the numbers of a picture of results are called. */
export interface ResultNames {
  readonly title: string
  readonly x: string
  readonly y: string
  /** `diverged`, `never there`. */
  readonly lost: string
}

/** `0.0123 (0.01 to 0.014), 2 of 5 diverged`. */
export function groupCell({ low, middle, high, rows, lost }: Group, word: string): TableCell {
  const gone = lost > 0 ? `${formatCount(lost)} of ${formatCount(rows.length)} ${word}` : ''
  if (!Number.isFinite(middle)) return { text: gone || word }
  const value = numberCell(middle)
  const upper = Number.isFinite(high) ? formatNumber(high) : word
  const band = rows.length > 1 ? ` (${formatNumber(low)} to ${upper})` : ''
  return { ...value, text: `${value.text}${band}${gone === '' ? '' : `, ${gone}`}` }
}

const xsOf = (lines: readonly ResultLine[]): readonly number[] =>
  [...new Set(lines.flatMap(({ groups }) => groups.map(({ x }) => x)))].sort((a, b) => a - b)

/** The value of the setting nearest to the aim, and what every method came to there. */
export function readResults(
  { lines }: ResultModel,
  frame: Frame,
  aim: Aim,
  names: ResultNames,
): Readout | undefined {
  const xs = xsOf(lines.map(({ view }) => view))
  if (xs.length === 0) return undefined
  const distance = (x: number): number => Math.abs(toPixel(frame.x, x) - aim.pixelX)
  const at = xs.reduce((best, x) => (distance(x) < distance(best) ? x : best))
  const y = resultPixels(frame.y)
  const found = lines.flatMap(({ view, style }) => {
    const group = view.groups.find(({ x }) => x === at)
    if (!group) return []
    return [{ view, style, group, distance: Math.abs(y(group.middle) - aim.pixelY) }]
  })
  const near = nearestRows(found)
  return {
    x: aim.pixelX,
    y: aim.pixelY,
    head: { text: `${names.x} ${formatNumber(at)}` },
    rows: near.map(({ view, style, group }) => ({
      key: view.key,
      label: view.method,
      style,
      value: groupCell(group, names.lost),
    })),
    more: found.length - near.length,
    guide: { x: at },
    rings: near.flatMap(({ group, style }) =>
      Number.isFinite(group.middle) ? [{ x: at, y: group.middle, color: style.color }] : [],
    ),
  }
}

/** The picture in words: each method at its best. */
export function describeResults(lines: readonly ResultLine[], { title, x, lost }: ResultNames): string {
  if (lines.length === 0) return `${title}: nothing to show.`
  const parts = lines.map(({ label, groups }) => {
    const best = groups.reduce<Group | undefined>(
      (held, group) => (!held || group.middle < held.middle ? group : held),
      undefined,
    )
    if (!best || !Number.isFinite(best.middle)) return `${label}: ${lost} throughout`
    return `${label}: lowest, ${formatNumber(best.middle)}, at ${x} ${formatNumber(best.x)}`
  })
  return `${title}: ${lines.length} ${lines.length === 1 ? 'method' : 'methods'}. ${parts.join('. ')}.`
}

export function resultTable(lines: readonly ResultLine[], names: ResultNames): ChartTableData {
  const xs = xsOf(lines)
  return {
    caption: names.title,
    head: xs.map((x) => `${names.x} ${formatNumber(x)}`),
    rows: lines.map(({ key, label, groups }) => ({
      key,
      label,
      cells: xs.map((x) => {
        const group = groups.find((one) => one.x === x)
        return group ? groupCell(group, names.lost) : { text: '–' }
      }),
    })),
  }
}
