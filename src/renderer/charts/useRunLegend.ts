import { computed, ref, type ComputedRef, type Ref } from 'vue'
import { runStyle } from '../model/palette'
import type { LegendEntry } from './frame/scene'
import type { RunView } from '../model/chart-data'

export interface RunLegend<View extends RunView> {
  readonly visible: ComputedRef<readonly View[]>
  /** Kept as it is while nothing in it changes, however often the runs do. */
  readonly entries: ComputedRef<readonly LegendEntry[]>
  toggle(key: string): void
}

/** Which runs are shown, and how the legend names them. */
export function useRunLegend<View extends RunView>(
  runs: () => readonly View[],
  dark: Readonly<Ref<boolean>>,
  onToggle: (key: string, hidden: boolean) => void,
): RunLegend<View> {
  // For runs whose `hidden` is left to the chart.
  const own = ref<ReadonlySet<string>>(new Set())
  const isHidden = (run: RunView): boolean => run.hidden ?? own.value.has(run.key)

  const named = (run: RunView, label: string): string => (run.diverged ? `${label} (diverged)` : label)

  const entries = computed<readonly LegendEntry[]>((before) => {
    const now = runs().map((run): LegendEntry => ({
      key: run.key,
      label: named(run, run.label),
      inFull: named(run, run.inFull ?? run.label),
      hidden: isHidden(run),
      style: runStyle(run.style, dark.value),
      sample: 'run',
      toggle: true,
    }))
    return before && JSON.stringify(before) === JSON.stringify(now) ? before : now
  })

  return {
    visible: computed(() => runs().filter((run) => !isHidden(run))),
    entries,
    toggle(key) {
      const run = runs().find((candidate) => candidate.key === key)
      if (!run) return
      const hidden = !isHidden(run)
      if (hidden) own.value = new Set([...own.value, key])
      else own.value = new Set([...own.value].filter((kept) => kept !== key))
      onToggle(key, hidden)
    },
  }
}
