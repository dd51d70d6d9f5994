/**
 * Numbers by index, as an array of them has. One that has not been read yet is undefined: asking
 * for it has it read, and whoever watches the sequence hears when it is there.
 */
export interface Sequence {
  readonly length: number
  at(index: number): number | undefined
}

/** The last index whose number is at or below `value`; -1 where there is none. The numbers never decrease. */
export function lastAtOrBelow(numbers: Sequence, value: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((numbers.at(middle) ?? NaN) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The first index whose number is not below `value`; the length where there is none. */
export function lowerBound(numbers: Sequence, value: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((numbers.at(middle) ?? NaN) < value) low = middle + 1
    else high = middle
  }
  return low
}
