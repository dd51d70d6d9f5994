import type { RunRecord } from '../../../main/contract'
import type { RunColumn } from './columns'

/** How wide a text is, in pixels. */
export type Measure = (text: string) => number

/** A column, and how wide its heading and what is in it are, in pixels. */
interface Need {
  readonly column: RunColumn
  readonly need: number
}

/** What is left and right of a text, and what heads a sorted column beside its name. */
const padding = 16
const arrow = 20
/** Numbers that grow while they are watched don't move their column each time. */
const step = 6
/** Runs beyond these do not count: the columns of a long list must not take long. */
const looked = 100

function needOf(
  column: RunColumn,
  runs: readonly RunRecord[],
  measure: Measure,
  sorted: readonly string[],
): number {
  if (column.fixed) return column.width
  const { beside = 0, most = Infinity } = column
  const contents = runs.slice(0, looked).map((run) => {
    const { text, detail } = column.cell(run)
    return beside + measure(text) + (detail === undefined ? 0 : 6 + measure(detail))
  })
  const heading = measure(column.label) + (sorted.includes(column.id) ? arrow : 0)
  const widest = Math.max(heading, ...contents) + padding
  return Math.min(most, column.numeric ? step * Math.ceil(widest / step) : Math.ceil(widest))
}

/** `sorted` has the columns that the list is sorted by. */
export const needsOf = (
  columns: readonly RunColumn[],
  runs: readonly RunRecord[],
  measure: Measure,
  sorted: readonly string[] = [],
): readonly Need[] => columns.map((column) => ({ column, need: needOf(column, runs, measure, sorted) }))

const sumOf = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width, 0)

/** The columns of a table `available` pixels wide: those that yield are left out while the others are cut. */
export function fitting(needs: readonly Need[], available: number): readonly Need[] {
  if (sumOf(needs.map(({ need }) => need)) <= available) return needs
  const [first] = needs
    .flatMap(({ column }) => (column.yields === undefined ? [] : [{ column, at: column.yields }]))
    .sort((a, b) => a.at - b.at)
  return first
    ? fitting(
        needs.filter(({ column }) => column !== first.column),
        available,
      )
    : needs
}

/** How wide a column is where none that can grow is wider than `level`. */
const cutAt =
  (level: number) =>
  ({ column, need }: Need): number =>
    column.grows ? Math.min(need, Math.max(column.width, level)) : need

/** The level at which the columns take up `available` pixels, to a fraction of one. */
function levelFor(needs: readonly Need[], available: number): number {
  let [low, high] = [0, Math.max(...needs.map(({ need }) => need))]
  while (high - low > 0.25) {
    const level = (low + high) / 2
    if (sumOf(needs.map(cutAt(level))) <= available) low = level
    else high = level
  }
  return low
}

/**
 * Each column's width: what it needs, and its share of what is left. Where there is too little for all of them,
 * the widest of those that can grow are cut, down to the least they can do with.
 */
export function columnWidths(needs: readonly Need[], available: number): readonly number[] {
  const left = available - sumOf(needs.map(({ need }) => need))
  if (left < 0) return needs.map(cutAt(levelFor(needs, available))).map(Math.floor)
  const shares = sumOf(needs.map(({ column }) => column.grows ?? 0))
  return needs.map(({ column: { grows = 0 }, need }) =>
    Math.floor(need + (shares > 0 ? (left * grows) / shares : 0)),
  )
}

/** Widths in the font of an element, as the page would draw it. */
export function measureIn(element: Element): Measure {
  const context = document.createElement('canvas').getContext('2d')
  // Where nothing is drawn, no text has a width.
  if (!context) return () => 0
  const { fontSize, fontFamily } = getComputedStyle(element)
  // Names and headings are a little heavier than the rest.
  context.font = `500 ${fontSize} ${fontFamily}`
  const known = new Map<string, number>()
  return (text) => {
    const width = known.get(text) ?? context.measureText(text).width
    known.set(text, width)
    return width
  }
}
