// @vitest-environment happy-dom
import { nextTick } from 'vue'
import { expect, it, vi } from 'vitest'
import { useDraft } from '../../../../src/renderer/model/draft/draft'
import { useRuns } from '../../../../src/renderer/model/runs'
import NextRunNote from '../../../../src/renderer/pages/lab/NextRunNote.vue'
import { standInLab } from '../history/lab-double'
import { record } from '../history/records'
import { mountInApp } from '../../mount-in-app'

standInLab({})

it('says of edits, while runs go on, that they are for the next run; of none that is taken back', async () => {
  const { document, commit } = useDraft()
  const note = mountInApp(NextRunNote, {})
  const { iterations } = document.value
  document.value.iterations = iterations + 1
  await nextTick()
  expect(note.text()).toBe('')

  useRuns().take([record({ id: 900, launch: 9, status: 'running' })])
  await nextTick()
  expect(note.text()).toBe('')
  document.value.iterations = iterations + 2
  commit()
  await vi.waitFor(() => expect(note.text()).toContain('applies to the next run'))
  document.value.iterations = iterations + 1
  await vi.waitFor(() => expect(note.text()).toBe(''))

  document.value.iterations = iterations
  await vi.waitFor(() => expect(note.text()).not.toBe(''))
  useRuns().take([record({ id: 900, launch: 9, status: 'finished' })])
  await vi.waitFor(() => expect(note.text()).toBe(''))
})
