import { useElementSize, useScroll, type MaybeElement } from '@vueuse/core'
import { computed, type ComputedRef, type MaybeRefOrGetter } from 'vue'

/** Rows `first .. end - 1` of a list, and how much room the others take. */
export interface Slice {
  readonly first: number
  readonly end: number
  /** In pixels. */
  readonly before: number
  readonly after: number
}

/** Rows drawn beyond what is in sight, to either side. */
const beyond = 10

/** The rows in sight, of rows that are all equally high. */
export function sliceOf(top: number, height: number, rowHeight: number, count: number): Slice {
  const last = Math.ceil((top + height) / rowHeight) + beyond
  const end = Math.max(0, Math.min(count, last))
  const first = Math.max(0, Math.min(end, Math.floor(top / rowHeight) - beyond))
  return { first, end, before: first * rowHeight, after: (count - end) * rowHeight }
}

/**
 * Where to scroll so that a row is wholly in sight: no further than needed, and not at all
 * where it is already. `header` pixels at the top are covered.
 */
export function scrollFor(
  index: number,
  top: number,
  height: number,
  rowHeight: number,
  header: number,
): number {
  const start = index * rowHeight
  const lowest = start + rowHeight - (height - header)
  if (start < top) return start
  return top < lowest ? lowest : top
}

export interface Window {
  readonly slice: ComputedRef<Slice>
  /** In pixels, scroll bar left out. */
  readonly width: Readonly<{ value: number }>
}

/** Follows the scrolling of an element full of equally high rows. */
export function useWindow(
  element: MaybeRefOrGetter<HTMLElement | null>,
  count: () => number,
  rowHeight: number,
): Window {
  const { width, height } = useElementSize(element as MaybeRefOrGetter<MaybeElement>)
  const { y } = useScroll(element)
  const slice = computed((before: Slice | undefined) => {
    const now = sliceOf(y.value, height.value, rowHeight, count())
    const same = before && before.first === now.first && before.end === now.end && before.after === now.after
    return same ? before : now
  })
  return { slice, width }
}
