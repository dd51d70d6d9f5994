/** Every state that a run can be in; its place in this list is its number where states are packed. */
export const runStatuses = [
  'queued',
  'running',
  'paused',
  'converged',
  'stalled',
  'finished',
  'diverged',
  'cancelled',
  'failed',
  'interrupted',
] as const
export type RunStatus = (typeof runStatuses)[number]

/** While it may still make updates. */
export const liveStatuses: readonly RunStatus[] = ['queued', 'running', 'paused']
export const isLive = (status: RunStatus): boolean => liveStatuses.includes(status)

const ownEnds: readonly RunStatus[] = ['converged', 'stalled', 'diverged', 'failed']
/** Ended so that more updates would have changed nothing, or nothing for the better. */
export const endedByItself = (status: RunStatus): boolean => ownEnds.includes(status)

/** It has no result: its losses are none. */
export const isLost = (status: RunStatus): boolean => status === 'diverged' || status === 'failed'

/** The numbers of those states for which something holds. */
export const placesWhere = (holds: (status: RunStatus) => boolean): ReadonlySet<number> =>
  new Set(runStatuses.flatMap((status, place) => (holds(status) ? [place] : [])))
