import { createGlobalState } from '@vueuse/core'
import { readonly, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { AppInfo } from '../../main/contract'
import { call, on, onConnection } from './lab'

interface Connection {
  /** False while the lab is out of reach. */
  readonly connected: Readonly<Ref<boolean>>
  /** Undefined until the lab has answered. */
  readonly info: Readonly<ShallowRef<AppInfo | undefined>>
}

/** Whether the lab is in reach, and what it says about itself. */
export const useConnection = createGlobalState((): Connection => {
  const connected = ref(true)
  const info = shallowRef<AppInfo>()
  on('app.changed', (now) => (info.value = now))
  onConnection((now) => {
    connected.value = now
    if (!now) return
    call('app.info', {}).then(
      (answer) => (info.value = answer),
      // The banner for a lost connection says it already; the next connection asks again.
      () => undefined,
    )
  })
  return { connected: readonly(connected), info }
})
