import { createRouter, createWebHashHistory } from 'vue-router'

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', name: 'lab', component: () => import('./pages/lab/LabPage.vue') },
    {
      path: '/experiments',
      name: 'experiments',
      component: () => import('./pages/experiments/ExperimentsPage.vue'),
    },
    { path: '/history', name: 'history', component: () => import('./pages/history/HistoryPage.vue') },
    { path: '/sweeps', name: 'sweeps', component: () => import('./pages/sweeps/SweepsPage.vue') },
    { path: '/compare', name: 'compare', component: () => import('./pages/compare/ComparePage.vue') },
    { path: '/settings', name: 'settings', component: () => import('./pages/settings/SettingsPage.vue') },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})
