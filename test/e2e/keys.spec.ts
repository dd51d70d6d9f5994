import type { Locator } from 'playwright/test'
import { go, headerButton, playhead, runRow, runToEnd, state } from './support/app'
import { expect, test } from './support/lab'

const isFocused = (place: Locator): Promise<boolean> =>
  place.evaluate((element) => element === document.activeElement)
const holdsFocus = (place: Locator): Promise<boolean> =>
  place.evaluate((element) => element.contains(document.activeElement))

test('Tab and Shift+Tab go round in the panel of a run, and never out of it', async ({ lab }) => {
  const { page } = lab
  await runToEnd(page)
  await go(page, 'History')
  await runRow(page, 'GD').getByRole('button', { name: 'GD', exact: true }).click()
  const panel = page.getByRole('dialog', { name: 'GD' })
  await expect(panel.getByText('Experiment document')).toBeVisible()
  const close = panel.getByRole('button', { name: 'Close' })
  for (const key of ['Tab', 'Shift+Tab']) {
    await close.focus()
    let steps = 0
    do {
      await page.keyboard.press(key)
      expect(await holdsFocus(panel)).toBe(true)
      // Stuck, it would be back after one.
      if (++steps === 1) await expect(close).not.toBeFocused()
    } while (!(await isFocused(close)) && steps < 60)
    expect(steps).toBeGreaterThan(5)
    expect(steps).toBeLessThan(60)
  }
  // Opened, the document has more to go to.
  await panel.getByText('Experiment document').click()
  const experiment = panel.getByRole('region', { name: 'Experiment document' })
  await expect(experiment).toBeInViewport()
  await close.focus()
  await page.keyboard.press('Shift+Tab')
  await expect(experiment).toBeFocused()
})

test('a number field is left with Esc, and lets Space and Alt+1 through', async ({ lab }) => {
  const { page } = lab
  const iterations = page.getByRole('textbox', { name: 'Iterations' })
  const before = await iterations.inputValue()
  await iterations.fill('77')
  await iterations.press('Escape')
  await expect(iterations).not.toBeFocused()
  await expect(iterations).toHaveValue(before)

  await iterations.fill('1500')
  await iterations.press(' ')
  await expect(state(page)).toContainText('Done')
  await expect(page.getByText(/of 1,500 updates/)).toHaveCount(4)
  await expect(iterations).toHaveValue('1500')

  await playhead(page).focus()
  await page.keyboard.press('Alt+3')
  await expect(page.getByRole('heading', { level: 1, name: 'History' })).toBeAttached()
  await page.getByRole('searchbox', { name: 'Search runs' }).focus()
  await page.keyboard.press('Alt+1')
  await expect(headerButton(page, 'Run')).toBeVisible()
})

test('runs that are selected are compared with one key', async ({ lab }) => {
  const { page } = lab
  await runToEnd(page)
  await go(page, 'History')
  for (const run of ['GD', 'SGD']) await runRow(page, run).getByRole('checkbox').check()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Compare' })).toBeVisible()
  await expect(page.getByRole('main').getByText('2 runs', { exact: true })).toBeVisible()
})

test('Enter takes the first method that answers the search', async ({ lab }) => {
  const { page } = lab
  // Nadam is also a word of what adds the textbook's ten at once.
  for (const [words, method] of [
    ['lbfgs', 'L-BFGS'],
    ['nadam', 'Nadam'],
  ]) {
    await page.getByRole('button', { name: 'Add run' }).click()
    await page.getByPlaceholder('Search…').fill(words)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: `More for ${method}` })).toBeVisible()
  }
  await expect(page.getByRole('button', { name: /^More for / })).toHaveCount(6)
})
