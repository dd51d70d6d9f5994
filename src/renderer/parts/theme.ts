import { createGlobalState, useColorMode, type BasicColorMode, type BasicColorSchema } from '@vueuse/core'
import type { ComputedRef, Ref } from 'vue'

export type ThemeChoice = BasicColorSchema

export const themeChoices = [
  { value: 'auto', label: 'System', icon: 'i-lucide-monitor' },
  { value: 'light', label: 'Light', icon: 'i-lucide-sun' },
  { value: 'dark', label: 'Dark', icon: 'i-lucide-moon' },
] as const satisfies readonly { value: ThemeChoice; label: string; icon: string }[]

export interface Theme {
  /** What was chosen: `auto` follows the system. Kept for the next start. */
  readonly choice: Ref<ThemeChoice>
  /** What is shown now. */
  readonly shown: ComputedRef<BasicColorMode>
}

/** The one theme of the app. The storage key is the one the component library reads, too. */
export const useTheme = createGlobalState((): Theme => {
  const { store, state } = useColorMode({ storageKey: 'vueuse-color-scheme' })
  return { choice: store, shown: state }
})
