import { runStatuses } from '@core/run-statuses'
import { placeOf, targetsOf, type PackedField } from '@core/sweep/packing'
import type { SweepRecord, SweepResults } from '../../contract'
import type { Chunk } from './sweep-chunks'

/** Results as they are stored; the values of the axes follow from the trials. */
export type StoredResults = Omit<SweepResults, 'sweep' | 'total' | 'values'>

/** Columns that are those of the rows. */
const fields = [
  'method',
  'problem',
  'trial',
  'seed',
  'status',
  'startLoss',
  'finalLoss',
  'bestLoss',
  'bestIteration',
  'iterations',
  'duration',
] as const satisfies readonly PackedField[]

/** Some runs of a sweep as columns: places `first .. first + count - 1` of chunks that have them all. */
export function resultsOf(
  chunks: readonly Chunk[],
  targets: number,
  first: number,
  limit: number,
): StoredResults {
  const last = chunks.at(-1)
  const count = last ? Math.max(0, Math.min(limit, last.place + last.count - first)) : 0
  const column = (): Float64Array => new Float64Array(count)
  const [run, evaluations] = [column(), column()]
  const columns = Object.fromEntries(fields.map((name) => [name, column()])) as Record<
    (typeof fields)[number],
    Float64Array
  >
  const reached = Array.from({ length: 2 * targets }, column)
  for (const { place, firstRun, count: there, numbers } of chunks) {
    const width = numbers.length / there
    const [from, to] = [Math.max(first, place), Math.min(first + count, place + there)]
    const fill = (into: Float64Array, at: number): void => {
      for (let k = from; k < to; k++) into[k - first] = numbers[(k - place) * width + at]
    }
    for (const name of fields) fill(columns[name], placeOf[name])
    for (let k = 0; k < 2 * targets; k++) fill(reached[k], width - 2 * targetsOf(width) + k)
    for (let k = from; k < to; k++) {
      const at = (k - place) * width
      run[k - first] = firstRun + k - place
      evaluations[k - first] =
        numbers[at + placeOf.valueEvaluations] +
        numbers[at + placeOf.gradientEvaluations] +
        numbers[at + placeOf.hessianEvaluations]
    }
  }
  return {
    first,
    count,
    run,
    ...columns,
    evaluations,
    reachedUpdates: reached.slice(0, targets),
    reachedEvaluations: reached.slice(targets),
  }
}

/** What is counted of runs for their sweep. */
export function countsOf({
  count: done,
  numbers,
}: Chunk): Pick<SweepRecord, 'done' | 'diverged' | 'failed' | 'duration'> {
  const [isDiverged, isFailed] = [runStatuses.indexOf('diverged'), runStatuses.indexOf('failed')]
  let [diverged, failed, duration] = [0, 0, 0]
  for (let at = 0; at < numbers.length; at += numbers.length / done) {
    const status = numbers[at + placeOf.status]
    if (status === isDiverged) diverged += 1
    if (status === isFailed) failed += 1
    duration += numbers[at + placeOf.duration]
  }
  return { done, diverged, failed, duration }
}
