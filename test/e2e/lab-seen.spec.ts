import type { Locator, Page } from 'playwright/test'
import {
  chart,
  choose,
  endless,
  go,
  headerButton,
  liveCell,
  liveRow,
  note,
  numberIn,
  openExperiment,
  playhead,
  runToEnd,
} from './support/app'
import { expect, test } from './support/lab'

const experimentName = (page: Page): Locator => page.getByRole('textbox', { name: 'Name of the experiment' })
const cards = (page: Page): Locator => page.getByRole('button', { name: /^More for / })
/** How the card of a run is marked in the composer. */
const swatch = async (page: Page, run: string): Promise<string | null> =>
  page
    .getByRole('complementary', { name: 'Experiment' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: `More for ${run}`, exact: true }) })
    .locator('svg line')
    .getAttribute('stroke')

test('while scrubbing, a row speaks of that moment alone', async ({ lab }) => {
  const { page } = lab
  await runToEnd(page)
  const best = async () =>
    numberIn(
      (await (await liveCell(page, 'GD', 'Best loss')).getByTitle(/\d/).getAttribute('title'))?.split(
        ' ',
      )[0] ?? '',
    )
  const last = await best()
  await playhead(page).fill('3')
  await playhead(page).press('Enter')
  const loss = await (await liveCell(page, 'GD', 'Loss')).getByTitle(/\d/).getAttribute('title')
  // Gradient descent on a bowl falls with every update.
  await expect.poll(best).toBe(numberIn(loss ?? ''))
  expect(await best()).toBeGreaterThan(last)
  await expect(page.getByText(/^After 3 of [\d,]+ updates$/)).toHaveCount(4)
  await page.getByRole('button', { name: 'To the newest update' }).click()
  await expect.poll(best).toBe(last)
})

test('a readout has four digits, and every digit while Shift is held', async ({ lab }) => {
  const { page } = lab
  await runToEnd(page)
  const loss = chart(page, 'Loss')
  const box = await loss.boundingBox()
  await loss.hover({ position: { x: (box?.width ?? 0) * 0.6, y: (box?.height ?? 0) * 0.3 } })
  const values = page.locator('.readout.shown dd')
  await expect(values).toHaveCount(4)
  const significant = (text: string) => text.replace(/e.*$/, '').replace(/^[−0.]+|[.,]/g, '').length
  for (const text of await values.allInnerTexts()) expect(significant(text)).toBeLessThanOrEqual(4)
  await page.keyboard.down('Shift')
  await expect(values.first()).toHaveText(/\d{10}/)
  await page.keyboard.up('Shift')
  await expect(values.first()).not.toHaveText(/\d{10}/)
})

test('a run keeps its colour when another one is removed', async ({ lab }) => {
  const { page } = lab
  const before = [await swatch(page, 'SGD'), await swatch(page, 'Adam')]
  await choose(page, page.getByRole('button', { name: 'More for GD', exact: true }), 'Remove')
  await expect(cards(page)).toHaveCount(3)
  expect([await swatch(page, 'SGD'), await swatch(page, 'Adam')]).toEqual(before)
  await runToEnd(page)
  const row = liveRow(page, 'Adam').locator('svg line')
  expect(await row.getAttribute('stroke')).toBe(before[1])
})

test('a name follows what is composed, and Save asks before it overwrites something else', async ({
  lab,
}) => {
  const { page } = lab
  await headerButton(page, 'Save').click()
  await expect(note(page, /^Saved “GD, SGD/)).toBeVisible()
  await choose(page, page.getByRole('button', { name: 'More for SGD', exact: true }), 'Remove')
  const next = 'GD, Mini-batch GD (32) and Adam on linear regression'
  await expect(experimentName(page)).toHaveValue(next)

  await headerButton(page, 'Save').click()
  const question = page.getByRole('dialog', { name: /^Replace “GD, SGD/ })
  await expect(question).toContainText(`is now called “${next}”`)
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(question).toBeHidden()
  await expect(page.getByText('Not saved')).toBeVisible()
  await headerButton(page, 'Save').click()
  await question.getByRole('button', { name: 'Save as new' }).click()
  await expect(note(page, `Saved “${next}”`)).toBeVisible()
  await experimentName(page).fill('Mine')
  await experimentName(page).press('Enter')
  await headerButton(page, 'Save').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Replace' }).click()
  await expect(note(page, 'Saved “Mine”')).toBeVisible()
  await go(page, 'Experiments')
  await expect(page.getByRole('button', { name: /^Actions for / })).toHaveCount(2)
})

test('the note of an edit stays in the Lab', async ({ lab }) => {
  const { page } = lab
  await choose(page, page.getByRole('button', { name: 'More for SGD', exact: true }), 'Remove')
  await expect(note(page, 'Removed SGD')).toBeVisible()
  await go(page, 'History')
  await expect(note(page, 'Removed SGD')).toBeHidden()
})

test('a run that used up its budget is not as green as one that converged', async ({ lab }) => {
  const { page } = lab
  await openExperiment(page, endless(10))
  await runToEnd(page)
  const badge = liveRow(page, 'Long').getByText('Finished', { exact: true }).locator('..')
  const finished = await badge.evaluate((element) => getComputedStyle(element).color)
  await choose(page, headerButton(page, 'More'), 'New')
  await runToEnd(page)
  const green = liveRow(page, 'GD').getByText('Converged', { exact: true }).locator('..')
  expect(await green.evaluate((element) => getComputedStyle(element).color)).not.toBe(finished)
})
