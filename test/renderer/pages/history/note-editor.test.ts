// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import NoteEditor from '../../../../src/renderer/pages/history/NoteEditor.vue'
import { emptyPlaces, mountIn } from './mount-page'

function show(note: string) {
  const kept: string[] = []
  const keep = (text: string): Promise<void> => {
    kept.push(text)
    return Promise.resolve()
  }
  const editor = mountIn(emptyPlaces(), NoteEditor, { note, disabled: false, keep })
  return { editor, kept, field: editor.get<HTMLTextAreaElement>('textarea') }
}

describe('a note', () => {
  it('is kept when the field is left, once', async () => {
    const { field, kept } = show('')
    await field.setValue('Overshoots')
    await field.trigger('blur')
    await field.trigger('blur')
    expect(kept).toEqual(['Overshoots'])
  })

  it('is kept when the panel closes while it is being typed', async () => {
    const { editor, field, kept } = show('before')
    await field.setValue('after')
    editor.unmount()
    expect(kept).toEqual(['after'])
  })

  it('is not kept again when nothing changed', async () => {
    const { editor, field, kept } = show('before')
    await field.trigger('blur')
    editor.unmount()
    expect(kept).toEqual([])
  })

  it('follows a change from elsewhere, but not over what is being typed', async () => {
    const { editor, field } = show('before')
    await editor.setProps({ note: 'elsewhere' })
    expect(field.element.value).toBe('elsewhere')
    await field.setValue('mine')
    await editor.setProps({ note: 'elsewhere again' })
    expect(field.element.value).toBe('mine')
  })
})
