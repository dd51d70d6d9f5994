import { computed, type ComputedRef, type Ref } from 'vue'
import type { Minimum } from '@core/objectives/contract'
import type { RunRecord } from '../../../main/contract'
import { isPlaced, type Against } from '../abscissa'
import type { CurveView } from '../chart-data'
import type { Plotted } from '../curves/measures'
import { epochAt, hasEvaluationSeries } from '../evaluations'
import { useBands } from './bands'
import { useGroupSettings } from './choice'
import { bandNotes, bandView, goalOf, isUneven, measuredOf } from './views'

/** Runs that differ in nothing but their seed, as a chart names and draws them. */
export interface Grouped {
  readonly name: string
  readonly style: number
  readonly runs: readonly RunRecord[]
}

interface GroupCurvesInput {
  readonly groups: () => readonly Grouped[]
  readonly plotted: () => Plotted
  readonly against: () => Against
  /** Of the objective of all of the runs; none where they are not known. */
  readonly minima: () => readonly Minimum[]
}

export interface GroupCurves {
  /** One curve a group, where the person wants groups. */
  readonly views: ComputedRef<readonly CurveView[]>
  /** Whether a run stands in one of them, or will in a moment: it is not drawn by itself. */
  readonly has: ComputedRef<(run: number) => boolean>
  readonly notes: ComputedRef<readonly string[]>
  /** Some of their runs end before others. */
  readonly uneven: ComputedRef<boolean>
  readonly waiting: Readonly<Ref<number>>
  readonly error: Readonly<Ref<string>>
}

/** Runs of several seeds as curves with bands. */
export function useGroupCurves({ groups, plotted, against, minima }: GroupCurvesInput): GroupCurves {
  const { grouped, choice } = useGroupSettings()

  /** Over evaluations those of line searches have each run at places of its own: they stay on their own. */
  const isTogether = (run: RunRecord): boolean =>
    isPlaced(run, against(), undefined) && !(against() === 'evaluations' && hasEvaluationSeries(run))
  const wishes = computed(() =>
    (grouped.value ? groups() : []).map((group) => {
      const { runs } = group
      const measured = runs.every(isTogether) ? measuredOf(plotted(), runs, minima()) : undefined
      const goal = goalOf(plotted(), runs)
      const input = measured && { runs: runs.map(({ id }) => id), measured, ...choice.value, goal }
      return { key: `seeds-${runs[0].id}`, input, group }
    }),
  )
  const { bands, waiting, error } = useBands(() => wishes.value)

  /** A group that has no point in common yet is drawn run by run. */
  const inGroups = computed(
    () =>
      new Set(
        wishes.value.flatMap(({ key, input, group }) =>
          input && bands.value.get(key)?.x.length !== 0 ? group.runs.map(({ id }) => id) : [],
        ),
      ),
  )
  return {
    views: computed(() =>
      wishes.value.flatMap(({ key, group: { name, style, runs } }) => {
        const band = bands.value.get(key)
        if (!band || band.x.length === 0) return []
        const [run] = runs
        const along = (iterations: Float64Array): Float64Array =>
          against() === 'iteration' ? iterations : iterations.map((iteration) => epochAt(iteration, run))
        return [bandView({ key, name, style, every: run.recordEvery }, band, choice.value, along)]
      }),
    ),
    has: computed(() => (run) => inGroups.value.has(run)),
    notes: computed(() => bandNotes([...bands.value.values()])),
    uneven: computed(() => isUneven(bands.value.values())),
    waiting,
    error,
  }
}
