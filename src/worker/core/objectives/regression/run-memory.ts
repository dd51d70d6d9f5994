import type { RunSpec } from '../../experiment-schema'
import type { Table } from '../contract'
import { numbersOfLine } from './line-sums'
import { isLarge, numbersOfPlane } from './plane-sums'
import { quadraticForm } from './quadratic-form'

type Drawing = Pick<RunSpec, 'batch' | 'sampling'>

/** Whether a run goes through rows at all: a full batch has the quadratic form where there is one. */
const readsRows = ({ moments }: Table, { batch }: Drawing): boolean =>
  batch !== 'full' || moments === undefined || quadraticForm(moments) === undefined

/** Whether a run wants the table row by row as well. */
export const wantsRowMajor = (table: Table, run: Drawing): boolean =>
  isLarge(table.target.length, table.features.length) && readsRows(table, run)

/** Bytes that a regression holds for itself, beside the table that all runs share. */
export function bytesOfRun(table: Table, run: Drawing): number {
  const { batch, sampling } = run
  const rows = table.target.length
  const width = table.features.length
  const drawn = sampling === 'shuffle' ? rows : Number(batch)
  const order = batch === 'full' ? 0 : drawn * Int32Array.BYTES_PER_ELEMENT
  const numbers = width === 1 ? numbersOfLine(rows) : numbersOfPlane(rows, width)
  return order + (readsRows(table, run) ? numbers * Float64Array.BYTES_PER_ELEMENT : 0)
}
