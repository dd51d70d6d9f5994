import type { Component } from 'vue'
import type { Minimum } from '@core/objectives/contract'
import type { RunRecord } from '../../../../main/contract'
import type { Curve } from '../../../model/curves/curves'
import type { Problem } from '../../../model/draft/problem'

/** What the Lab has on show, for the views below its pictures. */
export interface ViewProps {
  readonly runs: readonly RunRecord[]
  readonly curves: ReadonlyMap<number, Curve>
  /** The update that is looked at; undefined: the newest. */
  readonly playhead: number | undefined
  readonly parameterNames: readonly string[]
  /** Of the objective that these runs minimise; none where they are not known, or the parameters not read. */
  readonly minima: readonly Minimum[]
  /** What is composed; the runs' own objective may be another: see `sameObjective`. */
  readonly problem: Problem | undefined
  readonly sameObjective: boolean
}

export interface ViewEvents {
  'update:playhead': [playhead: number | undefined]
}

/** A view below the pictures: takes `ViewProps`, may emit `ViewEvents`. */
export interface ResultView {
  /** Remembered: never rename. */
  readonly id: string
  /** On its tab. */
  readonly label: string
  /** True: nothing to see before something has run. */
  readonly needsRuns: boolean
  /** True: takes all the room that results may have, however few the runs. */
  readonly tall: boolean
  readonly component: Component
  /** Has ready what it needs to be seen at once, when somebody is about to choose. */
  prepare?(): void
}
