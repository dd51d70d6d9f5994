import type { GroupCurve } from './groups'

type Column = Float64Array

/** The index of the lowest (`sign` 1) or highest (-1) number of a stretch; `from` where it has none. */
function extreme(column: Column, from: number, to: number, sign: 1 | -1): number {
  let best = from
  for (let k = from + 1; k < to; k++)
    if (sign * column[k] < sign * column[best] || Number.isNaN(column[best])) best = k
  return best
}

/** The first and the last place of a stretch at which a column has nothing, so that lines are broken there. */
function gapsIn(column: Column, from: number, to: number): readonly number[] {
  const first = column.subarray(from, to).findIndex(Number.isNaN)
  return first < 0 ? [] : [from + first, from + column.subarray(from, to).findLastIndex(Number.isNaN)]
}

/**
 * A group of very many places as a picture needs it: of every one of so many stretches of as many places
 * the first and the last, the lowest lower edge, the highest upper edge, the lowest and the highest middle,
 * and where any of them is missing. All places are looked at, and none of those kept has changed.
 */
export function reducedGroup(curve: GroupCurve, stretches: number): GroupCurve {
  const { x, low, middle, high } = curve
  if (x.length <= 4 * stretches) return curve
  const kept: number[] = []
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * x.length) / stretches)
    const to = Math.floor(((stretch + 1) * x.length) / stretches)
    const places = [
      from,
      to - 1,
      extreme(low, from, to, 1),
      extreme(middle, from, to, 1),
      extreme(middle, from, to, -1),
      extreme(high, from, to, -1),
      ...[low, middle, high].flatMap((column) => gapsIn(column, from, to)),
    ]
    kept.push(...[...new Set(places)].sort((a, b) => a - b))
  }
  const picked = (column: Column): Column => Float64Array.from(kept, (k) => column[k])
  return {
    x: picked(x),
    low: picked(low),
    middle: picked(middle),
    high: picked(high),
    n: picked(curve.n),
    diverged: picked(curve.diverged),
  }
}
