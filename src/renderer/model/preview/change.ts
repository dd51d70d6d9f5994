import type { Experiment } from '@core/experiment'
import type { Draft } from '../draft/document'

/** One value of the draft as it could be instead. */
export type Change =
  | { readonly kind: 'start'; readonly theta: readonly number[] }
  /** A hyper-parameter of the run at a place in the list. */
  | { readonly kind: 'hyper'; readonly place: number; readonly name: string; readonly value: number }

/** The experiment with the change in it. */
export function changed(experiment: Experiment, change: Change): Experiment {
  if (change.kind === 'start') return { ...experiment, start: [...change.theta] }
  const { place, name, value } = change
  const runs = experiment.runs.map((run, index) =>
    index === place ? { ...run, hyper: { ...run.hyper, [name]: value } } : run,
  )
  return { ...experiment, runs }
}

/** Which runs go another way after it. */
export const placesOf = ({ runs }: Pick<Experiment, 'runs'>, change: Change): readonly number[] =>
  change.kind === 'start' ? runs.map((_, place) => place) : [change.place]

/** Writes the change into the draft. */
export function apply(draft: Draft, change: Change): void {
  if (change.kind === 'start') draft.start = [...change.theta]
  else if (change.place < draft.runs.length) draft.runs[change.place].hyper[change.name] = change.value
}
