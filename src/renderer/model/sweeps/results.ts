import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { SweepDetail, SweepResults } from '../../../main/contract'
import { call } from '../../client/lab'
import { errorText } from '../notify'
import { paced } from '../pace'
import { useSweeps } from './sweeps'

/** What is known of a sweep: what it is, and what its runs came to so far. */
export interface SweepView {
  readonly detail: SweepDetail
  /** Every run stored so far, from the first on. */
  readonly results: SweepResults
}

export interface SweepReading {
  /** Undefined until the first results are there; another object when there are more. */
  readonly view: Readonly<ShallowRef<SweepView | undefined>>
  /** Why it could not be read; empty when it could. */
  readonly error: Readonly<ShallowRef<string>>
}

function joined(head: Float64Array, tail: Float64Array): Float64Array {
  const whole = new Float64Array(head.length + tail.length)
  whole.set(head)
  whole.set(tail, head.length)
  return whole
}
const allJoined = (heads: readonly Float64Array[], tails: readonly Float64Array[]): readonly Float64Array[] =>
  tails.map((tail, place) => joined(heads[place], tail))

/** Results with those that were stored after them. */
export function followed(held: SweepResults, more: SweepResults): SweepResults {
  const of = (key: Column): Float64Array => joined(held[key], more[key])
  return {
    sweep: held.sweep,
    first: held.first,
    count: held.count + more.count,
    total: more.total,
    run: of('run'),
    method: of('method'),
    problem: of('problem'),
    trial: of('trial'),
    seed: of('seed'),
    values: allJoined(held.values, more.values),
    status: of('status'),
    startLoss: of('startLoss'),
    finalLoss: of('finalLoss'),
    bestLoss: of('bestLoss'),
    bestIteration: of('bestIteration'),
    iterations: of('iterations'),
    evaluations: of('evaluations'),
    duration: of('duration'),
    reachedUpdates: allJoined(held.reachedUpdates, more.reachedUpdates),
    reachedEvaluations: allJoined(held.reachedEvaluations, more.reachedEvaluations),
  }
}
type Column = {
  [Key in keyof SweepResults]: SweepResults[Key] extends Float64Array ? Key : never
}[keyof SweepResults]

/** Reads a sweep, and reads on while it grows, as long as the calling component lives. */
export function useSweepResults(sweep: () => number | undefined): SweepReading {
  const { byId } = useSweeps()
  const view = shallowRef<SweepView>()
  const error = shallowRef('')
  let reading = false
  let again = false

  const isAsked = (id: number): boolean => sweep() === id

  async function readOn(id: number): Promise<void> {
    const held = view.value?.detail.id === id ? view.value : undefined
    const record = byId.get(id)
    const isSame = held && record && held.detail.total === record.total && held.detail.note === record.note
    const detail = isSame ? { ...held.detail, ...record } : await call('sweeps.get', { sweep: id })
    let results = held?.results
    do {
      const more = await call('sweeps.results', { sweep: id, first: results?.count ?? 0 })
      if (!isAsked(id)) return
      results = results ? followed(results, more) : more
      view.value = { detail, results }
      if (more.count === 0) return
    } while (results.count < results.total)
  }

  async function read(): Promise<void> {
    const id = sweep()
    if (id === undefined) {
      view.value = undefined
      return
    }
    if (reading) {
      again = true
      return
    }
    reading = true
    try {
      await readOn(id)
      if (isAsked(id)) error.value = ''
    } catch (failure) {
      if (isAsked(id)) error.value = errorText(failure)
    } finally {
      reading = false
    }
    if (!again) return
    again = false
    soon.request()
  }
  const soon = paced(() => void read())
  onScopeDispose(soon.cancel)

  watch(
    sweep,
    (id) => {
      if (view.value?.detail.id !== id) view.value = undefined
      error.value = ''
      void read()
    },
    { immediate: true },
  )
  watch(
    () => byId.get(sweep() ?? 0),
    (record) => {
      if (record) soon.request()
    },
  )
  return { view, error }
}
