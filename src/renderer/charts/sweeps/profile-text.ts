import { shareAt } from '@core/comparison/profiles'
import { formatNumber } from '../../model/format'
import type { ProfileLine } from '../../model/sweeps/tournament'
import type { Frame } from '../frame/scene'
import { numberCell, type ChartTableData, type TableCell } from '../frame/table'
import { nearestRows, type Readout } from '../probes/readout'
import type { Aim } from '../probes/useProbe'
import { toPixel } from '../scales/axis'
import type { ProfileModel } from './profile-painter'

export interface ProfileNames {
  readonly title: string
  readonly x: string
  readonly y: string
}

const shareCell = (share: number): TableCell => ({ text: `${formatNumber(100 * share)} %` })

/** Where anybody rises, ascending. */
export const stepsIn = (lines: readonly ProfileLine[]): readonly number[] =>
  [...new Set(lines.flatMap(({ profile }) => profile.x))].sort((a, b) => a - b)

/** What every method has solved at the step nearest to the aim. */
export function readProfiles(
  { lines }: ProfileModel,
  frame: Frame,
  aim: Aim,
  names: ProfileNames,
): Readout | undefined {
  const steps = stepsIn(lines.map(({ view }) => view))
  if (steps.length === 0) return undefined
  const distance = (x: number): number => Math.abs(toPixel(frame.x, x) - aim.pixelX)
  const at = steps.reduce((best, x) => (distance(x) < distance(best) ? x : best))
  const found = lines.map(({ view, style }) => {
    const share = shareAt(view.profile, at)
    return { view, style, share, distance: Math.abs(toPixel(frame.y, share) - aim.pixelY) }
  })
  const near = nearestRows(found)
  return {
    x: aim.pixelX,
    y: aim.pixelY,
    head: { text: `${names.x} ${formatNumber(at)}` },
    rows: near.map(({ view, style, share }) => ({
      key: view.key,
      label: view.label,
      style,
      value: shareCell(share),
    })),
    more: found.length - near.length,
    guide: { x: at },
    rings: near.map(({ share, style }) => ({ x: at, y: share, color: style.color })),
  }
}

/** Shares at which the table and the words say what they cost. */
const shares = [0.25, 0.5, 0.75, 0.9, 1]

/** What it takes to a share; undefined where it is never there. */
function costAt({ profile }: ProfileLine, share: number): number | undefined {
  const step = profile.share.findIndex((reached) => reached >= share)
  return step < 0 ? undefined : profile.x[step]
}

export function describeProfiles(lines: readonly ProfileLine[], { title, y }: ProfileNames): string {
  if (lines.length === 0) return `${title}: nothing to show.`
  const parts = lines.map((line) => {
    const half = costAt(line, 0.5)
    return `${line.label}${half === undefined ? '' : `, half at ${formatNumber(half)}`}`
  })
  return `${title}, ${y.toLowerCase()} in the end: ${parts.join('. ')}.`
}

export const profileTable = (lines: readonly ProfileLine[], names: ProfileNames): ChartTableData => ({
  caption: `${names.title}: ${names.x.toLowerCase()}, to each ${names.y.toLowerCase()}`,
  head: ['In the end', ...shares.map((share) => `${formatNumber(100 * share)} % at`)],
  rows: lines.map((line) => ({
    key: line.key,
    label: line.label,
    cells: [
      shareCell(line.profile.share.at(-1) ?? 0),
      ...shares.map((share) => {
        const cost = costAt(line, share)
        return cost === undefined ? { text: 'never' } : numberCell(cost)
      }),
    ],
  })),
})
