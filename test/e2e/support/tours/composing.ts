import { go, unfold } from '../app'
import { escape, type Screen } from './screen'

const csv = {
  name: 'towns.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from('town,x,y\nA,1,2\nB,2,3\nC,3,5\n'),
}

const rareParts = ['Data', 'Start', 'Gradient noise', 'Stopping', 'Recording']

/** What can be seen before anything has run. */
export const composing: readonly Screen[] = [
  {
    name: 'experiments-empty',
    async show(page) {
      await go(page, 'Experiments')
      return page.getByRole('heading', { name: 'No saved experiments yet' })
    },
  },
  {
    name: 'history-empty',
    async show(page) {
      await go(page, 'History')
      return page.getByRole('heading', { name: 'No runs yet' })
    },
  },
  {
    name: 'lab-idle',
    async show(page) {
      await go(page, 'Lab')
      return page.getByRole('region', { name: 'Results' })
    },
  },
  {
    name: 'objective-picker',
    async show(page) {
      await page.getByRole('button', { name: 'Change…' }).click()
      return page.getByRole('dialog', { name: 'Choose an objective' })
    },
    leave: escape,
  },
  {
    name: 'csv-import',
    async show(page) {
      await page.getByRole('button', { name: 'Import CSV…' }).click()
      const dialog = page.getByRole('dialog', { name: 'Import a CSV file' })
      await dialog.locator('input[type="file"]').setInputFiles(csv)
      return dialog.getByRole('region', { name: 'First rows' })
    },
    leave: escape,
  },
  {
    name: 'shortcuts',
    async show(page) {
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
      return page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    },
    leave: escape,
  },
  {
    name: 'commands',
    async show(page) {
      await page.getByRole('button', { name: 'Commands' }).click()
      return page.getByRole('dialog', { name: 'Commands' })
    },
    leave: escape,
  },
  {
    name: 'lab-unfolded',
    async show(page) {
      for (const part of rareParts) await unfold(page, part)
      return page.getByRole('textbox', { name: 'A point every so many updates' })
    },
    async leave(page) {
      const composer = page.getByRole('complementary', { name: 'Experiment' })
      for (const part of rareParts) {
        await composer
          .getByRole('region', { name: part, exact: true })
          .locator('[aria-expanded="true"]')
          .click()
      }
    },
  },
  {
    name: 'formula',
    async show(page) {
      await page.getByRole('button', { name: 'Change…' }).click()
      await page.getByRole('searchbox', { name: 'Search objectives' }).fill('x^4 - 3x^2 + a x')
      await page.getByRole('button', { name: /^Your own function/ }).click()
      await page.getByRole('button', { name: 'Make a a parameter with a slider' }).click()
      return page.getByTestId('found-minima')
    },
  },
]
