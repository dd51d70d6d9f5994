import { useClipboard, useEventListener } from '@vueuse/core'
import { exactAtPointer } from '../model/exact-at-pointer'
import { useNotify } from '../model/notify'
import { useShortcuts } from './shortcuts'

const number = /^[-−]?(?:\d[\d,]*\.?\d*(?:e[-−+]?\d+)?|∞|NaN)$/

/** The number with every digit that a cell of a table holds in its title, as programs read it. */
export function exactIn(target: EventTarget | null): string | undefined {
  if (!(target instanceof Element)) return undefined
  const cell = target.closest('td')
  const titled = cell?.matches('[title]') ? cell : cell?.querySelector('[title]')
  const title = titled?.getAttribute('title') ?? ''
  return number.test(title) ? plainly(title) : undefined
}

const plainly = (text: string): string =>
  text
    .replaceAll('−', '-')
    .replace(/(?<=\d),(?=\d{3})/g, '')
    .replace('∞', 'Infinity')

/** A double-click copies the exact number of a table's cell, a key what is read off in a picture. */
export function useCopying(): void {
  const { copy } = useClipboard({ legacy: true })
  const notify = useNotify()
  async function take(text: string): Promise<void> {
    try {
      await copy(text)
      notify.done('Copied', text.replaceAll('\n', ', ').replaceAll('\t', ' '))
    } catch (error) {
      notify.failed('The number could not be copied', error)
    }
  }
  useEventListener(document, 'dblclick', ({ target }) => {
    const text = exactIn(target)
    if (text !== undefined) void take(text)
  })
  useShortcuts([
    {
      keys: 'c',
      label: 'Copy the exact numbers at the pointer',
      group: 'Playhead and pictures',
      icon: 'i-lucide-copy',
      when: () => exactAtPointer.value !== undefined,
      run: () => void take(plainly(exactAtPointer.value ?? '')),
    },
  ])
}
