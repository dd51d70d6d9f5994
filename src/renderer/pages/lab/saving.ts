import { objectiveById } from '@core/objectives'
import type { Experiment } from '@core/experiment'
import type { Draft } from '../../model/draft/document'

/** `new`: one more experiment; `replace`: in the place of the saved one. */
export type SaveChoice = 'new' | 'replace'

export interface SaveQuestion {
  /** Name of the experiment that would be overwritten. */
  readonly saved: string
  /** What would take its place, in a sentence. */
  readonly text: string
}

type Compared = Pick<Experiment, 'name'> & { readonly objective: { readonly id: string } }

const labelOf = (id: string): string => objectiveById(id)?.label ?? id

/**
 * What to ask before a document is saved over an experiment; undefined where it still is that one: of
 * the same name, on the same objective.
 */
export function questionBefore(saved: Compared, document: Compared | Draft): SaveQuestion | undefined {
  const renamed = saved.name !== document.name
  const another = saved.objective.id !== document.objective.id
  if (!renamed && !another) return undefined
  const name = renamed ? ` is now called “${document.name}”` : ''
  const objective = another
    ? ` is now on ${labelOf(document.objective.id)}, and no more on ${labelOf(saved.objective.id)}`
    : ''
  const what = [name, objective].filter((part) => part !== '').join(' and')
  return {
    saved: saved.name,
    text: `The one on the screen${what}. Save it as a new experiment, or replace the saved one?`,
  }
}
