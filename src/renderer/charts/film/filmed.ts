import { inject, onBeforeUnmount, provide, type InjectionKey } from 'vue'
import type { ChartHandle } from '../../model/chart-data'

/** A chart on the page, and whether it is in sight. */
export interface Filmed {
  readonly chart: () => ChartHandle | null
  readonly inSight: () => boolean
}

const key: InjectionKey<Set<Filmed>> = Symbol('charts that can be filmed')

/** The charts below this component can be filmed by whoever is below it, too. */
export const provideFilmed = (): void => provide(key, new Set<Filmed>())

/** Lets the page film this chart as long as the calling component lives. */
export function useFilmed(filmed: Filmed): void {
  const charts = inject(key, undefined)
  charts?.add(filmed)
  onBeforeUnmount(() => charts?.delete(filmed))
}

/** The charts that are in sight, in the order in which they were put on the page. */
export function useChartsInSight(): () => readonly ChartHandle[] {
  const charts = inject(key, new Set<Filmed>())
  return () =>
    [...charts]
      .filter(({ inSight }) => inSight())
      .map(({ chart }) => chart())
      .filter((chart) => chart !== null)
}
