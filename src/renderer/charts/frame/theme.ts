import { onScopeDispose, readonly, ref, type Ref } from 'vue'

/** Colours and type of a picture, as CSS values. */
export interface Theme {
  readonly dark: boolean
  readonly background: string
  readonly text: string
  readonly muted: string
  readonly grid: string
  readonly gridMinor: string
  readonly axis: string
  /** Contour lines and the function itself. */
  readonly landscape: string
  readonly font: string
}

const isDark = (): boolean => document.documentElement.classList.contains('dark')

/** Reads the page's colours at `element`; where the page sets none, colours that go with black or white. */
export function readTheme(element: Element): Theme {
  const dark = isDark()
  const style = getComputedStyle(element)
  const read = (name: string, light: string, night: string): string =>
    style.getPropertyValue(name).trim() || (dark ? night : light)
  return {
    dark,
    background: read('--ui-bg', '#ffffff', '#0f172a'),
    text: read('--ui-text-highlighted', '#0f172a', '#ffffff'),
    muted: read('--ui-text-toned', '#475569', '#cbd5e1'),
    grid: read('--ui-border', '#e2e8f0', '#1e293b'),
    gridMinor: read('--ui-bg-elevated', '#f1f5f9', '#182236'),
    axis: read('--ui-border-accented', '#cbd5e1', '#334155'),
    landscape: read('--ui-text-dimmed', '#94a3b8', '#64748b'),
    font: style.fontFamily || 'system-ui, sans-serif',
  }
}

/** Whether the page is dark, following its class. */
export function useDarkTheme(): Readonly<Ref<boolean>> {
  const dark = ref(isDark())
  const observer = new MutationObserver(() => {
    dark.value = isDark()
  })
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['class'] })
  onScopeDispose(() => observer.disconnect())
  return readonly(dark)
}
