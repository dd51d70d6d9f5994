import type { Page } from 'playwright/test'
import {
  chart,
  command,
  endless,
  go,
  headerButton,
  liveRow,
  note,
  numberIn,
  openExperiment,
  playhead,
  runRow,
  runToEnd,
  state,
} from './support/app'
import { violationsOf } from './support/axe'
import { expect, test } from './support/lab'

const dialog = (page: Page) => page.getByRole('dialog')

async function newValue(page: Page, value: string): Promise<void> {
  await dialog(page).getByRole('textbox', { name: 'New value' }).fill(value)
  await page.keyboard.press('Enter')
}

/** Whether the newest run of the history is the same when it is run once more. */
async function expectVerified(page: Page, run: string): Promise<void> {
  await go(page, 'History')
  await runRow(page, run)
    .getByRole('button', { name: /^Actions for/ })
    .click()
  await page.getByRole('menuitem', { name: 'Verify' }).click()
  await expect(page.getByText(/came out the same, bit for bit/).first()).toBeVisible()
}

test('a run is forked at the playhead, beside the one it leaves, and verified', async ({ lab }) => {
  const { page } = lab
  await runToEnd(page)
  const parent = await page
    .getByRole('table', { name: /^Every run/ })
    .getByRole('rowheader')
    .first()
    .innerText()
  const fork = `${parent}, lr 0.003 after 500`
  await expect(playhead(page)).toHaveValue('2000')
  await playhead(page).fill('500')
  await playhead(page).press('Enter')
  await page.getByRole('button', { name: `Fork ${parent}`, exact: true }).click()
  await expect(dialog(page).getByRole('textbox', { name: 'After update' })).toHaveValue('500')
  expect(await violationsOf(page, '[role="dialog"]')).toEqual([])
  await newValue(page, '-1')
  await expect(dialog(page)).toContainText('Must be > 0, got -1')
  await newValue(page, '0.003')

  await expect(liveRow(page, fork)).toBeVisible()
  await expect(page.getByText(`fork of ${parent} at 500`)).toBeVisible()
  await expect(state(page)).toContainText('Done')
  await expect(chart(page, 'Loss')).toHaveAttribute('aria-label', /settings changed at/)
  // It is among the runs that are composed, so that the next launch has it, too.
  await expect(page.getByRole('button', { name: fork }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Go to' }).click()
  await expect(page.getByRole('menuitem', { name: new RegExp(`^Leaves ${parent}: lr 0.003`) })).toBeVisible()
  await page.keyboard.press('Escape')
  await expectVerified(page, fork)
})

test('the learning rate is changed while a run is paused, and the run is verified', async ({ lab }) => {
  const { page } = lab
  await openExperiment(page, endless())
  await headerButton(page, 'Run').click()
  await headerButton(page, 'Pause').click()
  await expect(state(page)).toContainText('Paused')
  await command(page, 'Change learning rate')
  await newValue(page, '0.02')
  await expect(note(page, /lr 0\.02/)).toContainText(/From update [\d,]+ on/)
  const told = await note(page, /lr 0\.02/).innerText()
  const update = numberIn(/update ([\d,]+) on/.exec(told)?.[1] ?? '')
  await headerButton(page, 'Resume').click()
  await page.getByRole('button', { name: 'Go to' }).click()
  await expect(page.getByRole('menuitem', { name: /^Changes: lr 0.02 from here/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Stop Long' }).click()
  await expect(state(page)).toContainText('Done')
  await expectVerified(page, 'Long')
  await expect(dialog(page)).toContainText(`lr after ${update - 1}`)
})
