import { onScopeDispose, shallowReactive } from 'vue'

/** A key with what it does, in words for the list of all shortcuts. */
export interface Shortcut {
  /** `space`, `arrowright`, `?`, `mod+shift+z`; `mod` is Ctrl, and Command on a Mac. */
  readonly keys: string
  readonly label: string
  run(): void
  /** False: the key is left alone for now. */
  when?(): boolean
  /** True: works while typing in a field, too. */
  readonly whileTyping?: boolean
}

const active = shallowReactive<Shortcut[]>([])

/** Every shortcut of what is on screen. */
export const shortcuts: readonly Shortcut[] = active

const named: Readonly<Record<string, string>> = { ' ': 'space' }

/** The pressed keys in the notation of `Shortcut.keys`. */
export function keysOf(event: KeyboardEvent): string {
  const key = named[event.key] ?? event.key.toLowerCase()
  const shifted = event.shiftKey && (key.length > 1 || /[a-z]/.test(key))
  return [event.ctrlKey || event.metaKey ? 'mod' : '', event.altKey ? 'alt' : '', shifted ? 'shift' : '', key]
    .filter((part) => part !== '')
    .join('+')
}

const fields = 'input, textarea, select, [contenteditable]'
const layers = '[role="dialog"], [role="menu"], [role="listbox"]'
/** A space means nothing in them, so that it is free for a shortcut. */
const spaceless = '[data-spaceless]'
const pressable = 'a[href], button, summary, [role="button"], [role="tab"], [role="radio"], [role="switch"]'
const steered = '[role="slider"], [role="radio"], [role="tab"], [role="application"], canvas[tabindex]'

/** Whether something lies in what has opened over the page. */
export const isInLayer = (target: Element | null): boolean =>
  target !== null && target.closest(layers) !== null

/** True where the focused element has its own use for the key. */
export function isTaken(target: EventTarget | null, keys: string): boolean {
  if (!(target instanceof Element)) return false
  if (isInLayer(target)) return true
  if (keys === 'space' && target.matches(spaceless)) return false
  if (target.closest(fields)) return true
  if (keys === 'space' || keys === 'enter') return target.closest(pressable) !== null
  return keys.includes('arrow') && target.closest(steered) !== null
}

/** Esc leaves a field, and the keys are the page's again; one to search with is emptied first. */
function leaveField(target: EventTarget | null): void {
  if (!(target instanceof HTMLElement) || !target.matches(fields) || isInLayer(target)) return
  const isSearch = target instanceof HTMLInputElement && target.type === 'search'
  if (!isSearch || target.value === '') target.blur()
}

function onKeydown(event: KeyboardEvent): void {
  if (event.defaultPrevented) return
  const keys = keysOf(event)
  const taken = isTaken(event.target, keys)
  // What was mounted last is nearest to the person.
  const shortcut = active.findLast(
    (candidate) =>
      candidate.keys === keys && (!taken || candidate.whileTyping === true) && candidate.when?.() !== false,
  )
  if (!shortcut) {
    if (keys === 'escape') leaveField(event.target)
    return
  }
  event.preventDefault()
  shortcut.run()
}

/** Listens for these keys as long as the calling component lives, except while typing in a field. */
export function useShortcuts(own: readonly Shortcut[]): void {
  if (active.length === 0) window.addEventListener('keydown', onKeydown)
  active.push(...own)
  onScopeDispose(() => {
    for (const shortcut of own) active.splice(active.indexOf(shortcut), 1)
    if (active.length === 0) window.removeEventListener('keydown', onKeydown)
  })
}

const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '')
const shownKeys: Readonly<Record<string, string>> = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: 'Shift',
  alt: 'Alt',
  space: 'Space',
  enter: 'Enter',
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  home: 'Home',
  end: 'End',
}

/** The keys as printed on the keyboard, one entry a key. */
export const keyCaps = (keys: string): string[] =>
  keys.split('+').map((key) => shownKeys[key] ?? key.toUpperCase())
