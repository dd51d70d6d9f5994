import { useEventListener } from '@vueuse/core'

/** Enter in the search field of an open menu takes its first item, or the one that says so, where none has been gone to. */
export function useAcceptFirst(isOpen: () => boolean): void {
  useEventListener(document, 'keydown', (event) => {
    if (event.key !== 'Enter' || !isOpen() || !(event.target instanceof HTMLInputElement)) return
    const menu = event.target.closest('[role="menu"]')
    if (!menu || menu.querySelector('[role="menuitem"][data-highlighted]')) return
    event.preventDefault()
    const accepted = menu.querySelector<HTMLElement>('[role="menuitem"][data-accept]')
    ;(accepted ?? menu.querySelector<HTMLElement>('[role="menuitem"]'))?.click()
  })
}
