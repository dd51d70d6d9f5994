import { useThrottleFn } from '@vueuse/core'
import { shallowRef, type ShallowRef } from 'vue'

/** Text follows a live picture no faster than it can be read, in milliseconds. */
const pace = 400

export interface ChartText {
  /** The picture in words. */
  readonly summary: string
  /** What it leaves out. */
  readonly notes: readonly string[]
  /** Why there is nothing to see; empty when there is something. */
  readonly empty: string
}

export function useChartText(write: () => ChartText): {
  readonly text: Readonly<ShallowRef<ChartText>>
  readonly update: () => void
} {
  const text = shallowRef<ChartText>(write())
  const rewrite = (): void => {
    text.value = write()
  }
  const throttled = useThrottleFn(rewrite, pace, true)
  // That there is nothing to see must not be said a moment longer than it is so.
  const update = (): void => {
    if (text.value.empty === '') void throttled()
    else rewrite()
  }
  return { text, update }
}
