import type { DatasetRecord } from '../../../../main/contract'

/** Columns of numbers, the only ones that can be chosen. */
export const numericColumns = (set: DatasetRecord): string[] =>
  set.columns.filter(({ numeric }) => numeric).map(({ name }) => name)

/** A first choice that can be drawn: the last column against the first. */
export function columnsFor(set: DatasetRecord): { x: string[]; y: string } {
  const names = numericColumns(set)
  const y = names.at(-1) ?? ''
  return { x: names.slice(0, 1).filter((name) => name !== y), y }
}
