/** Which runs are ticked, and where a shift-click counts from. */
export interface Selection {
  readonly ids: ReadonlySet<number>
  readonly anchor: number | undefined
}

export const noSelection: Selection = { ids: new Set(), anchor: undefined }

/** Ticks or unticks a run's rows; `of` are the runs of one row. */
export function toggle(selection: Selection, of: readonly number[]): Selection {
  const every = of.every((id) => selection.ids.has(id))
  const ids = new Set(selection.ids)
  for (const id of of) {
    if (every) ids.delete(id)
    else ids.add(id)
  }
  return { ids, anchor: of[0] }
}

/**
 * Ticks everything between the anchor and `to`, both included, in the order shown;
 * without an anchor in sight, only `to`.
 */
export function extend(selection: Selection, order: readonly number[], to: number): Selection {
  const end = order.indexOf(to)
  const start = selection.anchor === undefined ? -1 : order.indexOf(selection.anchor)
  if (end < 0) return selection
  if (start < 0) return { ids: new Set(selection.ids).add(to), anchor: to }
  const range = order.slice(Math.min(start, end), Math.max(start, end) + 1)
  return { ids: new Set([...selection.ids, ...range]), anchor: selection.anchor }
}

/** Without the runs that are not there any more; the same object where nothing changes. */
export function prune(selection: Selection, there: ReadonlySet<number>): Selection {
  const kept = [...selection.ids].filter((id) => there.has(id))
  if (kept.length === selection.ids.size) return selection
  const { anchor } = selection
  return { ids: new Set(kept), anchor: anchor !== undefined && there.has(anchor) ? anchor : undefined }
}

export type Tick = 'all' | 'some' | 'none'

/** How much of these runs is ticked. */
export function tickOf(selection: Selection, ids: readonly number[]): Tick {
  const ticked = ids.reduce((count, id) => count + Number(selection.ids.has(id)), 0)
  if (ticked === 0) return 'none'
  return ticked === ids.length ? 'all' : 'some'
}
