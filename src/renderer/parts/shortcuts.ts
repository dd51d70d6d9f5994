import { computed, onScopeDispose, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue'

/** Headings of the list of all that can be done, in its order. */
export const shortcutGroups = [
  'Experiment',
  'Playhead and pictures',
  'Replay',
  'Runs',
  'Composer',
  'App',
  'Places',
] as const
export type ShortcutGroup = (typeof shortcutGroups)[number]

/** Something that can be done with a key, or from the palette, in words for the list of them all. */
export interface Shortcut {
  /** `space`, `arrowright`, `?`, `mod+shift+z`; `mod` is Ctrl, and Command on a Mac. Left out: only from the palette. */
  readonly keys?: string
  /** Other keys for the same, which work while typing in a field of the page, too. */
  readonly also?: string
  readonly label: string
  readonly group: ShortcutGroup
  readonly icon?: string
  run(): void
  /** What can be made ready when the palette opens, from which it may be chosen. */
  prepare?(): void
  /** False: the key is left alone for now. */
  when?(): boolean
  /** True: works while typing in a field of the page, too. */
  readonly whileTyping?: boolean
}

/** Those of each component that is mounted, the last one last. */
const active = shallowRef<readonly (readonly Shortcut[])[]>([])

/** Every shortcut of what is on screen. */
export const shortcuts = computed((): readonly Shortcut[] => active.value.flat())

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
const steered =
  '[role="slider"], [role="separator"], [role="radio"], [role="tab"], [role="application"], canvas[tabindex]'

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
  const covered = event.target instanceof Element && isInLayer(event.target)
  const answers = (candidate: Shortcut): boolean =>
    candidate.keys === keys
      ? !taken || (candidate.whileTyping === true && !covered)
      : candidate.also === keys && !covered
  // What was mounted last is nearest to the person.
  const shortcut = shortcuts.value.findLast((candidate) => answers(candidate) && candidate.when?.() !== false)
  if (!shortcut) {
    if (keys === 'escape') leaveField(event.target)
    return
  }
  event.preventDefault()
  shortcut.run()
}

const without = (own: readonly Shortcut[]): readonly (readonly Shortcut[])[] =>
  active.value.filter((others) => others !== own)

/**
 * Listens for these keys as long as the calling component lives, except while typing in a field. What
 * changes while it lives is given as a getter, and counts as mounted when it changed.
 */
export function useShortcuts(own: MaybeRefOrGetter<readonly Shortcut[]>): void {
  let held: readonly Shortcut[] = []
  if (active.value.length === 0) window.addEventListener('keydown', onKeydown)
  watch(
    () => toValue(own),
    (now) => {
      active.value = [...without(held), now]
      held = now
    },
    { immediate: true, flush: 'sync' },
  )
  onScopeDispose(() => {
    active.value = without(held)
    if (active.value.length === 0) window.removeEventListener('keydown', onKeydown)
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
  escape: 'Esc',
  pagedown: 'Page Down',
  delete: 'Del',
  doubleclick: 'Double-click',
}

/** The keys as printed on the keyboard, one entry a key. */
export const keyCaps = (keys: string): string[] =>
  keys === '+' ? ['+'] : keys.split('+').map((key) => shownKeys[key] ?? key.toUpperCase())

/** What a thing does with keys of its own while it has the focus: it handles them itself. */
export interface OwnKeys {
  readonly where: string
  readonly keys: readonly (readonly [keys: string, label: string])[]
}

export const ownKeys: readonly OwnKeys[] = [
  {
    where: 'In a picture',
    keys: [
      ['arrowright', 'On by a point; with Shift by ten'],
      ['pagedown', 'On by a hundred points'],
      ['+', 'Zoom in; − zooms out, 0 shows everything'],
      ['shift', 'Every digit, while held'],
      ['escape', 'Leave it'],
    ],
  },
  { where: 'In a table', keys: [['doubleclick', 'Copy the exact number of a cell']] },
  { where: 'On a divider between panes', keys: [['arrowright', 'Move it']] },
  {
    where: 'In a field',
    keys: [
      ['arrowup', 'A number: the next step'],
      ['enter', 'Take what is typed'],
      ['escape', 'Leave it as it was'],
    ],
  },
]
