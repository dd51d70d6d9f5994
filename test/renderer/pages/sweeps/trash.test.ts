// @vitest-environment happy-dom
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useSweeps } from '../../../../src/renderer/model/sweeps/sweeps'
import SweepsPage from '../../../../src/renderer/pages/sweeps/SweepsPage.vue'
import { madeView } from '../../model/sweeps/results'
import { standInLab } from '../history/lab-double'
import { emptyPlaces, mountIn } from '../history/mount-page'

const { detail } = madeView([], [])
const lab = standInLab({
  'sweeps.list': ({ trash }) => (trash === true ? [{ ...detail, trashedAt: 1 }] : []),
  'sweeps.get': () => ({ ...detail, trashedAt: 1 }),
  'sweeps.purge': () => null,
})
const router = emptyPlaces()
let page: VueWrapper
const purged = (): unknown[] => lab.calls.filter(({ name }) => name === 'sweeps.purge')
/** Dialogs stand outside the page. */
const button = (label: string, within = 'body'): HTMLButtonElement | undefined =>
  [...document.querySelectorAll<HTMLButtonElement>(`${within} button`)].find(
    ({ textContent }) => textContent.trim() === label,
  )

beforeEach(async () => {
  await router.push('/sweeps?trash')
  page = mountIn(router, SweepsPage)
  await useSweeps().refresh()
  lab.calls.length = 0
})
afterEach(() => page.unmount())

it('asks before the trash is emptied', async () => {
  button('Empty the trash')?.click()
  await vi.waitFor(() => expect(document.body.textContent).toContain('Delete 1 sweep for good?'))
  expect(purged()).toEqual([])
  button('Delete for good', '[role=dialog]')?.click()
  await vi.waitFor(() => expect(purged()).toEqual([{ name: 'sweeps.purge', input: { sweeps: [detail.id] } }]))
})
