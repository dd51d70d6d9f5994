import ui from '@nuxt/ui/vue-plugin'
import { mount, type VueWrapper } from '@vue/test-utils'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'

/** Mounts a component as the app would: with the component library, its icons and a router. */
export function mountInApp(component: Component, props: Record<string, unknown>): VueWrapper {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { render: () => null } }],
  })
  return mount(component, { props, global: { plugins: [router, ui] } })
}
