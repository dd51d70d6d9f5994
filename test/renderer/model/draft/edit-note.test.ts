// @vitest-environment happy-dom
import { useToast } from '@nuxt/ui/composables'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useDraft } from '../../../../src/renderer/model/draft/draft'
import { leaveEditNotes, useEditNote } from '../../../../src/renderer/model/draft/edit-note'
import { emptyPlaces, inComponent } from '../../pages/history/mount-page'

const router = emptyPlaces()
const draft = useDraft()
const notes = () => inComponent(router, useToast).toasts.value

function renamed(name: string): void {
  draft.document.value.name = name
  draft.commit()
}

beforeEach(() => {
  inComponent(router, useToast).clear()
  draft.reset()
})

describe('the note of an edit', () => {
  it('takes that edit back', async () => {
    const before = draft.document.value.name
    renamed('One')
    inComponent(router, useEditNote)('Renamed')
    await vi.waitFor(() => expect(notes()).toMatchObject([{ title: 'Renamed' }]))
    const [undo] = notes()[0].actions ?? []
    for (const act of [undo.onClick].flat()) await act?.(new MouseEvent('click'))
    expect(draft.document.value.name).toBe(before)
  })

  it('goes with the next edit, which undo would take back instead', async () => {
    renamed('One')
    inComponent(router, useEditNote)('Renamed')
    await vi.waitFor(() => expect(notes()).toMatchObject([{ title: 'Renamed', open: true }]))
    renamed('Two')
    await vi.waitFor(() => expect(notes()).toEqual([]))
  })

  it('stays behind when the Lab is left', async () => {
    renamed('One')
    inComponent(router, useEditNote)('Renamed')
    await vi.waitFor(() => expect(notes()).toMatchObject([{ title: 'Renamed', open: true }]))
    leaveEditNotes()
    await vi.waitFor(() => expect(notes()).toEqual([]))
  })
})
