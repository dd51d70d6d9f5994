/** Who is ahead of whom, counted. */
import { ascending } from '../statistics/summary'

export interface Tally {
  readonly wins: number
  readonly ties: number
  readonly losses: number
}

/** Row against column over pairs, the lower value being the better: both lists have them in the same order. */
export function tallyOf(row: readonly number[], column: readonly number[]): Tally {
  let [wins, ties, losses] = [0, 0, 0]
  row.forEach((value, k) => {
    if (value < column[k]) wins++
    else if (value > column[k]) losses++
    else ties++
  })
  return { wins, ties, losses }
}

/** Every one of a against every one of b, without making the pairs. */
export function pairingsOf(a: readonly number[], b: readonly number[]): Tally {
  const sorted = ascending(b)
  let [wins, losses, below, atMost] = [0, 0, 0, 0]
  for (const value of ascending(a)) {
    while (below < sorted.length && sorted[below] < value) below++
    while (atMost < sorted.length && sorted[atMost] <= value) atMost++
    losses += below
    wins += sorted.length - atMost
  }
  return { wins, ties: a.length * b.length - wins - losses, losses }
}

/**
 * Each method against each.
 *
 * @param methods to each its values over the same pairs of problem and seed; Infinity where it failed,
 * which ties with another failure
 */
export const winMatrix = (methods: readonly (readonly number[])[]): readonly (readonly Tally[])[] =>
  methods.map((row) => methods.map((column) => tallyOf(row, column)))
