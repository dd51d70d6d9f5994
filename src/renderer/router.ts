import { createRouter, createWebHashHistory, type RouteComponent } from 'vue-router'
import { nextTask } from './model/pace'

/**
 * A page in tasks of its own: what every page stands on, the page's own code, and its coming up. All of it
 * at once would hold up the window that has just been opened.
 */
const inTasks = (load: () => Promise<RouteComponent>) => async (): Promise<RouteComponent> => {
  await import('@core/experiment')
  await nextTask()
  const page = await load()
  await nextTask()
  return page
}

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', name: 'lab', component: inTasks(() => import('./pages/lab/LabPage.vue')) },
    {
      path: '/experiments',
      name: 'experiments',
      component: inTasks(() => import('./pages/experiments/ExperimentsPage.vue')),
    },
    {
      path: '/history',
      name: 'history',
      component: inTasks(() => import('./pages/history/HistoryPage.vue')),
    },
    { path: '/sweeps', name: 'sweeps', component: inTasks(() => import('./pages/sweeps/SweepsPage.vue')) },
    {
      path: '/compare',
      name: 'compare',
      component: inTasks(() => import('./pages/compare/ComparePage.vue')),
    },
    {
      path: '/settings',
      name: 'settings',
      component: inTasks(() => import('./pages/settings/SettingsPage.vue')),
    },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})
