import { computed, ref, type Ref, type WritableComputedRef } from 'vue'
import type { ScaleKind } from '../../model/chart-data'
import type { Plotted } from '../../model/curves/measures'

export interface Scales {
  readonly xScale: Ref<ScaleKind>
  /** What the person chose for the measure that is plotted; until then, what suits it. */
  readonly yScale: WritableComputedRef<ScaleKind>
  /** Forgets what was chosen for y. */
  reset(): void
}

/** The scales of a chart that plots one measure or another. */
export function useScales(plotted: () => Plotted, suiting: () => ScaleKind): Scales {
  const chosen = ref<Partial<Record<Plotted, ScaleKind>>>({})
  return {
    xScale: ref('linear'),
    yScale: computed({
      get: () => chosen.value[plotted()] ?? suiting(),
      set: (scale) => (chosen.value[plotted()] = scale),
    }),
    reset: () => (chosen.value = {}),
  }
}
