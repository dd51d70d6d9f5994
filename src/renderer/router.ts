import { createRouter, createWebHashHistory } from 'vue-router'

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', name: 'lab', component: () => import('./live/LabPage.vue') },
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
