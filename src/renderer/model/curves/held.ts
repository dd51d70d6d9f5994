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
import { isParameterSeries } from '@core/plan'
import type { CallInput, CurveSlice } from '../../../main/contract'
import { goneText, retryAfter } from './asking'
import { GrowingCurve, type Curve } from './growing'
import { heldPoints, RecordedPoints } from './points'
import { call, onConnection } from '../../client/lab'
import { betweenDrawings } from '../pace'
import { useRuns } from '../runs'
import { semaphore } from '../semaphore'

/** However many charts there are: no more than one request is under way. */
const inTurn = semaphore(1)

export interface HeldCurves {
  /** By run id; replaced as a whole, no more often than the page can draw. */
  readonly curves: Readonly<ShallowRef<ReadonlyMap<number, Curve>>>
  /** Counts the replacements. */
  readonly version: Readonly<Ref<number>>
  /** How many of the points that are to be held are there, from 0 to 1. */
  readonly read: Readonly<Ref<number>>
  /** Why a curve could not be read; empty when all could. */
  readonly error: Readonly<ShallowRef<string>>
}

/** A part of a request: from there on the curve is read, or a single point of it. */
interface Part {
  readonly ask: CallInput<'curves.read'>['runs'][number]
  /** Takes what there is; false where nothing of it is new. */
  take(slice: CurveSlice): boolean
}

/**
 * The curves of some runs, read on from what is held whenever a run has more points. However many
 * runs there are and however fast they go, what is missing of all of them is asked for in one
 * request, no more often than the page can draw; its answer is bounded by the lab. `series`:
 * `loss`, `gradient_norm`, `theta_0`, ... Of a curve that is too long only the first points are
 * held, for the way of the parameters; its other points are read one by one as they are asked for.
 */
export function useHeldCurves(
  ids: MaybeRefOrGetter<readonly number[]>,
  series: MaybeRefOrGetter<readonly string[]>,
): HeldCurves {
  const runs = useRuns()
  const curves = shallowRef<ReadonlyMap<number, Curve>>(new Map())
  const version = ref(0)
  const read = ref(0)
  const error = shallowRef('')
  const growing = new Map<number, GrowingCurve>()
  const long = new Map<number, RecordedPoints>()
  /** Runs that the lab does not have any more. */
  const gone = new Set<number>()
  let names: readonly string[] = []
  let reading = false
  /** Asked for while a request was under way. */
  let again = false
  /** A lab in trouble is left alone for a while. */
  let resting = false
  let retry: ReturnType<typeof setTimeout> | undefined
  /** Points have come in that are not among the curves yet. */
  let hasNews = false

  function publish(): void {
    hasNews = false
    curves.value = new Map(
      [...growing].map(([run, curve]) => [run, { ...curve.view(), whole: long.get(run)?.whole() }]),
    )
    version.value += 1
    read.value = readSoFar()
    turns.drawing()
  }
  /** What has come is shown, and while it is being drawn the lab answers what comes next. */
  const turns = betweenDrawings(() => {
    if (hasNews) publish()
    void readOn()
  })

  /** How many points of a run may be held. */
  const share = (): number => heldPoints([...growing.keys()].map((id) => runs.byId.get(id)?.points ?? 0))
  /** Of a curve that is too long nothing is held where no way of the parameters is drawn. */
  const toHold = (run: number, most: number): number =>
    long.has(run) && !names.some(isParameterSeries) ? 0 : most

  function readSoFar(): number {
    const most = share()
    let [held, wanted] = [0, 0]
    for (const [run, curve] of growing) {
      held += curve.length
      wanted += Math.min(runs.byId.get(run)?.points ?? 0, toHold(run, most))
    }
    return wanted > 0 ? Math.min(1, held / wanted) : 0
  }

  /** One timer for all: each failure setting its own would double them every time. */
  function retrySoon(): void {
    retry ??= setTimeout(() => {
      retry = undefined
      resting = false
      turns.request()
    }, retryAfter)
  }

  const tellGone = (): unknown => (error.value = goneText(gone))

  /** Curves become too long as they grow, and short enough again when others are put away. */
  function tellLong(most: number): void {
    for (const run of growing.keys()) {
      const record = runs.byId.get(run)
      if (!record || record.points <= most) long.delete(run)
      else if (long.has(run)) long.get(run)?.grow(record.points)
      else {
        long.set(run, new RecordedPoints(record, names, turns.request))
        publish()
      }
    }
  }

  /** Reads on from the end of what is held. */
  const restOf = (run: number, curve: GrowingCurve, most: number): Part => ({
    ask: { run, first: curve.length, limit: most - curve.length },
    take(slice) {
      const before = curve.length
      if (growing.get(run) === curve) curve.append(slice)
      return curve.length > before
    },
  })
  const pointOf = (run: number, points: RecordedPoints, first: number): Part => ({
    ask: { run, first, limit: 1 },
    take(slice) {
      points.take(slice)
      return slice.count > 0
    },
  })

  function missingParts(): readonly Part[] {
    const most = share()
    tellLong(most)
    return [...growing].flatMap(([run, curve]) => {
      if (gone.has(run)) return []
      const parts: Part[] = []
      const held = toHold(run, most)
      if (Math.min(runs.byId.get(run)?.points ?? 0, held) > curve.length) parts.push(restOf(run, curve, held))
      const points = long.get(run)
      const next = points?.next()
      if (points && next !== undefined) parts.push(pointOf(run, points, next))
      return parts
    })
  }

  /** Slices come in the order of the parts; there are none of runs that are gone. */
  function take(parts: readonly Part[], slices: readonly CurveSlice[]): boolean {
    const answers = slices.values()
    let answer = answers.next()
    let news = false
    for (const part of parts) {
      if (answer.done || answer.value.run !== part.ask.run) {
        gone.add(part.ask.run)
        continue
      }
      news = part.take(answer.value) || news
      answer = answers.next()
    }
    return news
  }

  async function readOn(): Promise<void> {
    if (reading) {
      again = true
      return
    }
    // What has come is shown before more is asked for, which is then one request a drawing.
    const parts = resting || hasNews ? [] : missingParts()
    if (parts.length === 0) return
    reading = true
    again = false
    let news = false
    try {
      const request = { runs: parts.map(({ ask }) => ask), series: [...names] }
      news = take(parts, await inTurn(() => call('curves.read', request)))
      hasNews ||= news
      tellGone()
    } catch (failure) {
      error.value = failure instanceof Error ? failure.message : String(failure)
      resting = true
    }
    reading = false
    if (!resting && (news || again)) turns.request()
    else retrySoon()
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
        gone.delete(run)
      }
      for (const run of wanted) if (!growing.has(run)) growing.set(run, new GrowingCurve(run, names))
      if (!resting) tellGone()
      publish()
      void readOn()
    },
    { immediate: true },
  )
  // The lab answers while the page draws what it answered before.
  watch(
    () => toValue(ids).map((run) => runs.byId.get(run)?.points ?? 0),
    () => void readOn(),
  )

  const forget = onConnection((connected) => {
    if (!connected) return
    gone.clear()
    turns.request()
  })
  onScopeDispose(() => {
    forget()
    clearTimeout(retry)
    growing.clear()
    turns.cancel()
  })
  return { curves, version: readonly(version), read: readonly(read), error }
}
