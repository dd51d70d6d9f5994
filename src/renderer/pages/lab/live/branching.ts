import type { InjectionKey } from 'vue'
import type { RunRecord } from '../../../../main/contract'

/** What a run is to do otherwise: a fork of it from some update on, or itself while it runs. */
export interface BranchQuestion {
  readonly kind: 'fork' | 'change'
  readonly run: RunRecord
}

/** Asks the person for the new value, in a dialog, and does it. */
export const askBranch: InjectionKey<(question: BranchQuestion) => void> = Symbol('askBranch')

/**
 * The update a fork is offered at: the one looked at; at the end of a run that has used up its budget,
 * where a fork would have none left, the middle.
 */
export function forkPlace({ iterations, budget }: RunRecord, playhead: number | undefined): number {
  const looked = Math.min(playhead ?? iterations, iterations)
  return looked < budget ? looked : Math.floor(budget / 2)
}
