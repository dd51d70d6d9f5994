import { createGlobalState } from '@vueuse/core'
import { computed, inject, provide, shallowRef, type ComputedRef, type InjectionKey } from 'vue'

/** Which runs a screen shows and which one it singles out, the same in all of its charts; keys as in `RunView`. */
export interface RunVisibility {
  readonly hidden: ComputedRef<ReadonlySet<string>>
  /** The run that the others pale beside. */
  readonly lit: ComputedRef<string | undefined>
  toggle(key: string): void
  /** undefined: all of them alike again. */
  light(key: string | undefined): void
}

export function createRunVisibility(): RunVisibility {
  const hidden = shallowRef<ReadonlySet<string>>(new Set())
  const lit = shallowRef<string>()
  return {
    hidden: computed(() => hidden.value),
    lit: computed(() => lit.value),
    toggle(key) {
      const others = [...hidden.value].filter((one) => one !== key)
      hidden.value = new Set(others.length < hidden.value.size ? others : [...others, key])
    },
    light(key) {
      lit.value = key
    },
  }
}

const ofScreen: InjectionKey<RunVisibility> = Symbol('run visibility')

/** Called by a page: all charts and tables below it share what is shown. */
export function provideRunVisibility(visibility = createRunVisibility()): RunVisibility {
  provide(ofScreen, visibility)
  return visibility
}

/** What the screen shares; on a screen that shares nothing, one of its own. */
export const useRunVisibility = (): RunVisibility => inject(ofScreen, createRunVisibility, true)

/** The Lab's, which outlives its page. */
export const useLabVisibility = createGlobalState(createRunVisibility)
