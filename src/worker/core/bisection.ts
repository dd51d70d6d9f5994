/**
 * The first whole number from `low` up to `high`, itself left out, at which it holds; `high` where it
 * holds at none. From the first one on it holds at all.
 */
export function firstWhere(low: number, high: number, holds: (at: number) => boolean): number {
  let from = low
  let to = high
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    if (holds(middle)) to = middle
    else from = middle + 1
  }
  return from
}

const mean = (low: number, high: number): number => (low + high) / 2

/**
 * Bisects the stretch in which something begins to hold: not at `low`, but at `high`.
 * @param between the number that parts a stretch in two
 */
export function narrowed(
  [low, high]: readonly [number, number],
  times: number,
  holds: (at: number) => boolean,
  between = mean,
): [low: number, high: number] {
  let from = low
  let to = high
  for (let i = 0; i < times; i++) {
    const middle = between(from, to)
    if (holds(middle)) to = middle
    else from = middle
  }
  return [from, to]
}
