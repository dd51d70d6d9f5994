import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { Sizes } from '@core/arithmetic/sizes'
import type { RunRecord } from '../../main/contract'
import { call } from '../client/lab'
import { errorText } from './notify'

let asked = 0

/** How large the values of a run's updates are in its course: of a run that goes on, as far as it was at first, and to its end. */
export function useSizes(of: () => RunRecord): {
  readonly sizes: ShallowRef<Sizes | undefined>
  readonly error: Ref<string>
} {
  const replay = `sizes ${++asked} ${crypto.randomUUID()}`
  const sizes = shallowRef<Sizes>()
  const error = ref('')
  let turn = 0

  watch(
    () => `${of().id} ${of().endedAt} ${of().iterations > 0}`,
    async (_key, before) => {
      const own = ++turn
      const { id, iterations } = of()
      if (before?.split(' ')[0] !== String(id)) sizes.value = undefined
      error.value = ''
      if (iterations === 0) return
      try {
        const found = await call('runs.sizes', { run: id, replay })
        if (own === turn) sizes.value = found
      } catch (reason) {
        if (own === turn) error.value = errorText(reason)
      }
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    turn += 1
    void call('runs.abandonReplay', { replay }).catch(() => undefined)
  })
  return { sizes, error }
}
