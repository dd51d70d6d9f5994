import type { Outcome } from '../stopping'

/** How a run ended, once its end has been looked into. */
export interface Ending {
  /** Stalled: a rule that is there to end a run at a minimum ended it somewhere else. */
  readonly status: Outcome['status']
  /** In words with numbers: what the engine says, with the cause added where there is one. */
  readonly reason: string
}
