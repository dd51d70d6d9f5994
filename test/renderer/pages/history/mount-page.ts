import ui from '@nuxt/ui/vue-plugin'
import { mount, type VueWrapper } from '@vue/test-utils'
import { defineComponent, type Component } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { places } from '../../../../src/renderer/model/places'

const blank = { render: () => null }

/** A router that knows the places of the app, with nothing in them. */
export const emptyPlaces = (): Router =>
  createRouter({
    history: createMemoryHistory(),
    routes: places.map(({ name, path }) => ({ name, path, component: blank })),
  })

/** Mounts a component with the component library and the places of the app around it. */
export const mountIn = (
  router: Router,
  component: Component,
  props: Record<string, unknown> = {},
): VueWrapper => mount(component, { props, attachTo: document.body, global: { plugins: [router, ui] } })

/** What a composable returns when a component calls it. */
export function inComponent<T>(router: Router, use: () => T): T {
  let result: T | undefined
  mountIn(
    router,
    defineComponent({
      setup() {
        result = use()
        return () => null
      },
    }),
  )
  if (result === undefined) throw new Error('the component was not set up')
  return result
}
