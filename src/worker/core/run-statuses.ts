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
