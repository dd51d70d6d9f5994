import { chart, runToEnd, showBelow } from '../app'
import { expect } from '../lab'
import { escape, type Screen } from './screen'

/** What runs come to. */
export const results: readonly Screen[] = [
  {
    name: 'lab-results',
    async show(page) {
      await runToEnd(page)
      await expect(chart(page, 'Loss')).toHaveAccessibleName(/Adam: from/)
      return page.getByRole('table', { name: /^Every run/ })
    },
  },
  {
    name: 'lab-preview',
    async show(page) {
      await chart(page, 'Linear regression').focus()
      for (const key of ['s', 'ArrowLeft', 'ArrowDown']) await page.keyboard.press(key)
      const preview = page.getByRole('region', { name: 'Preview, not run' })
      await expect(preview.getByRole('listitem')).toHaveCount(4)
      return preview
    },
    leave: async (page) => page.keyboard.press('Escape'),
  },
  {
    name: 'winner',
    async show(page) {
      await page.getByRole('button', { name: /^To loss/ }).click()
      return page.getByRole('region', { name: 'Who is first' })
    },
    leave: escape,
  },
  {
    name: 'fork',
    async show(page) {
      await page.getByRole('button', { name: 'Fork Adam', exact: true }).click()
      return page.getByRole('dialog').getByRole('textbox', { name: 'New value' })
    },
    leave: escape,
  },
  {
    name: 'arithmetic',
    async show(page) {
      await showBelow(page, 'Arithmetic')
      return page.getByRole('region', { name: 'Equations with numbers' })
    },
  },
  {
    name: 'arithmetic-sizes',
    async show(page) {
      await page.getByRole('button', { name: 'Sizes over time' }).click()
      const sizes = page.getByRole('img', { name: /^Size of \w+ over the updates/ })
      await expect(sizes).toBeVisible()
      return sizes
    },
    leave: (page) => page.getByRole('button', { name: 'Sizes over time' }).click(),
  },
  {
    name: 'stability',
    async show(page) {
      await showBelow(page, 'Stability')
      return page.getByRole('region', { name: 'Stability in numbers' })
    },
  },
  {
    name: 'rate-map',
    async show(page) {
      await showBelow(page, 'Rate map')
      const map = chart(page, 'Adam: outcome by learning rate and first-moment decay')
      await expect(map).toHaveAccessibleName(/comes to the target/)
      return map
    },
    leave: (page) => showBelow(page, 'Runs'),
  },
  {
    name: 'lab-maximised',
    async show(page) {
      await page.getByRole('button', { name: 'Maximise curve' }).click()
      return chart(page, 'Loss')
    },
    leave: async (page) => page.getByRole('button', { name: 'Back', exact: true }).click(),
  },
]
