import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { Interval, Minimum, Objective } from '@core/objectives/contract'
import type { PathView } from './chart-data'
import { placeIn, sliceOf, type Plane } from './plane'
import {
  minimaIn,
  minimaOf,
  planeOf,
  pointsOf,
  projectPath,
  wantedBox,
  type Drawn,
  type PlaneChoice,
  type Sliced,
} from './sliced'
import { steadyBox, surfaceOf } from './surface'

/** What a chart of one or two numbers shows of them. */
export interface Slice {
  /** Of a function of one number there is none. */
  readonly plane: Plane | undefined
  readonly value: (at: Float64Array) => number
  readonly domain: readonly Interval[]
  readonly minima: readonly Minimum[]
  readonly paths: readonly PathView[]
  readonly previews: readonly PathView[] | undefined
  readonly start: readonly number[] | undefined
  readonly drawnStarts: readonly (readonly number[])[]
}

export interface SliceControl {
  readonly choice: Ref<PlaneChoice>
  /** The two parameters of that choice, by index. */
  readonly axes: Ref<readonly [number, number]>
  /** Those that there can be now. */
  readonly choices: ComputedRef<readonly { readonly value: PlaneChoice; readonly label: string }[]>
  readonly slice: ComputedRef<Slice>
  /** Where a run would begin that is put at a place in the chart: parameters that it does not show stay as they are. */
  startAt(place: readonly number[]): readonly number[]
}

/** Paths as the plane shows them, and those that they are. */
interface Projected {
  readonly from: readonly PathView[]
  readonly plane: Plane | undefined
  readonly paths: readonly PathView[]
}

/** The minima that are in the plane. */
interface Shown {
  readonly objective: Objective
  readonly plane: Plane | undefined
  readonly minima: readonly Minimum[]
}

interface Box {
  readonly objective: Objective
  readonly plane: Plane | undefined
  readonly domain: readonly Interval[]
}

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, index) => Object.is(item, b[index]))

/** Grows by doublings, so that a plane does not sway with every update of a live run. */
const progressOf = (paths: readonly PathView[]): string =>
  paths.map(({ key, x }) => `${key}:${Math.ceil(Math.log2(x.length + 1))}`).join()

const isSamePlane = (a: Plane | undefined, b: Plane | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b)

/** Coordinates that are parameters keep their box when what the others are changes. */
const isTurned = (a: Plane | undefined, b: Plane | undefined): boolean =>
  a !== b && JSON.stringify([a?.u, a?.v]) !== JSON.stringify([b?.u, b?.v])

/** Chooses a plane among the parameters and shows objective and paths in it. */
export function useSlice(source: () => Sliced): SliceControl {
  const choice = ref<PlaneChoice>('parameters')
  const axes = shallowRef<readonly [number, number]>([0, 1])
  watch(
    () => source().objective.dimension,
    () => {
      choice.value = 'parameters'
      axes.value = [0, 1]
    },
    { flush: 'sync' },
  )

  /** What the plane was made for. */
  let madeFor: readonly unknown[] = []
  const drawn = computed<Drawn>((before) => {
    const sliced = source()
    const { objective, paths, start } = sliced
    const key = [objective, start?.join(), choice.value, axes.value, progressOf(paths)]
    if (before && isSame(madeFor, key)) return before
    madeFor = key
    if (objective.dimension < 2) return { plane: undefined, points: [] }
    const points = choice.value === 'parameters' ? [] : pointsOf(paths, objective.domain)
    const plane =
      planeOf(choice.value, axes.value, sliced, points) ?? planeOf('parameters', axes.value, sliced, [])
    // A start that moves mostly leaves the plane, and all that is drawn in it, as it was.
    return before && isSamePlane(before.plane, plane) && before.points.length + points.length === 0
      ? before
      : { plane, points }
  })
  const paths = computed<Projected>((before) => {
    const { paths: from } = source()
    const { plane } = drawn.value
    if (before?.from === from && before.plane === plane) return before
    return { from, plane, paths: plane ? from.map((path) => projectPath(path, plane)) : from }
  })
  const minima = computed<Shown>((before) => {
    const { objective } = source()
    const { plane } = drawn.value
    if (before?.objective === objective && before.plane === plane) return before
    return { objective, plane, minima: plane ? minimaIn(plane, objective) : minimaOf(objective) }
  })
  const box = computed<Box>((before) => {
    const sliced = source()
    const { objective } = sliced
    const { plane } = drawn.value
    const same = before?.objective === objective && !isTurned(before.plane, plane)
    const domain = steadyBox(same ? before.domain : undefined, wantedBox(sliced, drawn.value))
    return before && domain === before.domain && plane === before.plane
      ? before
      : { objective, plane, domain }
  })
  // Of the objective and the plane alone: another function would have everything drawn anew.
  const objective = computed(() => source().objective)
  const plane = computed(() => drawn.value.plane)
  const whole = computed(() => surfaceOf(objective.value))
  const value = computed(() => {
    const through = plane.value
    return through && through.about !== '' ? sliceOf(through, whole.value) : whole.value
  })

  return {
    choice,
    axes,
    choices: computed(() => {
      const { paths } = source()
      const always = { value: 'parameters', label: 'Two parameters' } as const
      if (paths.length === 0) return [always]
      return [
        always,
        { value: 'points', label: 'Start, end and minimum' },
        { value: 'principal', label: 'Main directions of the paths' },
      ]
    }),
    slice: computed((): Slice => {
      const { previews, start, drawnStarts } = source()
      const { plane } = drawn.value
      const shown = {
        plane,
        value: value.value,
        domain: box.value.domain,
        minima: minima.value.minima,
        paths: paths.value.paths,
      }
      if (!plane) return { ...shown, previews, start, drawnStarts }
      return {
        ...shown,
        previews: previews?.map((path) => projectPath(path, plane)),
        start: start && placeIn(plane, start),
        drawnStarts: drawnStarts.map((each) => placeIn(plane, each)),
      }
    }),
    startAt(place) {
      const { objective, start = objective.defaultStart } = source()
      if (choice.value !== 'parameters' || objective.dimension < 2) return place
      const theta = [...start]
      axes.value.forEach((parameter, axis) => (theta[parameter] = place[axis]))
      return theta
    },
  }
}
