import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { Interval } from '@core/objectives/contract'
import type { CallInput, RunRecord } from '../../../main/contract'
import type { CurveWindow } from '../chart-data'
import { goneText, retryAfter } from './asking'
import type { Curve } from './growing'
import { afterStart, merged, pointsOf, type SeriesPoints } from './parts'
import { call, onConnection } from '../../client/lab'
import { useRuns } from '../runs'

/** What one request may ask for. */
const mostRuns = 256
const mostColumns = 10_000
/** Over all its runs, so that an answer has some megabytes at the most. */
const columnsTogether = 100_000
/** Milliseconds between two answers that only follow runs as they grow: a frame that is worth drawing. */
const leastRest = 40

type Columns = NonNullable<CallInput<'curves.read'>['picture']>

/** The same picture of some runs: of the whole curve, or of what a zoomed chart shows. */
interface Request {
  readonly part: 'whole' | 'zoomed'
  readonly input: CallInput<'curves.read'> & { readonly picture: Columns }
  /** Names all that the picture depends on besides its run. */
  readonly key: string
}

interface Answer {
  readonly key: string
  readonly points: SeriesPoints
  /** Iteration that it was asked for up to. */
  readonly to: number
  /** How many points the run was known to have. */
  readonly total: number
  /** When it came. */
  readonly at: number
}

/** What is there of a run's series. */
interface Picture {
  readonly series: string
  readonly whole?: Answer
  readonly zoomed?: Answer
  readonly drawn: SeriesPoints
}

/** The iterations of a run that lie in a range of a chart's x. */
export type IterationsIn = (run: RunRecord, range: Interval) => Interval

/** What a chart draws of some curves. */
export interface Drawing {
  readonly curves: () => ReadonlyMap<number, Curve>
  /** `loss`, ... */
  readonly series: () => string
  /** What the chart shows now; undefined until that is known. */
  readonly window: () => CurveWindow | undefined
  /** For a chart whose x is something else than the iteration. */
  readonly iterationsIn?: IterationsIn | undefined
}

export interface CurvePictures {
  /** The curves given; of those too long to be held, the points of the series that a picture needs. */
  readonly pictured: ComputedRef<ReadonlyMap<number, Curve>>
  /** Why a picture could not be read; empty when all could. */
  readonly error: Readonly<ShallowRef<string>>
}

/**
 * The long ones among some curves as a chart needs them, read anew when its window changes or a
 * run has grown. At most one request is under way, and until its answer is there the one before
 * stays. A zoomed chart has the points of its window, and around them those of the whole curve.
 */
export function useCurvePictures({
  curves,
  series,
  window,
  iterationsIn = (_, range) => range,
}: Drawing): CurvePictures {
  const runs = useRuns()
  const error = shallowRef('')
  const pictures = shallowRef<ReadonlyMap<number, Picture>>(new Map())
  const held = new Map<number, Picture>()
  /** Runs that the lab does not have any more. */
  const gone = new Set<number>()
  let over = false
  let reading = false
  /**
   * Until then nothing is read only because a run has grown: that is half of the lab's time, and one
   * answer a frame, at the most.
   */
  let restUntil = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const longRuns = (): readonly RunRecord[] =>
    [...curves().values()].flatMap(({ run, whole }) => {
      const record = whole && runs.byId.get(run)
      return record?.series.includes(series()) && !gone.has(run) ? [record] : []
    })
  const pictureOf = ({ id }: RunRecord): Picture | undefined => {
    const picture = held.get(id)
    return picture?.series === series() ? picture : undefined
  }

  /** What the run's picture is to be made of; first what is missed most. */
  function requestsFor(run: RunRecord, { range, scale, ...shown }: CurveWindow): readonly Request[] {
    const columns = Math.min(shown.columns, mostColumns)
    const request = (part: Request['part'], shape: object): Request => {
      const drawn = { series: [series()], picture: { columns, scale, ...shape } }
      return { part, input: { runs: [{ run: run.id }], ...drawn }, key: JSON.stringify(drawn) }
    }
    // On a log scale the first column is that of the first point after the start.
    const whole = request('whole', scale === 'log' ? { from: run.recordEvery } : {})
    const asked = range && afterStart(iterationsIn(run, range), columns)
    if (!asked) return [whole]
    const zoomed = request('zoomed', asked)
    return pictureOf(run) ? [zoomed, whole] : [whole, zoomed]
  }

  const isMissing = (run: RunRecord, { part, key }: Request): boolean => pictureOf(run)?.[part]?.key !== key
  function isOld(run: RunRecord, { part }: Request): boolean {
    const answer = pictureOf(run)?.[part]
    if (!answer || answer.total >= run.points) return false
    return answer.to > (answer.total - 1) * run.recordEvery
  }

  /** The request that has been due the longest for any run, for as many runs as it is due for. */
  function first(isDue: typeof isMissing, shown: CurveWindow): Request | undefined {
    const due = longRuns().flatMap((run) => {
      const request = requestsFor(run, shown).find((each) => isDue(run, each))
      return request ? [{ run: run.id, request, since: pictureOf(run)?.[request.part]?.at ?? 0 }] : []
    })
    if (due.length === 0) return undefined
    const [{ request }] = due.toSorted((one, other) => one.since - other.since)
    const alike = due.filter(({ request: { part, key } }) => part === request.part && key === request.key)
    const most = Math.min(mostRuns, Math.max(1, Math.floor(columnsTogether / request.input.picture.columns)))
    return { ...request, input: { ...request.input, runs: alike.slice(0, most).map(({ run }) => ({ run })) } }
  }

  function next(): Request | undefined {
    const shown = window()
    if (over || !shown) return undefined
    const missing = first(isMissing, shown)
    if (missing) return missing
    const old = first(isOld, shown)
    const rest = restUntil - performance.now()
    if (!old || rest <= 0) return old
    readSoon(rest)
    return undefined
  }

  async function readOn(): Promise<void> {
    if (reading) return
    reading = true
    try {
      for (let request = next(); request; request = next()) await read(request)
    } catch (failure) {
      error.value = failure instanceof Error ? failure.message : String(failure)
      readSoon(retryAfter)
    } finally {
      reading = false
    }
  }

  async function read({ part, input, key }: Request): Promise<void> {
    const [name] = input.series
    const begun = performance.now()
    const known = new Map(input.runs.map(({ run }) => [run, runs.byId.get(run)?.points ?? 0]))
    const slices = await call('curves.read', input)
    const now = performance.now()
    restUntil = now + Math.max(leastRest, now - begun)
    for (const slice of slices) {
      const { run } = slice
      const before = held.get(run)
      const kept = before?.series === name ? before : undefined
      const total = Math.max(slice.total, known.get(run) ?? 0)
      const to = input.picture.to ?? Infinity
      const answer: Answer = { key, points: pointsOf(slice, name), to, total, at: now }
      const answers = { ...kept, [part]: answer }
      const { whole, zoomed } = answers as Pick<Picture, 'whole' | 'zoomed'>
      if (whole) held.set(run, { series: name, whole, zoomed, drawn: merged(whole.points, zoomed?.points) })
      known.delete(run)
    }
    for (const run of known.keys()) gone.add(run)
    error.value = goneText(gone)
    pictures.value = new Map(held)
  }

  function readSoon(milliseconds: number): void {
    timer ??= setTimeout(() => {
      timer = undefined
      void readOn()
    }, milliseconds)
  }

  /** What the requests follow from. */
  const state = (): string => {
    const range = window()?.range
    return longRuns()
      .map((run) => [run.id, run.points, range && iterationsIn(run, range)].join())
      .join(';')
  }
  watch(
    [window, series, state],
    () => {
      const now = curves()
      for (const run of held.keys()) if (!now.get(run)?.whole) held.delete(run)
      for (const run of gone) if (!now.has(run)) gone.delete(run)
      void readOn()
    },
    { immediate: true },
  )
  const forget = onConnection((connected) => {
    if (!connected) return
    gone.clear()
    void readOn()
  })
  onScopeDispose(() => {
    forget()
    over = true
    clearTimeout(timer)
  })

  return {
    pictured: computed(() => {
      const [now, name] = [pictures.value, series()]
      return new Map(
        [...curves()].map(([run, curve]) => {
          const picture = now.get(run)
          return [run, curve.whole && picture?.series === name ? asDrawn(curve, picture) : curve]
        }),
      )
    }),
    error,
  }
}

const asDrawn = (curve: Curve, { series, drawn: { iterations, values } }: Picture): Curve => ({
  ...curve,
  length: iterations.length,
  iterations,
  series: { [series]: values },
})
