import { settingsAfter } from '../changes'
import type { Plan } from '../plan'
import type { Advance } from './loop'
import type { State } from './state'

/** A loop that halts where the plan changes settings, to go on with the new ones: it knows nothing of them itself. */
export function steered({ run }: Plan, state: State, advance: Advance): Advance {
  const { position } = state
  const { changes = [] } = run
  if (changes.length === 0) return advance
  /** The change that is next. */
  let next = changes.findIndex(({ at }) => at > position.iteration)
  if (next < 0) return advance
  return (into, most) => {
    let made = 0
    for (;;) {
      if (next < changes.length && position.iteration === changes[next].at) {
        state.hyper = { ...settingsAfter(run, position.iteration) }
        next += 1
      }
      const left = next < changes.length ? changes[next].at - position.iteration : Infinity
      const wanted = Math.min(most - made, left)
      const done = advance(into, wanted)
      made += done
      if (done < wanted || made >= most) return made
    }
  }
}
