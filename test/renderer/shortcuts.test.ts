// @vitest-environment happy-dom
import { effectScope, shallowRef } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keyCaps, shortcuts, useShortcuts, type Shortcut } from '../../src/renderer/parts/shortcuts'

let scope = effectScope()
type Given = Omit<Shortcut, 'group'>
const listed = (own: readonly Given[]): Shortcut[] => own.map((each) => ({ ...each, group: 'App' }))
const add = (...own: Given[]): void => scope.run(() => useShortcuts(listed(own)))
const press = (
  key: string,
  target: EventTarget = document.body,
  modifiers: KeyboardEventInit = {},
): boolean =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...modifiers }))

beforeEach(() => {
  scope = effectScope()
  document.body.innerHTML = '<input id="field" /><button id="button"></button>'
})
afterEach(() => scope.stop())

const byId = (id: string): HTMLElement => document.getElementById(id) ?? document.body

describe('shortcuts', () => {
  it('run by their keys and keep the browser from its own', () => {
    const run = vi.fn()
    add({ keys: 'mod+shift+z', label: 'Redo', run })
    expect(press('Z', document.body, { ctrlKey: true, shiftKey: true })).toBe(false)
    press('z', document.body, { ctrlKey: true })
    press('z')
    expect(run).toHaveBeenCalledOnce()
  })

  it('rest while a field is typed in, unless they may', () => {
    const [slash, save] = [vi.fn(), vi.fn()]
    add(
      { keys: '/', label: 'Search', run: slash },
      { keys: 'mod+s', label: 'Save', run: save, whileTyping: true },
    )
    press('/', byId('field'))
    press('s', byId('field'), { ctrlKey: true })
    expect(slash).not.toHaveBeenCalled()
    expect(save).toHaveBeenCalledOnce()
  })

  it('have Space in a field that has no use for it, and none in what lies over the page', () => {
    document.body.innerHTML = `<input id="number" data-spaceless />
      <div role="dialog"><input id="over" data-spaceless /></div>`
    const run = vi.fn()
    add({ keys: 'space', label: 'Run', run })
    press(' ', byId('number'))
    expect(run).toHaveBeenCalledOnce()
    press(' ', byId('over'))
    expect(run).toHaveBeenCalledOnce()
  })

  it('leave a field with Esc, one to search with once it is empty', () => {
    document.body.innerHTML = `<input id="field" value="3" /><input id="search" type="search" value="lr" />
      <div role="dialog"><input id="over" /></div>`
    add({ keys: '/', label: 'Search', run: () => undefined })
    const left = (id: string): boolean => {
      byId(id).focus()
      press('Escape', byId(id))
      return document.activeElement !== byId(id)
    }
    expect(left('field')).toBe(true)
    expect(left('search')).toBe(false)
    ;(byId('search') as HTMLInputElement).value = ''
    expect(left('search')).toBe(true)
    expect(left('over')).toBe(false)
  })

  it('leave Space to a focused button, and arrows to no button', () => {
    const [space, arrow] = [vi.fn(), vi.fn()]
    add({ keys: 'space', label: 'Run', run: space }, { keys: 'arrowright', label: 'Step', run: arrow })
    press(' ', byId('button'))
    press('ArrowRight', byId('button'))
    expect(space).not.toHaveBeenCalled()
    expect(arrow).toHaveBeenCalledOnce()
    press(' ')
    expect(space).toHaveBeenCalledOnce()
  })

  it('leave a key alone that has been used already, or that does nothing now', () => {
    const run = vi.fn()
    add({ keys: 'arrowleft', label: 'Back', run, when: () => false })
    expect(press('ArrowLeft')).toBe(true)
    add({ keys: 'space', label: 'Run', run })
    byId('button').addEventListener('keydown', (event) => event.preventDefault())
    press(' ', byId('button'))
    expect(run).not.toHaveBeenCalled()
  })

  it('have a second way that works in a field and on a button, but not under a dialog', () => {
    document.body.innerHTML = `<input id="field" /><button id="button"></button>
      <div role="dialog"><input id="over" /></div>`
    const run = vi.fn()
    add({ keys: 'space', also: 'mod+enter', label: 'Run', run })
    press('Enter', byId('field'), { ctrlKey: true })
    press('Enter', byId('button'), { ctrlKey: true })
    expect(run).toHaveBeenCalledTimes(2)
    press('Enter', byId('over'), { ctrlKey: true })
    press('Enter', byId('field'))
    expect(run).toHaveBeenCalledTimes(2)
  })

  it('that work while typing do not under a dialog', () => {
    document.body.innerHTML = '<div role="dialog"><input id="over" /></div>'
    const run = vi.fn()
    add({ keys: 'alt+1', label: 'Go to Lab', run, whileTyping: true })
    press('1', byId('over'), { altKey: true })
    expect(run).not.toHaveBeenCalled()
  })

  it('follow what they are made of', () => {
    const names = shallowRef(['GD', 'Adam'])
    scope.run(() => useShortcuts(() => listed(names.value.map((label) => ({ label, run: () => undefined })))))
    names.value = ['Adam']
    expect(shortcuts.value.map(({ label }) => label)).toEqual(['Adam'])
    scope.stop()
    expect(shortcuts.value).toEqual([])
  })

  it('are listed as long as their component lives', () => {
    add({ keys: '?', label: 'Help', run: () => undefined })
    expect(shortcuts.value.map(({ label }) => label)).toEqual(['Help'])
    scope.stop()
    expect(shortcuts.value).toEqual([])
  })

  it('read as on the keyboard', () => {
    expect(keyCaps('mod+shift+z')).toEqual(['Ctrl', 'Shift', 'Z'])
    expect(keyCaps('arrowleft')).toEqual(['←'])
  })
})
