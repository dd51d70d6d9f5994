import { isRecord } from '@core/sweep/ranges'
import { isLost } from './measures'
import type { SweepView } from './results'

/** Problems of which neither the lowest value nor a reference is known. */
export function unmeasured({ detail, results }: SweepView): readonly number[] {
  const { options, minima } = detail
  const isReached = results.reachedUpdates.map((updates) =>
    updates.map((update) => (Number.isNaN(update) ? 0 : 1)),
  )
  return minima.flatMap((minimum, problem) => {
    const reference = problem === 0 ? options.reference : options.problems[problem - 1]?.reference
    // With data it is the problem with them that knows.
    const isTold = isReached.some((reached) =>
      reached.some((one, row) => one === 1 && results.problem[row] === problem),
    )
    return minimum === null && reference === undefined && !isTold && options.targets.length > 0
      ? [problem]
      : []
  })
}

/** The lowest loss that any run of a problem has found; undefined where none has. */
export function bestFound(view: SweepView, problem: number): number | undefined {
  const { results } = view
  let best = Infinity
  for (let row = 0; row < results.count; row++)
    if (results.problem[row] === problem && !isLost(view, row) && results.bestLoss[row] < best)
      best = results.bestLoss[row]
  return Number.isFinite(best) ? best : undefined
}

/** The document of a sweep with what its runs have found as the references of its problems. */
export function withReferences(view: SweepView): unknown {
  const { document } = view.detail
  if (!isRecord(document) || !isRecord(document.sweep)) return document
  const wanting = new Set(unmeasured(view))
  const found = (problem: number): { readonly reference?: number } => {
    const best = wanting.has(problem) ? bestFound(view, problem) : undefined
    return best === undefined ? {} : { reference: best }
  }
  const { problems } = view.detail.options
  return {
    ...document,
    sweep: {
      ...document.sweep,
      ...found(0),
      problems: problems.map((problem, place) => ({ ...problem, ...found(place + 1) })),
    },
  }
}
