import { computed, ref, watch, type ComputedRef, type Ref, type WritableComputedRef } from 'vue'
import { sideIssues, type MapAxis, type MapSides } from '@core/map/axes'
import { mapLimits } from '@core/map/map'
import { stabilityOf } from '@core/diagnosis/stability'
import { steepnessAt } from '@core/diagnosis/warning'
import type { Experiment, RunSpec } from '@core/experiment'
import type { NumberHyper } from '@core/hyper'
import type { Objective } from '@core/objectives/contract'
import { planRun } from '@core/plan'
import { methodKey } from '@core/rules'
import {
  experimentOf,
  numberSpecs,
  usualAxis,
  usualNames,
  type MapWanted,
} from '../../../../model/map/wanted'

type AxisRange = Partial<Pick<MapAxis, 'from' | 'to' | 'scale'>>

export interface MapSettings {
  /** The run that the map is of, by its place in the experiment. */
  readonly chosen: WritableComputedRef<number>
  readonly run: ComputedRef<RunSpec | undefined>
  readonly specs: ComputedRef<Readonly<Record<string, NumberHyper>>>
  /** Undefined for a run that has no number to vary. */
  readonly sides: ComputedRef<MapSides | undefined>
  readonly updates: Ref<number>
  /** The target's share of the start's excess loss. */
  readonly share: Ref<number>
  /** What is wrong with what is asked for; empty where nothing is. */
  readonly fault: ComputedRef<string>
  readonly wanted: ComputedRef<MapWanted | undefined>
  setName(side: 'x' | 'y', name: string): void
  setRange(side: 'x' | 'y', range: AxisRange): void
  /** Ranges that are worth a look, once more. */
  reset(): void
}

/** Pixels along a side. */
const size = mapLimits.size
const usualUpdates = 500

/** What a map shows: as is usual for the run, until somebody chooses otherwise; a choice holds as long as the method. */
export function useMapSettings(
  experiment: () => Experiment | undefined,
  objective: () => Objective | undefined,
): MapSettings {
  /** Until somebody chooses, the first run with two numbers to vary. */
  const picked = ref<number>()
  const chosen = computed({
    get() {
      const runs = experiment()?.runs ?? []
      if (picked.value !== undefined && picked.value < runs.length) return picked.value
      return Math.max(
        0,
        runs.findIndex((each) => Object.keys(numberSpecs(each)).length > 1),
      )
    },
    set: (index) => (picked.value = index),
  })
  const names = ref<Partial<Record<'x' | 'y', string>>>({})
  const ranges = ref<Record<string, AxisRange>>({})
  const updates = ref(usualUpdates)
  const share = ref(1e-3)

  const run = computed(() => experiment()?.runs[chosen.value])
  const specs = computed(() => (run.value ? numberSpecs(run.value) : {}))
  const method = computed(() => (run.value ? methodKey(run.value) : ''))
  const reset = (): void => {
    names.value = {}
    ranges.value = {}
  }
  watch(method, reset)

  /** Where updates just settle at the start, as far as that is known. */
  const stable = computed(() => {
    const [whole, own, bound] = [experiment(), run.value, objective()]
    if (!whole || !own || !bound || typeof own.hyper.lr !== 'number') return undefined
    const plan = planRun(whole, own, bound)
    if (!plan.dialect.stableBelow || plan.start.length !== bound.dimension) return undefined
    return stabilityOf(plan, own.hyper.lr, steepnessAt(bound, plan.start)?.curvature)?.stableRate
  })

  function axisOf(name: string): MapAxis {
    const value = run.value?.hyper[name]
    const usual = usualAxis(
      name,
      specs.value[name],
      typeof value === 'number' ? value : NaN,
      name === 'lr' ? stable.value : undefined,
    )
    return { ...usual, ...ranges.value[name] }
  }

  const sides = computed<MapSides | undefined>(() => {
    const there = Object.keys(specs.value)
    const usual = usualNames(specs.value)
    const x = names.value.x ?? usual.find((name) => name !== names.value.y) ?? usual[0]
    if (x === undefined) return undefined
    const y = names.value.y ?? [...usual, ...there].find((name) => name !== x)
    return { x: axisOf(x), y: y === undefined ? null : axisOf(y), size }
  })

  const fault = computed(() => {
    if (!sides.value) return ''
    const [issue] = sideIssues(sides.value, specs.value)
    if (issue) return `${issue.path.startsWith('x') ? 'Across' : 'Up'}: ${issue.message}`
    const isWhole =
      Number.isInteger(updates.value) && updates.value >= 1 && updates.value <= mapLimits.updates
    return isWhole ? '' : `Updates must be a whole number from 1 to ${mapLimits.updates}`
  })

  const wanted = computed<MapWanted | undefined>(() => {
    const whole = experiment()
    if (!whole || !run.value || !sides.value || fault.value !== '') return undefined
    return {
      experiment: experimentOf(whole, run.value, updates.value),
      ...sides.value,
      updates: updates.value,
      share: share.value,
    }
  })

  return {
    chosen,
    run,
    specs,
    sides,
    updates,
    share,
    fault,
    wanted,
    setName: (side, name) => (names.value = { ...names.value, [side]: name }),
    setRange(side, range) {
      const name = sides.value?.[side]?.name
      if (name !== undefined) ranges.value = { ...ranges.value, [name]: { ...ranges.value[name], ...range } }
    },
    reset,
  }
}
