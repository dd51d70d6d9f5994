import { computed, ref, shallowRef, type ComputedRef, type Ref, type WritableComputedRef } from 'vue'
import type { Minimum } from '@core/objectives/contract'
import { distanceSeries, rateSeries } from '@core/plan'
import type { RunRecord } from '../../../main/contract'
import type { CurveWindow } from '../chart-data'
import type { IterationsIn } from './pictures'
import { useCurves, type Curve } from './curves'
import { createMeasured, type MeasuredCurve } from './measured'
import { unlessSameRuns } from '../labels'
import { measureOf, offered, sourceOf, type Measure, type Plotted } from './measures'

/** Undefined for a run that does not have the measure, or whose points have not come in. */
export type MeasuredOf = (run: RunRecord) => MeasuredCurve | undefined

export interface PlottedMeasure {
  /** What can be shown of these runs. */
  readonly choices: ComputedRef<readonly Measure[]>
  /** The one chosen, as long as it can be shown. */
  readonly plotted: WritableComputedRef<Plotted>
  readonly measure: ComputedRef<Measure>
  readonly of: ComputedRef<MeasuredOf>
  /** Runs that do not have the measure. */
  readonly without: ComputedRef<readonly RunRecord[]>
  /** Counts changes of the curves read for this measure alone. */
  readonly version: Readonly<Ref<number>>
  /** Why those, or what a chart needs of long curves, could not be read; empty when they could. */
  readonly error: Readonly<Ref<string>>
  /** Tells what the chart shows now. */
  show(window: CurveWindow): void
}

/** Series that only some runs record. */
const rare: Readonly<Partial<Record<Plotted, string>>> = {
  learning_rate: rateSeries,
  distance: distanceSeries,
}

const none: readonly Minimum[] = []

interface PlottedInput {
  readonly runs: () => readonly RunRecord[]
  readonly curves: () => ReadonlyMap<number, Curve>
  /** Of the objective of all of the runs; none where they are not known, or the parameters not at hand. */
  readonly minima?: () => readonly Minimum[]
  /** True: the curves have a distance where it was recorded. */
  readonly withDistance?: boolean
  /** For a chart whose x is something else than the iteration. */
  readonly iterationsIn?: IterationsIn
}

/**
 * What a chart of curves plots of these runs, and where its values come from. Series that only
 * some runs record are read from those, and only while they are looked at.
 */
export function usePlotted({
  runs,
  curves,
  minima = () => none,
  withDistance = false,
  iterationsIn,
}: PlottedInput): PlottedMeasure {
  const asked = ref<Plotted>('loss')
  /** The picture of a long curve is of one series, so that nothing can be worked out from several. */
  const usable = computed(() => ([...curves().values()].some(({ whole }) => whole) ? none : minima()))
  /** Kept as they are while they are the same, however often the runs change. */
  const choices = computed<readonly Measure[]>((before) => {
    const now = offered(runs(), usable.value)
    return before?.map(({ value }) => value).join() === now.map(({ value }) => value).join() ? before : now
  })
  const plotted = computed({
    get: () => (choices.value.some(({ value }) => value === asked.value) ? asked.value : 'loss'),
    set: (value) => (asked.value = value),
  })
  const name = computed(() => {
    const series = rare[plotted.value]
    return withDistance && series === distanceSeries ? undefined : series
  })
  const recording = computed(() => {
    const series = name.value
    if (series === undefined) return []
    return runs().flatMap((run) => (run.series.includes(series) ? [run.id] : []))
  })
  const window = shallowRef<CurveWindow>()
  /** A rate that never changes needs no picture, and has no series that one could be made of. */
  const drawn = computed(
    () =>
      new Set(
        runs().flatMap((run) => (sourceOf(plotted.value, run, usable.value)?.series.length ? [run.id] : [])),
      ),
  )
  const {
    curves: read,
    version,
    error,
  } = useCurves(recording, () => [name.value ?? 'loss'], {
    beside: curves,
    draws: (run) => drawn.value.has(run),
    series: () => rare[plotted.value] ?? (plotted.value === 'excess_loss' ? 'loss' : plotted.value),
    window: () => window.value,
    iterationsIn,
  })

  const shown = computed(() =>
    runs()
      .map(({ id }) => id)
      .join(),
  )
  /** What was worked out is kept as long as the same runs are shown. */
  const measured = computed(() => ({ runs: shown.value, of: createMeasured(plotted.value, usable.value) }))
  const of = computed((): MeasuredOf => (run) => {
    const curve = read.value.get(run.id)
    return curve && measured.value.of(run, curve)
  })
  return {
    choices,
    plotted,
    measure: computed(() => measureOf(plotted.value)),
    of,
    without: computed<readonly RunRecord[]>((before) =>
      unlessSameRuns(
        before,
        runs().filter((run) => !sourceOf(plotted.value, run, usable.value)),
      ),
    ),
    version,
    error,
    show: (shown) => (window.value = shown),
  }
}
