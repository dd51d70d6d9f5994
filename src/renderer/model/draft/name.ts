import { defaultLabel } from '@core/experiment'
import { objectiveById } from '@core/objectives'
import { uncapitalised } from '@core/plain-text'
import type { Draft } from './document'

/** Methods that a name spells out; of more, the last are counted. */
const most = 4
/** A formula that a name has room for. */
const longestText = 40

function listed(labels: readonly string[]): string {
  const shown = labels.length > most ? labels.slice(0, most - 1) : labels
  const rest = labels.length - shown.length
  const parts = rest > 0 ? [...shown, `${rest} more`] : shown
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** What an experiment is called until somebody types a name: `GD, SGD and Adam on Rosenbrock`. */
export function composedName({ runs, objective }: Pick<Draft, 'runs' | 'objective'>): string {
  const kind = objectiveById(objective.id)
  const label = kind?.label ?? objective.id
  // A short formula is its own best name.
  if (typeof objective.text === 'string' && objective.text.length <= longestText) {
    return `${listed([...new Set(runs.map(defaultLabel))])} on ${objective.text}`
  }
  // Models are common words, functions have names.
  const on = kind?.family === 'data' || kind?.family === 'typed' ? uncapitalised(label) : label
  return `${listed([...new Set(runs.map(defaultLabel))])} on ${on}`
}
