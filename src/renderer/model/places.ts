import type { RouteLocationRaw } from 'vue-router'

/** The places of the app, in the rail's order. */
export const places = [
  { name: 'lab', path: '/', label: 'Lab', icon: 'i-lucide-flask-conical' },
  { name: 'experiments', path: '/experiments', label: 'Experiments', icon: 'i-lucide-folder' },
  { name: 'history', path: '/history', label: 'History', icon: 'i-lucide-history' },
  { name: 'sweeps', path: '/sweeps', label: 'Sweeps', icon: 'i-lucide-chart-spline' },
  { name: 'compare', path: '/compare', label: 'Compare', icon: 'i-lucide-git-compare-arrows' },
  { name: 'settings', path: '/settings', label: 'Settings', icon: 'i-lucide-settings' },
] as const
export type PlaceName = (typeof places)[number]['name']

/** Where the curves of these runs stand side by side: `/compare?runs=3,5,8`. */
export const compareRoute = (runs: readonly number[]): RouteLocationRaw => ({
  name: 'compare',
  query: { runs: runs.join(',') },
})

/** A sweep, or one of its runs as well: `/sweeps?sweep=3&run=812`. */
export const sweepRoute = (sweep: number, run?: number): RouteLocationRaw => ({
  name: 'sweeps',
  query: { sweep: String(sweep), ...(run === undefined ? {} : { run: String(run) }) },
})

/** The runs a compare link names; whatever is no id is left out. */
export function runsInQuery(query: unknown): number[] {
  const text = typeof query === 'string' ? query : ''
  const ids = text.split(',').map(Number)
  return [...new Set(ids.filter((id) => Number.isSafeInteger(id) && id > 0))]
}
