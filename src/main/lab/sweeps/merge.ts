import { identityOf, longerOf, sweepDocument, type Sweep } from '@core/sweep/document'
import { numbersOf, packRun, type OutcomeNumbers } from '@core/sweep/packing'
import { byKey, sweepRuns } from '@core/sweep/runs'
import type { SweepRecord } from '../../contract'
import { Fault } from '../../faults'
import type { Store } from '../../store'
import type { EndedRuns, OwnRow, StoredRun } from '../../store/tables/sweep-runs'
import { parsedSweep } from './preparing'

/** A database to merge, and what its file is called. */
export interface MergeSource {
  readonly name: string
  readonly store: Store
}

/** What became of a sweep. */
export interface Merged {
  readonly sweep: SweepRecord
  /** Runs that were not there before. */
  readonly added: number
}

/** A sweep of which a source has runs. */
interface Part {
  readonly name: string
  readonly store: Store
  readonly record: SweepRecord
  readonly sweep: Sweep
}

const keyText = ({ key: { method, problem, trial, seed } }: StoredRun): string =>
  `run ${method + 1}, problem ${problem + 1}, point ${trial + 1}, seed ${seed + 1}`

/** All but how long it took, which is never twice the same. */
const comparable = (outcome: OutcomeNumbers): string =>
  JSON.stringify({ ...outcome, duration: 0 }, (_key, value: unknown) =>
    typeof value === 'number' ? (Object.is(value, -0) ? '-0' : String(value)) : value,
  )

function partsOf({ name, store }: MergeSource): readonly Part[] {
  return store.sweeps.list({ trash: false }).map((record) => ({
    name,
    store,
    record,
    sweep: parsedSweep(store.sweeps.document(record.id)),
  }))
}

/** Every run of the parts once. @throws Fault `conflict` where two of them differ */
function together(parts: readonly Part[]): readonly StoredRun[] {
  const found = new Map<string, { readonly run: StoredRun; readonly from: string }>()
  for (const { name, store, record } of parts) {
    for (const run of store.sweeps.stored(record.id)) {
      const key = keyText(run)
      const known = found.get(key)
      if (!known) found.set(key, { run, from: name })
      else if (comparable(known.run.outcome) !== comparable(run.outcome)) {
        const message = `${key} of the sweep "${record.name}" is not the same in ${known.from} and ${name}; make one of them again with the same version`
        throw new Fault('conflict', message)
      }
    }
  }
  return [...found.values()].map(({ run }) => run).sort((a, b) => byKey(a.key, b.key))
}

/** Runs that are stored together. */
const most = 1_000

/** As the store takes them. */
function ended(runs: readonly StoredRun[]): EndedRuns {
  const width = numbersOf(runs[0].outcome.reachedUpdates.length)
  const numbers = new Float64Array(runs.length * width)
  const reasons = new Map(runs.map(({ reason }) => [reason.join(), reason]))
  const places = new Map([...reasons.keys()].map((text, place) => [text, place]))
  const owned = new Map<number, OwnRow>()
  for (const [at, { reason, owned: row, ...run }] of runs.entries()) {
    packRun({ ...run, reason: places.get(reason.join()) ?? 0 }, numbers, at * width)
    if (row) owned.set(at, row)
  }
  return { count: runs.length, numbers, reasons: [...reasons.values()], owned }
}

/** Stores what of a sweep is not there yet: in the order of its methods, problems, points and seeds. */
function into(out: MergeSource, parts: readonly Part[], session: number): Merged {
  const sweep = parts.map((part) => part.sweep).reduce((a, b) => longerOf(a, b))
  const runs = together(parts)
  const there = parts.find(({ store }) => store === out.store)
  const [{ record }] = parts
  const document = sweepDocument(sweep)
  const { total } = sweepRuns(sweep)
  const { seeds } = sweep.options
  const { sweeps } = out.store
  // Of a sweep from before that was stored, nothing is known, and nothing needed.
  const known = parts.map(({ store, record: { id } }) => store.sweeps.objectives(id))
  const objectives = known.find(({ length }) => length > 0) ?? []
  const id =
    there?.record.id ??
    sweeps.insert({ ...record, document, objectives, seeds, total, session, startedAt: earliest(parts) })
  const before = sweeps.get(id)
  if (!before) throw new Fault('missing', `there is no sweep ${id}`)
  for (let from = 0; from < runs.length; from += most)
    sweeps.addRuns(id, ended(runs.slice(from, from + most)))
  const { done } = sweeps.get(id) ?? before
  const isWhole = done === total
  sweeps.extend(id, document, {
    seeds,
    total,
    status: isWhole ? 'finished' : 'paused',
    endedAt: isWhole ? Math.max(...parts.map((part) => part.record.endedAt ?? 0)) : null,
    session: null,
    objectives,
  })
  return { sweep: sweeps.get(id) ?? before, added: done - (there?.record.done ?? 0) }
}

const earliest = (parts: readonly Part[]): number => Math.min(...parts.map(({ record }) => record.startedAt))

/**
 * Puts the sweeps of several databases together in one, which may have some of them already: the same
 * sweep becomes one, and of its runs each is there once, whatever was merged before.
 * @throws Fault `conflict`, and nothing is changed, where the same run came to something else
 */
export function mergeSweeps(
  out: MergeSource,
  sources: readonly MergeSource[],
  session: number,
): readonly Merged[] {
  const bySweep = new Map<string, Part[]>()
  for (const part of [out, ...sources].flatMap(partsOf)) {
    const identity = identityOf(part.sweep)
    bySweep.set(identity, [...(bySweep.get(identity) ?? []), part])
  }
  const news = [...bySweep.values()].filter((parts) => parts.some(({ store }) => store !== out.store))
  return out.store.transaction(() => news.map((parts) => into(out, parts, session)))
}
