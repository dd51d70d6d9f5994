import { computed, type ComputedRef, type Ref } from 'vue'
import type { LandscapeProps, PathView } from '../model/chart-data'
import type { LegendEntry } from './frame/scene'
import { useDarkTheme } from './frame/theme'
import { runStyle } from '../model/palette'
import { markEntries, pathNotes, type LandscapeModel } from './landscape'
import { useRunLegend, type RunLegend } from './useRunLegend'

/** What every picture of an objective shows, however it draws it. */
export interface Shown {
  readonly dark: Readonly<Ref<boolean>>
  readonly runs: RunLegend<PathView>
  readonly starts: ComputedRef<readonly (readonly number[])[]>
  readonly legend: ComputedRef<readonly LegendEntry[]>
  model(): LandscapeModel
  /** What it is a slice of, and what is left out. */
  notes(): readonly string[]
}

export function useShown(props: Readonly<LandscapeProps>): Shown {
  const dark = useDarkTheme()
  const runs = useRunLegend(() => props.paths ?? [], dark)
  const starts = computed(() => (props.start ? [props.start] : (props.drawnStarts ?? [])))
  const previews = computed(() =>
    (props.previews ?? []).map((view) => ({ view, style: runStyle(view.style, dark.value) })),
  )
  return {
    dark,
    runs,
    starts,
    legend: computed(() => [...runs.entries.value, ...markEntries(props.minima ?? [], starts.value.length)]),
    model: () => ({
      value: props.value,
      paths: runs.drawn.value,
      get previews() {
        return previews.value
      },
      previewing: props.previews !== undefined,
      minima: props.minima ?? [],
      get starts() {
        return starts.value
      },
      source: props.source,
      get pointing() {
        return (props.arrows ?? []).length > 0
      },
      slope: props.slope,
      // What was run is fainter beside what is previewed.
      scrubbing: props.playhead !== undefined || props.previews !== undefined,
    }),
    notes: () => [...(props.about ? [props.about] : []), ...pathNotes(runs.visible.value)],
  }
}
