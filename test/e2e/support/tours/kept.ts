import type { Page } from 'playwright/test'
import { chart, choose, go, headerButton, note, runRow, runToEnd } from '../app'
import { expect } from '../lab'
import { escape, type Screen } from './screen'

const place = (name: 'Experiments' | 'History' | 'Settings') => ({
  name: name.toLowerCase(),
  async show(page: Page) {
    await go(page, name)
    return page.getByRole('heading', { level: 1, name })
  },
})

/** What is kept of runs. */
export const kept: readonly Screen[] = [
  {
    name: 'lab-saved',
    async show(page) {
      await runToEnd(page)
      await headerButton(page, 'Save').click()
      return note(page, /^Saved/)
    },
  },
  place('Experiments'),
  place('History'),
  {
    name: 'run-detail',
    async show(page) {
      await runRow(page, 'Adam').getByRole('button', { name: 'Adam', exact: true }).click()
      const panel = page.getByRole('dialog', { name: 'Adam' })
      await panel.getByText('Experiment document').click()
      return panel.getByRole('region', { name: 'Experiment document' })
    },
    leave: escape,
  },
  {
    name: 'history-selected',
    async show(page) {
      await page.getByRole('checkbox', { name: /^Select GD,/ }).click()
      return page.getByRole('region', { name: 'Selected runs' })
    },
    async leave(page) {
      await page.getByRole('button', { name: 'Clear', exact: true }).click()
    },
  },
  {
    name: 'trash',
    async show(page) {
      await choose(page, page.getByRole('button', { name: /^Actions for GD,/ }), 'Trash')
      await page.getByRole('link', { name: /^Trash \(1\)/ }).click()
      return runRow(page, 'GD')
    },
  },
  {
    name: 'compare-empty',
    async show(page) {
      await go(page, 'Compare')
      return page.getByRole('heading', { name: 'Nothing to compare yet' })
    },
  },
  {
    name: 'compare-picker',
    async show(page) {
      await page.getByRole('button', { name: 'Choose runs' }).click()
      return runRow(page, 'Adam')
    },
    leave: escape,
  },
  {
    name: 'compare',
    async show(page) {
      await page.getByRole('button', { name: /^Compare the latest/ }).click()
      await expect(chart(page, 'Loss')).toHaveAccessibleName(/Adam: from/)
      return page.getByRole('region', { name: 'Runs side by side' })
    },
  },
  place('Settings'),
]
