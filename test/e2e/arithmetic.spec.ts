import type { Locator, Page } from 'playwright/test'
import { command, liveCell, playhead, runToEnd } from './support/app'
import { expect, test } from './support/lab'

const tab = (page: Page, name: string): Locator =>
  page.getByRole('radiogroup', { name: 'Below the pictures' }).getByText(name, { exact: true })

const view = (page: Page): Locator => page.getByRole('region', { name: 'Arithmetic' })

/** A number of the update as the table of symbols has it, in the first parameter. */
const numberOf = (page: Page, symbol: string): Locator =>
  view(page).locator(`tbody[data-symbol="${symbol}"]`).getByRole('cell').first()

async function choose(page: Page, run: string): Promise<void> {
  await view(page).getByRole('combobox', { name: 'Run whose arithmetic is shown' }).click()
  await page.getByRole('option', { name: run, exact: true }).click()
}

test('the update at the playhead is shown with its numbers, stepped, and worked out by hand', async ({
  lab,
}) => {
  const { page } = lab
  await runToEnd(page)
  await playhead(page).fill('37')
  await playhead(page).press('Enter')
  const recorded = await (await liveCell(page, 'Adam', 'w (x)')).innerText()

  await tab(page, 'Arithmetic').click()
  await choose(page, 'Adam')
  await expect(view(page)).toContainText('Update 37')
  await expect(numberOf(page, 'theta-after')).toHaveText(String(Number(recorded)))
  await expect(view(page).locator('.katex').first()).toBeVisible()

  // What the symbols are is read without scrolling sideways.
  const meanings = view(page).getByRole('region', { name: 'Symbols' })
  const beyond = (element: Element): number => element.scrollWidth - element.clientWidth
  expect(await meanings.evaluate(beyond)).toBe(0)

  // What is pointed at lights up wherever it stands, and says every digit.
  const equations = view(page).getByRole('region', { name: 'Equations with numbers' })
  await equations.locator('[data-symbol="vHat-after"]').first().hover()
  await expect(view(page)).toContainText(
    /Second moment, corrected for its start at zero\. w \(x\): \d\.\d{12,}/,
  )
  expect(await equations.locator('[data-symbol="vHat-after"][data-lit]').count()).toBeGreaterThan(2)

  const before = await numberOf(page, 'theta-after').innerText()
  await page.keyboard.press('ArrowRight')
  await expect(view(page)).toContainText('Update 38')
  await expect(numberOf(page, 'theta-before')).toHaveText(before)

  await view(page).getByRole('button', { name: 'Try it yourself' }).click()
  await expect(numberOf(page, 'theta-after')).toHaveText('?')
  const guess = page.getByRole('textbox', { name: 'Your w (x)' })
  await guess.fill('0')
  await guess.press('Enter')
  await expect(view(page)).toContainText(/Off by 1\.\d+, [\d,]+ % of the step\./)
  await view(page).getByRole('button', { name: 'Show the result' }).click()
  const right = await numberOf(page, 'theta-after').innerText()
  expect(right).not.toBe('?')

  await view(page).getByRole('button', { name: 'Sizes over time' }).click()
  await view(page).locator('tbody[data-symbol="v-after"]').hover()
  const curve = view(page).getByRole('img', { name: /^Size of v over the updates/ })
  await expect(curve).toHaveAccessibleName(/Adam/)

  await view(page).getByRole('button', { name: 'Copy' }).click()
  await page.getByRole('menuitem', { name: 'NumPy' }).click()
  await expect(page.getByText('Copied as NumPy', { exact: true })).toBeVisible()

  // Another objective is composed: the run's parameters keep their names.
  await command(page, 'Objective: Rosenbrock')
  await expect(page.getByRole('complementary', { name: 'Experiment' })).toContainText('Rosenbrock')
  await expect(view(page).getByRole('columnheader', { name: 'w (x)' })).toBeVisible()
})
