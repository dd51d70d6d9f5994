import { formatCount, formatNumber } from '../../model/format'
import { lostPlace, valueOn, type Parallel, type ParallelAxis } from '../../model/sweeps/parallel'
import type { ChartTableData, TableCell } from '../frame/table'
import type { Frame } from '../frame/scene'
import type { Readout } from '../probes/readout'
import type { Aim } from '../probes/useProbe'
import { toPixel } from '../scales/axis'
import type { ParallelModel } from './parallel-painter'

/** So near, in CSS pixels, the pointer is at a line. */
const reach = 14
/** Rows of the table: enough to read. */
const tabled = 200

const cellOf = (axis: ParallelAxis, line: number, lost: string): TableCell => {
  const share = axis.shares[line]
  return { text: share === lostPlace ? lost : formatNumber(valueOn(axis, share)) }
}

/** Where a line is at a place between two axes. */
function heightAt({ axes }: Parallel, line: number, x: number): number {
  const left = Math.max(0, Math.min(axes.length - 2, Math.floor(x)))
  const [from, to] = [axes[left], axes[left + 1] ?? axes[left]]
  return from.shares[line] + Math.max(0, Math.min(1, x - left)) * (to.shares[line] - from.shares[line])
}

/** The line nearest to a pixel, by its place; -1 where none is near. */
export function lineAt({ lines, kept }: ParallelModel, frame: Frame, aim: Aim): number {
  const [bottom, top] = [toPixel(frame.y, 0), toPixel(frame.y, 1)]
  let [found, best] = [-1, reach]
  for (let line = 0; line < lines.rows.length; line++) {
    if (kept[line] === 0) continue
    const distance = Math.abs(bottom + heightAt(lines, line, aim.x) * (top - bottom) - aim.pixelY)
    if (distance < best) [found, best] = [line, distance]
  }
  return found
}

export function readLine(
  model: ParallelModel,
  frame: Frame,
  aim: Aim,
  nameOf: (row: number) => string,
  lost: string,
): Readout | undefined {
  const { lines } = model
  const line = lineAt(model, frame, aim)
  if (line < 0) return undefined
  return {
    x: aim.pixelX,
    y: aim.pixelY,
    head: { text: nameOf(lines.rows[line]) },
    rows: lines.axes.map((axis) => ({ key: axis.key, label: axis.label, value: cellOf(axis, line, lost) })),
    more: 0,
    guide: {},
    rings: lines.axes.map(({ shares }, place) => ({ x: place, y: shares[line], color: frame.theme.text })),
  }
}

/** The lines that are kept, the lowest result first. */
export function keptLines({ lines: { axes, rows }, kept }: ParallelModel): readonly number[] {
  const { shares } = axes[axes.length - 1]
  return Array.from(rows.keys())
    .filter((line) => kept[line] === 1)
    .sort((a, b) => shares[a] - shares[b])
}

export function brushNote({ lines, kept, brushes }: ParallelModel): readonly string[] {
  if (brushes.size === 0) return []
  const count = kept.reduce((sum, one) => sum + one, 0)
  return [`${formatCount(count)} of ${formatCount(lines.rows.length)} runs go through what is marked.`]
}

export function describeParallel(title: string, model: ParallelModel, lost: string): string {
  const { lines } = model
  const [best] = keptLines(model)
  if (best === undefined) return `${title}: nothing to show.`
  const parts = lines.axes.map((axis) => `${axis.label} ${cellOf(axis, best, lost).text}`)
  return [`${title}: ${formatCount(lines.rows.length)} runs. The lowest: ${parts.join(', ')}.`]
    .concat(brushNote(model))
    .join(' ')
}

export function parallelTable(
  title: string,
  model: ParallelModel,
  nameOf: (row: number) => string,
  lost: string,
): ChartTableData {
  const shown = keptLines(model)
  return {
    caption: shown.length > tabled ? `${title}, the ${tabled} lowest of ${formatCount(shown.length)}` : title,
    head: model.lines.axes.map(({ label }) => label),
    rows: shown.slice(0, tabled).map((line) => ({
      key: String(line),
      label: nameOf(model.lines.rows[line]),
      cells: model.lines.axes.map((axis) => cellOf(axis, line, lost)),
    })),
  }
}
