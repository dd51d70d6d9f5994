import type { Interval } from '@core/objectives/contract'
import { groupOf, rowsOf, type Group } from './groups'
import type { SweepView } from './results'
import { settingAt, type Setting } from './settings'
import type { SummaryKind } from './summaries'

/** A box of a heat map, with the runs in it. */
export interface Cell extends Group {
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly top: number
  /** From the least to the largest value that its runs have of the setting across, and of the one upwards. */
  readonly across: Interval
  readonly up: Interval
}

/** Values that get a stretch of their own; of more, as a drawn design has, the stretches are even. */
const mostOwn = 32
const evenStretches = 12

/** The values that have a stretch of their own, ascending; none where the stretches are even. */
export function ownValues(numbers: readonly number[]): readonly number[] {
  const distinct = [...new Set(numbers)].sort((a, b) => a - b)
  return distinct.length > mostOwn ? [] : distinct
}

/** Where the stretches of an axis end, ascending: one more than there are. */
export function stretches(numbers: readonly number[], scale: Setting['scale']): readonly number[] {
  const isLog = scale === 'log'
  const to = (value: number): number => (isLog ? Math.log(value) : value)
  const from = (value: number): number => (isLog ? Math.exp(value) : value)
  const places = [...new Set(numbers)].map(to).sort((a, b) => a - b)
  const [low, high] = [places[0], places[places.length - 1]]
  if (places.length === 0) return []
  if (places.length === 1) return [from(low - 0.5), from(low + 0.5)]
  if (places.length > mostOwn) {
    const edges = Array.from(
      { length: evenStretches + 1 },
      (_, k) => low + (k * (high - low)) / evenStretches,
    )
    return [...edges.slice(0, -1), high].map(from)
  }
  const between = places.slice(1).map((place, k) => (place + places[k]) / 2)
  return [low - (between[0] - low), ...between, high + (high - between[between.length - 1])].map(from)
}

/** The stretch that a value is in; the last one has its upper end. */
function stretchOf(edges: readonly number[], value: number): number {
  let place = 0
  while (place < edges.length - 2 && value >= edges[place + 1]) place++
  return place
}

/** An axis of a heat map. */
export interface HeatSide {
  readonly extent: Interval
  /** The values to be named on it. */
  readonly named: readonly number[]
}

function spanOf(view: SweepView, setting: Setting, rows: readonly number[]): Interval {
  let [low, high] = [Infinity, -Infinity]
  for (const row of rows) {
    const value = settingAt(view, setting, row)
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return [low, high]
}

export interface HeatMap {
  readonly cells: readonly Cell[]
  readonly x: HeatSide
  readonly y: HeatSide
}

/** The results of a method on a problem by two of its settings; undefined while there are none. */
export function heatOf(
  view: SweepView,
  values: Float64Array,
  method: number,
  problem: number,
  [across, up]: readonly [Setting, Setting],
  summary: Pick<SummaryKind, 'of'>,
): HeatMap | undefined {
  const rows = rowsOf(view, method, problem)
  const [xs, ys] = [across, up].map((setting) => rows.map((row) => settingAt(view, setting, row)))
  const [columns, levels] = [stretches(xs, across.scale), stretches(ys, up.scale)]
  if (columns.length < 2 || levels.length < 2) return undefined
  const inCell = new Map<number, number[]>()
  rows.forEach((row, k) => {
    const cell = stretchOf(levels, ys[k]) * (columns.length - 1) + stretchOf(columns, xs[k])
    const held = inCell.get(cell)
    if (held) held.push(row)
    else inCell.set(cell, [row])
  })
  const cells = [...inCell].map(([cell, own]): Cell => {
    const column = cell % (columns.length - 1)
    const level = Math.floor(cell / (columns.length - 1))
    return {
      ...groupOf(values, settingAt(view, across, own[0]), own, summary),
      left: columns[column],
      right: columns[column + 1],
      bottom: levels[level],
      top: levels[level + 1],
      across: spanOf(view, across, own),
      up: spanOf(view, up, own),
    }
  })
  return {
    cells,
    x: { extent: [columns[0], columns[columns.length - 1]], named: ownValues(xs) },
    y: { extent: [levels[0], levels[levels.length - 1]], named: ownValues(ys) },
  }
}
