import type { Experiment } from '@core/experiment'
import type { Table } from '@core/objectives/contract'
import { pathOf, plansOf, type Point } from './experiments'

type Comparable = Pick<Point, 'theta' | 'loss'>

const differs = (a: number, b: number, relative: number): boolean =>
  !(Math.abs(a - b) <= Math.max(relative * Math.abs(b), relative * 1e-3))

/** The first point at which a path is off by more than so much of the other's value; their length if none is. */
export function firstDeparture(
  path: readonly Comparable[],
  other: readonly Comparable[],
  relative: number,
): number {
  const found = path.findIndex(
    ({ theta, loss }, k) =>
      differs(loss, other[k].loss, relative) ||
      theta.some((value, i) => differs(value, other[k].theta[i], relative)),
  )
  return found < 0 ? path.length : found
}

const reversed = (table: Table): Table => ({
  ...table,
  features: table.features.map((values) => values.toReversed()),
  target: table.target.toReversed(),
})

/**
 * How many updates an experiment's first run is determined for: until rounding alone
 * moves it by more than 1e-10. Rounding is provoked in two ways: the start shifted by a
 * few units in the last place, and the rows of the data added up in the opposite order.
 */
export function horizonOf(experiment: Experiment, table: Table | undefined): number {
  const path = pathOf(plansOf(experiment, table)[0])
  const start = path[0].theta.map((value) => value + 4 * Number.EPSILON * Math.max(1, Math.abs(value)))
  const others = [
    plansOf({ ...experiment, start }, table),
    ...(table ? [plansOf(experiment, reversed(table))] : []),
  ]
  return Math.min(...others.map(([plan]) => firstDeparture(path, pathOf(plan), 1e-10)))
}
