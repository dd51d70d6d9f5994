/** Who is ahead of whom, counted. */

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

/**
 * Each method against each.
 *
 * @param methods to each its values over the same pairs of problem and seed; Infinity where it failed,
 * which ties with another failure
 */
export const winMatrix = (methods: readonly (readonly number[])[]): readonly (readonly Tally[])[] =>
  methods.map((row) => methods.map((column) => tallyOf(row, column)))
