import { computed, toValue, type MaybeRefOrGetter, type Ref } from 'vue'
import type { Curve } from './growing'
import { useHeldCurves, type HeldCurves } from './held'
import { useCurvePictures, type Drawing } from './pictures'

export type { Curve } from './growing'

export interface Curves extends Omit<HeldCurves, 'curves'> {
  /** By run id; replaced as a whole, no more often than the page can draw. */
  readonly curves: Readonly<Ref<ReadonlyMap<number, Curve>>>
}

/** For a chart, which needs points of the curves that are too long to be held. */
export interface Chart extends Omit<Drawing, 'curves'> {
  /** Curves that the page has read already: they are among the chart's, and not read again. */
  readonly beside: () => ReadonlyMap<number, Curve>
  /** Whether it draws the series of a run. */
  readonly draws: (run: number) => boolean
}

/**
 * The curves of some runs, read on as the runs grow: what can be held of them, and for a chart the
 * points of the longer ones that its picture needs.
 */
export function useCurves(
  ids: MaybeRefOrGetter<readonly number[]>,
  series: MaybeRefOrGetter<readonly string[]>,
  chart?: Chart,
): Curves {
  const held = useHeldCurves(ids, series)
  if (!chart) return held

  const all = computed(() => {
    const own = toValue(ids).flatMap((run) => {
      const curve = held.curves.value.get(run)
      return curve ? [[run, curve] as const] : []
    })
    return new Map([...chart.beside(), ...own])
  })
  const drawn = computed(() => new Map([...all.value].filter(([run]) => chart.draws(run))))
  const pictures = useCurvePictures({ ...chart, curves: () => drawn.value })
  return {
    ...held,
    curves: computed(() => new Map([...all.value, ...pictures.pictured.value])),
    error: computed(() => held.error.value || pictures.error.value),
  }
}
