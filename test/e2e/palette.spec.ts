import {
  chart,
  command,
  downloaded,
  liveCell,
  liveRow,
  numberIn,
  palette,
  playhead,
  state,
} from './support/app'
import { curvesIn } from './support/command-line'
import { expect, test } from './support/lab'

test('every place and action is a command, from a field as well; Esc puts the cursor back', async ({
  lab,
}) => {
  const { page } = lab
  const iterations = page.getByRole('textbox', { name: 'Iterations' })
  await iterations.focus()
  await page.keyboard.press('Control+k')
  const options = palette(page).getByRole('option')
  for (const place of ['Lab', 'Experiments', 'History', 'Compare', 'Settings']) {
    await expect(options.filter({ hasText: `Go to ${place}` })).toHaveCount(1)
  }
  await expect(options.filter({ hasText: 'Run, pause or resume' })).toContainText('Space')
  // There is nothing to stop.
  await expect(options.filter({ hasText: 'Stop the runs' })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(iterations).toBeFocused()

  await command(page, 'Go to History')
  await expect(page.getByRole('heading', { level: 1, name: 'History' })).toBeAttached()
  await page.keyboard.press('Control+k')
  await expect(options.filter({ hasText: 'Select all runs shown' })).toHaveCount(1)
  await expect(options.filter({ hasText: 'Run, pause or resume' })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await command(page, 'Go to Lab')
  await command(page, 'Choose another objective')
  const objectives = page.getByRole('dialog', { name: 'Choose an objective' })
  await expect(objectives).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(objectives).toBeHidden()
  await command(page, 'Objective: Rosenbrock')
  await expect(page.getByRole('complementary', { name: 'Experiment' })).toContainText('Rosenbrock')
})

test('the sheet of shortcuts has every command that has a key', async ({ lab }) => {
  const { page } = lab
  await page.keyboard.press('Control+k')
  const withKeys = palette(page)
    .getByRole('option')
    .filter({ has: page.locator('kbd') })
  await expect(withKeys.filter({ hasText: 'Save the experiment' })).toHaveCount(1)
  const names = await withKeys.locator('[data-slot="itemLabel"]').allInnerTexts()
  expect(names.length).toBeGreaterThan(8)
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  for (const name of names) await expect(sheet.getByText(name.trim(), { exact: true })).toBeVisible()
  await expect(sheet).toContainText('In a picture')
})

test('a whole experiment with the keyboard alone', async ({ lab }) => {
  const { page } = lab
  await command(page, 'Edit Adam')
  const rate = page.getByRole('textbox', { name: /^Learning rate/ })
  await expect(rate).toBeFocused()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('0.05')
  // What is typed counts, and the cursor stays for the next value.
  await page.keyboard.press('Control+Enter')
  await expect(state(page)).toContainText('Done')
  await expect(rate).toBeFocused()
  await expect(chart(page, 'Loss')).toHaveAccessibleName(/Adam: from 8\.421 to/)
  const loss = async (): Promise<number> =>
    numberIn((await (await liveCell(page, 'Adam', 'Loss')).getByTitle(/\d/).getAttribute('title')) ?? '')
  const last = await loss()

  await page.keyboard.press('Escape')
  await expect(rate).not.toBeFocused()
  await page.keyboard.press('Home')
  await expect(playhead(page)).toHaveValue('0')
  await expect.poll(loss).toBeGreaterThan(8)
  await page.keyboard.press('ArrowRight')
  await expect(playhead(page)).toHaveValue('1')
  await expect(liveRow(page, 'Adam')).toBeVisible()

  const csv = await downloaded(page, () => command(page, 'Export: Curves (CSV)'))
  const curve = [...curvesIn(csv.text).values()].at(-1)
  expect(curve?.at(-1)?.loss).toBe(last)
  // The rate of the run that was made is the one that was typed.
  expect(curve?.[1]?.theta_0).toBeCloseTo(2 - 0.05, 6)
})
