import { readonly, ref, type InjectionKey } from 'vue'

/** What a divider tells the group it stands in. */
export interface PaneGroupHandle {
  /** Somebody has taken hold of it. */
  moved(): void
}
export const paneGroup: InjectionKey<PaneGroupHandle> = Symbol('pane group')

const storedAs = 'descent-lab.panes.'
/** The library puts this before the names it keeps sizes under. */
const prefix = 'reka:'

export const paneKey = (name: string): string => `${storedAs}${name}`
export const isRemembered = (name: string): boolean => localStorage.getItem(prefix + paneKey(name)) !== null

const count = ref(0)
/** Another number once all sizes have been forgotten. */
export const paneResets = readonly(count)

/** Every pane gets its usual size again. */
export function forgetPanes(): void {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix + storedAs))
  for (const key of keys) localStorage.removeItem(key)
  count.value++
}
