import { computed, type ComputedRef, type Ref } from 'vue'
import { paled, runStyle } from '../model/palette'
import { useRunVisibility, type RunVisibility } from '../model/run-visibility'
import type { LegendEntry } from './frame/scene'
import type { RunView } from '../model/chart-data'
import type { Styled } from './painters/styled'

export interface RunLegend<View extends RunView> extends Pick<RunVisibility, 'toggle' | 'light'> {
  readonly visible: ComputedRef<readonly View[]>
  /** The visible ones as they are drawn, above each other: one that is lit last, and all others pale. */
  readonly drawn: ComputedRef<readonly Styled<View>[]>
  /** The key of the visible run that is lit. */
  readonly lit: ComputedRef<string | undefined>
  /** Kept as it is while nothing in it changes, however often the runs do. */
  readonly entries: ComputedRef<readonly LegendEntry[]>
}

/** Which runs are shown, and how the legend names them. */
export function useRunLegend<View extends RunView>(
  runs: () => readonly View[],
  dark: Readonly<Ref<boolean>>,
): RunLegend<View> {
  const { hidden, lit: litOnScreen, toggle, light } = useRunVisibility()

  const named = (run: RunView, label: string): string => (run.diverged ? `${label} (diverged)` : label)

  const entries = computed<readonly LegendEntry[]>((before) => {
    const now = runs().map((run): LegendEntry => ({
      key: run.key,
      label: named(run, run.label),
      inFull: named(run, run.inFull ?? run.label),
      hidden: hidden.value.has(run.key),
      style: runStyle(run.style, dark.value),
      sample: 'run',
      toggle: true,
    }))
    return before && JSON.stringify(before) === JSON.stringify(now) ? before : now
  })

  const visible = computed(() => runs().filter(({ key }) => !hidden.value.has(key)))
  const lit = computed(() => visible.value.find(({ key }) => key === litOnScreen.value)?.key)
  const drawn = computed(() => {
    const styled = visible.value.map((view) => ({ view, style: runStyle(view.style, dark.value) }))
    const isLit = ({ view }: Styled<View>): boolean => view.key === lit.value
    const first = styled.find(isLit)
    if (!first) return styled
    const others = styled.filter((one) => !isLit(one))
    return [...others.map(({ view, style }) => ({ view, style: paled(style, dark.value) })), first]
  })

  return { visible, drawn, lit, entries, toggle, light }
}
