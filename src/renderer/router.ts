import { createRouter, createWebHashHistory, type RouteLocationRaw } from 'vue-router'
import LabPage from './live/LabPage.vue'

/** The places of the app, in the rail's order. */
export const places = [
  { name: 'lab', path: '/', label: 'Lab', icon: 'i-lucide-flask-conical' },
  { name: 'experiments', path: '/experiments', label: 'Experiments', icon: 'i-lucide-folder' },
  { name: 'history', path: '/history', label: 'History', icon: 'i-lucide-history' },
  { name: 'compare', path: '/compare', label: 'Compare', icon: 'i-lucide-git-compare-arrows' },
  { name: 'settings', path: '/settings', label: 'Settings', icon: 'i-lucide-settings' },
] as const
export type PlaceName = (typeof places)[number]['name']

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', name: 'lab', component: LabPage },
    {
      path: '/experiments',
      name: 'experiments',
      component: () => import('./experiments/ExperimentsPage.vue'),
    },
    { path: '/history', name: 'history', component: () => import('./history/HistoryPage.vue') },
    { path: '/compare', name: 'compare', component: () => import('./compare/ComparePage.vue') },
    { path: '/settings', name: 'settings', component: () => import('./settings/SettingsPage.vue') },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})

/** Where the curves of these runs stand side by side: `/compare?runs=3,5,8`. */
export const compareRoute = (runs: readonly number[]): RouteLocationRaw => ({
  name: 'compare',
  query: { runs: runs.join(',') },
})

/** The runs a compare link names; whatever is no id is left out. */
export function runsInQuery(query: unknown): number[] {
  const text = typeof query === 'string' ? query : ''
  const ids = text.split(',').map(Number)
  return [...new Set(ids.filter((id) => Number.isSafeInteger(id) && id > 0))]
}
