import {
  onScopeDispose,
  readonly,
  ref,
  shallowRef,
  toValue,
  watch,
  type MaybeRefOrGetter,
  type Ref,
  type ShallowRef,
} from 'vue'
import type { CurveSlice } from '../main/contract'
import { heldPoints, RecordedPoints, type WholeCurve } from './curve-points'
import { call, LabError, onConnection } from './lab'
import { paced } from './pace'
import { useRuns } from './runs'
import { turns } from './turns'

/** What is held of a run's curve: point k of every array belongs together. */
export interface Curve {
  readonly run: number
  /** Points held. */
  readonly length: number
  readonly iterations: Float64Array
  readonly series: Readonly<Record<string, Float64Array>>
  /** Every recorded point, where there are too many to hold: the arrays then have the first of them. */
  readonly whole?: WholeCurve
}

/** Arrays that grow by doubling, so that appending n points costs n copies in all. */
export class GrowingCurve {
  private columns: Float64Array[]
  private held = 0

  constructor(
    private readonly run: number,
    private readonly names: readonly string[],
  ) {
    this.columns = [0, ...names].map(() => new Float64Array(1_024))
  }

  get length(): number {
    return this.held
  }

  /** Appends what is new in the slice; points held already are skipped, a gap is refused. */
  append(slice: CurveSlice): void {
    const skip = this.held - slice.first
    if (skip < 0 || skip >= slice.count) return
    const end = slice.first + slice.count
    this.reserve(end)
    const parts = [slice.iterations, ...this.names.map((name) => slice.series[name])]
    parts.forEach((part, index) => {
      if (part) this.columns[index].set(part.subarray(skip, slice.count), this.held)
      else this.columns[index].fill(NaN, this.held, end)
    })
    this.held = end
  }

  /** Views, not copies: they stay right, for what is held is never rewritten. */
  view(): Curve {
    const [iterations, ...rest] = this.columns.map((column) => column.subarray(0, this.held))
    const series = Object.fromEntries(this.names.map((name, index) => [name, rest[index]]))
    return { run: this.run, length: this.held, iterations, series }
  }

  private reserve(points: number): void {
    let capacity = this.columns[0].length
    if (capacity >= points) return
    while (capacity < points) capacity *= 2
    this.columns = this.columns.map((column) => {
      const larger = new Float64Array(capacity)
      larger.set(column.subarray(0, this.held))
      return larger
    })
  }
}

/** Of the six requests that a browser makes at a time some are left to what is waited for more. */
const inTurn = turns(2)
/** Milliseconds until a failed read is tried again. */
const patience = 2_000

export interface Curves {
  /** By run id; replaced as a whole, no more often than the page can draw. */
  readonly curves: Readonly<ShallowRef<ReadonlyMap<number, Curve>>>
  /** Counts the replacements. */
  readonly version: Readonly<Ref<number>>
  /** Why a curve could not be read; empty when all could. */
  readonly error: Readonly<ShallowRef<string>>
}

/**
 * The curves of some runs, read on from what is held whenever a run has more points;
 * at most one request a run is under way. `series`: `loss`, `gradient_norm`, `theta_0`, ...
 * Of a curve that is too long only the first points are held, for the way of the parameters;
 * its other points are read one by one as they are asked for.
 */
export function useCurves(
  ids: MaybeRefOrGetter<readonly number[]>,
  series: MaybeRefOrGetter<readonly string[]>,
): Curves {
  const runs = useRuns()
  const curves = shallowRef<ReadonlyMap<number, Curve>>(new Map())
  const version = ref(0)
  const error = shallowRef('')
  const growing = new Map<number, GrowingCurve>()
  const long = new Map<number, RecordedPoints>()
  const underway = new Set<GrowingCurve>()
  let names: readonly string[] = []
  let retry: ReturnType<typeof setTimeout> | undefined

  function publish(): void {
    curves.value = new Map(
      [...growing].map(([run, curve]) => [run, { ...curve.view(), whole: long.get(run)?.whole() }]),
    )
    version.value += 1
  }
  const publishing = paced(publish)

  /** How many points of a run may be held. */
  const share = (): number => heldPoints([...growing.keys()].map((id) => runs.byId.get(id)?.points ?? 0))
  /** Of a curve that is too long nothing is held where no way of the parameters is drawn. */
  const toHold = (run: number, most: number): number =>
    long.has(run) && !names.some((name) => name.startsWith('theta_')) ? 0 : most

  /** One timer for all: each failure setting its own would double them every time. */
  function retrySoon(): void {
    retry ??= setTimeout(() => {
      retry = undefined
      readAll()
    }, patience)
  }

  function fail(failure: unknown): void {
    error.value = failure instanceof Error ? failure.message : String(failure)
    const gone = failure instanceof LabError && failure.kind === 'missing'
    if (!gone) retrySoon()
  }

  /** Curves become too long as they grow, and short enough again when others are put away. */
  function tellLong(most: number): void {
    for (const run of growing.keys()) {
      const record = runs.byId.get(run)
      if (!record || record.points <= most) long.delete(run)
      else if (long.has(run)) long.get(run)?.grow(record.points)
      else {
        long.set(run, new RecordedPoints(record, names, { read: publishing.request, failed: fail }))
        publishing.request()
      }
    }
  }

  async function readOn(run: number, curve: GrowingCurve): Promise<void> {
    if (underway.has(curve)) return
    underway.add(curve)
    try {
      for (let fruitless = 0; fruitless < 2;) {
        const before = curve.length
        const limit = toHold(run, share()) - before
        if (limit <= 0) return
        const series = [...names]
        const slice = await inTurn(() => call('curves.read', { run, series, first: before, limit }))
        if (growing.get(run) !== curve) return
        curve.append(slice)
        error.value = ''
        if (curve.length > before) publishing.request()
        // News of more points may have come while this answer was on its way.
        const known = Math.max(slice.total, runs.byId.get(run)?.points ?? 0)
        if (curve.length >= known) return
        fruitless = curve.length > before ? 0 : fruitless + 1
      }
      retrySoon()
    } catch (failure) {
      fail(failure)
    } finally {
      underway.delete(curve)
    }
  }

  function readAll(): void {
    const most = share()
    tellLong(most)
    for (const [run, curve] of growing) {
      const record = runs.byId.get(run)
      if (!record) continue
      const missing = Math.min(record.points, toHold(run, most)) > curve.length
      if (missing || (curve.length === 0 && !long.has(run))) void readOn(run, curve)
    }
  }

  watch(
    [() => toValue(ids).join(), () => toValue(series).join()],
    () => {
      const wanted = new Set(toValue(ids))
      const wantedNames = toValue(series)
      if (wantedNames.join() !== names.join()) {
        growing.clear()
        long.clear()
      }
      names = wantedNames
      for (const run of growing.keys()) {
        if (wanted.has(run)) continue
        growing.delete(run)
        long.delete(run)
      }
      for (const run of wanted) if (!growing.has(run)) growing.set(run, new GrowingCurve(run, names))
      publishing.request()
      readAll()
    },
    { immediate: true },
  )
  watch(() => toValue(ids).map((run) => runs.byId.get(run)?.points ?? 0), readAll)

  const forget = onConnection((connected) => {
    if (connected) readAll()
  })
  onScopeDispose(() => {
    forget()
    clearTimeout(retry)
    growing.clear()
    publishing.cancel()
  })
  return { curves, version: readonly(version), error }
}
