import { createGlobalState } from '@vueuse/core'
import { shallowRef, type ShallowRef } from 'vue'
import { rowsOf } from './groups'
import type { SweepView } from './results'
import { settingAt, settingsOf } from './settings'
import type { Side } from './verdicts'

/** Two points of a sweep that are held against each other; one of them may be left to be chosen. */
export interface HeldPair {
  readonly sweep: number
  readonly sides: readonly [Side | undefined, Side | undefined]
}

/** The pair that was chosen last, from whatever picture. */
export const usePair = createGlobalState((): ShallowRef<HeldPair | undefined> => shallowRef())

/** Two to begin with: the two lowest values of the first setting that a method varies, the others open. */
export function firstSides(view: SweepView): readonly [Side, Side] {
  const [setting] = settingsOf(view.detail.axes)
  if (!setting) return [0, 1].map((method): Side => ({ method, given: new Map() })) as [Side, Side]
  const [method] = setting.columns.keys()
  const values = new Set(rowsOf(view, method, 0).map((row) => settingAt(view, setting, row)))
  const [low, next = low] = [...values].sort((a, b) => a - b)
  const side = (value: number): Side => ({ method, given: new Map([[setting.path, value]]) })
  return [side(low), side(next)]
}
