import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { Interval } from '@core/objectives/contract'
import type { CallInput, RunRecord, SeriesView } from '../../../main/contract'
import type { CurveWindow } from '../chart-data'
import { afterStart, merged } from './parts'
import type { Curve } from './curves'
import { call, LabError, onConnection } from '../../client/lab'
import { useRuns } from '../runs'

/** What one request may ask for. */
const mostRuns = 256
const mostColumns = 10_000
/** Over all its runs, so that an answer has some megabytes at the most. */
const columnsTogether = 100_000
/** Milliseconds until a failed request is made again. */
const retryAfter = 2_000
/** Milliseconds between two answers that only follow runs as they grow: a frame that is worth drawing. */
const leastRest = 40

/** The same picture of some runs: of the whole curve, or of what a zoomed chart shows. */
interface Request {
  readonly part: 'whole' | 'zoomed'
  readonly input: CallInput<'curves.view'>
  /** Names all that the picture depends on besides its run. */
  readonly key: string
}

interface Answer {
  readonly key: string
  readonly view: SeriesView
  /** Iteration that it was asked for up to. */
  readonly to: number
  /** Points that the run was known to have. */
  readonly points: number
  /** When it came. */
  readonly at: number
}

/** What is there of a run's series. */
interface Picture {
  readonly series: string
  readonly whole?: Answer
  readonly zoomed?: Answer
  readonly drawn: SeriesView
}

/** The iterations of a run that lie in a range of a chart's x. */
export type IterationsIn = (run: RunRecord, range: Interval) => Interval

export interface CurvePictures {
  /** The curves given; of those too long to be held, the points of the series that a picture needs. */
  readonly pictured: ComputedRef<ReadonlyMap<number, Curve>>
  /** Why a picture could not be read; empty when all could. */
  readonly error: Readonly<ShallowRef<string>>
  /** Tells what the chart shows now. */
  show(window: CurveWindow): void
}

/**
 * The long ones among some curves as a chart needs them, read anew when its window changes or a
 * run has grown. At most one request is under way, and until its answer is there the one before
 * stays. A zoomed chart has the points of its window, and around them those of the whole curve.
 * @param series what is drawn of the curves: `loss`, ...
 */
export function useCurvePictures(
  curves: () => ReadonlyMap<number, Curve>,
  series: () => string,
  iterationsIn: IterationsIn = (_, range) => range,
): CurvePictures {
  const runs = useRuns()
  const error = shallowRef('')
  const pictures = shallowRef<ReadonlyMap<number, Picture>>(new Map())
  const held = new Map<number, Picture>()
  const window = shallowRef<CurveWindow>()
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
      return record?.series.includes(series()) ? [record] : []
    })
  const pictureOf = ({ id }: RunRecord): Picture | undefined => {
    const picture = held.get(id)
    return picture?.series === series() ? picture : undefined
  }

  /** What the run's picture is to be made of; first what is missed most. */
  function requestsFor(run: RunRecord, { range, columns, scale }: CurveWindow): readonly Request[] {
    const request = (part: Request['part'], shape: object): Request => {
      const input = { runs: [run.id], series: [series()], columns, scale, ...shape }
      return { part, input, key: JSON.stringify({ ...input, runs: [] }) }
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
    if (!answer || answer.points >= run.points) return false
    return answer.to > (answer.points - 1) * run.recordEvery
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
    const most = Math.min(mostRuns, Math.max(1, Math.floor(columnsTogether / request.input.columns)))
    return { ...request, input: { ...request.input, runs: alike.slice(0, most).map(({ run }) => run) } }
  }

  function next(): Request | undefined {
    const shown = window.value
    if (!shown) return undefined
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
      const gone = failure instanceof LabError && failure.kind === 'missing'
      if (!gone) readSoon(retryAfter)
    } finally {
      reading = false
    }
  }

  async function read({ part, input, key }: Request): Promise<void> {
    const [name] = input.series
    const begun = performance.now()
    const known = new Map(input.runs.map((run) => [run, runs.byId.get(run)?.points ?? 0]))
    const views = await call('curves.view', input)
    const now = performance.now()
    restUntil = now + Math.max(leastRest, now - begun)
    for (const { run, total, series: found } of views) {
      const before = held.get(run)
      const kept = before?.series === name ? before : undefined
      const points = Math.max(total, known.get(run) ?? 0)
      const answer: Answer = { key, view: found[name], to: input.to ?? Infinity, points, at: now }
      const answers = { ...kept, [part]: answer }
      const { whole, zoomed } = answers as Pick<Picture, 'whole' | 'zoomed'>
      if (whole) held.set(run, { series: name, whole, zoomed, drawn: merged(whole.view, zoomed?.view) })
    }
    error.value = ''
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
    const range = window.value?.range
    return longRuns()
      .map((run) => [run.id, run.points, range && iterationsIn(run, range)].join())
      .join(';')
  }
  watch(
    [window, series, state],
    () => {
      const now = curves()
      for (const run of held.keys()) if (!now.get(run)?.whole) held.delete(run)
      void readOn()
    },
    { immediate: true },
  )
  const forget = onConnection((connected) => {
    if (connected) void readOn()
  })
  onScopeDispose(() => {
    forget()
    window.value = undefined
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
    show(shown) {
      window.value = { ...shown, columns: Math.min(shown.columns, mostColumns) }
    },
  }
}

const asDrawn = (curve: Curve, { series, drawn: { iterations, values } }: Picture): Curve => ({
  ...curve,
  length: iterations.length,
  iterations,
  series: { [series]: values },
})
