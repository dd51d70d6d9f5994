import { computed, onScopeDispose, shallowRef, watch, type ComputedRef } from 'vue'
import { climbs } from '@core/ascent'
import type { CurveSlice, RunRecord } from '../../main/contract'
import type { Curve } from './curves/curves'
import { createFinder } from './curves/finder'
import { pointsOf } from './curves/parts'
import { evaluationsAt } from './evaluations'
import { call } from '../client/lab'
import { firstReaching, type Reached } from './target'

/** In so many columns a stretch of a long curve is looked through; the next one is a column of it. */
const columns = 100
const series = ['loss']

/** Iterations, both ends included. */
interface Stretch {
  readonly from: number
  readonly to: number
}

/** @returns the slices by run; there are none of runs that are gone */
async function look(runs: readonly number[], stretch: Stretch): Promise<ReadonlyMap<number, CurveSlice>> {
  const slices = await call('curves.read', {
    runs: runs.map((run) => ({ run })),
    series,
    picture: { columns, ...stretch },
  })
  return new Map(slices.map((slice) => [slice.run, slice]))
}

/**
 * The first recorded point that reaches `target` of a curve that is not held: the lowest or the highest
 * point of every column says which is the first column to have one, and that is looked through likewise.
 * @param slice of the stretch, in columns; undefined: the run is gone
 */
export async function findFirst(
  run: Pick<RunRecord, 'id' | 'recordEvery' | 'hyper'>,
  target: number,
  { from, to }: Stretch,
  slice: CurveSlice | undefined,
): Promise<Reached | undefined> {
  const { id, recordEvery } = run
  if (!slice) return undefined
  const { iterations, values: loss } = pointsOf(slice, 'loss')
  const reached = firstReaching({ iterations, loss }, target, climbs(run))
  if (!reached || reached.after === undefined || !slice.picked) return reached
  // The point before may be its column's highest, with others beyond the target further to the left.
  const column = (to - from) / columns
  const nearer = { from: Math.max(from, reached.iteration - column - recordEvery), to: reached.iteration }
  const slices = await look([id], nearer)
  return findFirst(run, target, nearer, slices.get(id))
}

interface Found {
  readonly target: number
  readonly points: number
  readonly reached: Reached | undefined
}

type ReachedBy = ReadonlyMap<number, Reached | undefined>

const isSame = (one: ReachedBy, other: ReachedBy): boolean =>
  one.size === other.size &&
  [...one].every(([run, reached]) => {
    const known = other.get(run)
    if (!other.has(run) || known?.iteration !== reached?.iteration) return false
    return known?.after === reached?.after && known?.evaluations === reached?.evaluations
  })

/**
 * Where each run has reached the target; a run of which that is not known yet is missing.
 * Undefined without a target, and the same object as long as nothing in it changes.
 */
export function useReached(
  runs: () => readonly RunRecord[],
  curves: () => ReadonlyMap<number, Curve>,
  target: () => number | undefined,
): ComputedRef<ReachedBy | undefined> {
  const found = shallowRef<ReadonlyMap<number, Found>>(new Map())
  const find = createFinder()
  let over = false
  let searching = false

  const isLong = ({ id }: RunRecord): boolean => curves().get(id)?.whole !== undefined
  /** Once reached it stays so; until then every new point may be the one. */
  function isDue({ id, points }: RunRecord, goal: number): boolean {
    const known = found.value.get(id)
    return known?.target !== goal || (known.reached === undefined && known.points < points)
  }
  /** The iteration up to which it is known not to be reached. */
  function knownUpTo({ id, recordEvery }: RunRecord, goal: number): number {
    const known = found.value.get(id)
    return known?.target === goal ? Math.max(0, known.points - 1) * recordEvery : 0
  }

  /** Looks once at all runs that are due from the same iteration on. */
  async function searchOnce(goal: number): Promise<boolean> {
    const due = runs().filter((run) => isLong(run) && isDue(run, goal))
    if (due.length === 0) return false
    const from = knownUpTo(due[0], goal)
    const alike = due.filter((run) => knownUpTo(run, goal) === from)
    const to = Math.max(from, ...alike.map(({ points, recordEvery }) => (points - 1) * recordEvery))
    const slices = await look(
      alike.map(({ id }) => id),
      { from, to },
    )
    const all = new Map(found.value)
    for (const run of alike) {
      const reached = await findFirst(run, goal, { from, to }, slices.get(run.id))
      all.set(run.id, { target: goal, points: run.points, reached })
    }
    found.value = all
    return true
  }
  async function search(): Promise<void> {
    if (searching) return
    searching = true
    try {
      for (let goal = target(); !over && goal !== undefined && (await searchOnce(goal)); goal = target());
    } catch {
      // Why the curve can't be read is said where it is drawn; the next change has it tried again.
    } finally {
      searching = false
    }
  }
  watch([runs, curves, target], search, { immediate: true })
  onScopeDispose(() => (over = true))

  return computed((before) => {
    const goal = target()
    if (goal === undefined) return undefined
    const all = new Map<number, Reached | undefined>()
    for (const run of runs()) {
      const curve = curves().get(run.id)
      const keep = (reached: Reached | undefined): unknown =>
        all.set(run.id, reached && { ...reached, evaluations: evaluationsAt(run, reached.iteration, curve) })
      if (isLong(run)) {
        const known = found.value.get(run.id)
        if (known?.target === goal) keep(known.reached)
      } else if (curve && curve.length > 0) {
        const { iterations, series: held } = curve
        keep(firstReaching({ iterations, loss: held.loss }, goal, climbs(run), find))
      }
    }
    return before && isSame(before, all) ? before : all
  })
}
