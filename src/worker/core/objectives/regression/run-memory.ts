import type { Drawing } from '../../data/sampler'
import type { Table } from '../contract'
import { numbersOfLine } from './line-sums'
import type { Moments } from './moments'
import { isLarge, numbersOfPlane } from './plane-sums'
import { quadraticForm } from './quadratic-form'

/** Whether a run goes through rows at all: a full batch has the quadratic form where there is one. */
const readsRows = (moments: Moments, { batch }: Drawing): boolean =>
  batch !== 'full' || quadraticForm(moments) === undefined

/** Whether a run wants the table row by row as well. */
export const wantsRowMajor = (table: Table, moments: Moments, run: Drawing): boolean =>
  isLarge(table.target.length, table.features.length) && readsRows(moments, run)

/** Numbers that a regression holds for itself, beside the table that all runs share. */
export function numbersOfRun({ features, target }: Table, moments: Moments, run: Drawing): number {
  if (!readsRows(moments, run)) return 0
  return features.length === 1 ? numbersOfLine(target.length) : numbersOfPlane(target.length, features.length)
}
