import type { Page } from 'playwright/test'
import { go, headerButton, liveRow, runRow } from './support/app'
import { violationsOf } from './support/axe'
import { expect, test } from './support/lab'

const text = (page: Page) => page.getByRole('textbox', { name: 'Your rule' })
const below = (page: Page, name: string) =>
  page.getByRole('radiogroup', { name: 'Below the pictures' }).getByText(name, { exact: true })

test('a heavy ball with restarts is typed, raced, looked into and kept', async ({ lab }) => {
  const { page } = lab
  await page.getByRole('button', { name: 'Add run' }).click()
  await page.getByRole('option', { name: /^Your own rule/ }).click()
  await text(page).fill('v = if(dot(g, v) > 0, 0, mine v) - lr * * g\nx = x + v')
  await expect(page.getByRole('alert')).toContainText(`"*" can't stand here (line 1, character 41)`)
  await expect(headerButton(page, 'Run')).toBeDisabled()
  await text(page).fill('v = if(dot(g, v) > 0, 0, mine v) - lr g\nx = x + v')
  await expect(page.getByRole('alert')).toBeHidden()
  await expect(page.getByRole('region', { name: 'Your rule as equations' })).toContainText('else')

  // A name that has come with the text is a field, whose range the rule has.
  await page.getByText('Defaults, ranges and starts').click()
  const most = page.getByRole('textbox', { name: 'Largest value of mine' })
  await most.fill('0.5')
  await most.press('Enter')
  await expect(page.getByText('mine: Must have a default from 0 to 0.5, got 1')).toBeVisible()
  const first = page.getByRole('textbox', { name: 'Default of mine' })
  await first.fill('0.4')
  await first.press('Enter')
  expect(await violationsOf(page, 'section')).toEqual([])

  await headerButton(page, 'Run').click()
  await expect(liveRow(page, 'Your own rule')).toContainText(/Converged|Finished/)
  await below(page, 'Arithmetic').click()
  const view = page.getByRole('region', { name: 'Arithmetic' })
  await view.getByRole('combobox', { name: 'Run whose arithmetic is shown' }).click()
  await page.getByRole('option', { name: 'Your own rule', exact: true }).click()
  await expect(view.locator('tbody[data-symbol="v-after"]')).toContainText('State variable')
  await expect(view.locator('tbody[data-symbol="dot1-after"]')).toContainText('Inner product')

  // A method of the catalog is one to change, and goes where it went.
  await page.getByRole('button', { name: 'More for Adam' }).click()
  await page.getByRole('menuitem', { name: 'Copy as a rule to change' }).click()
  await expect(text(page).first()).toHaveValue(/m = beta1 \* m \+ \(1 - beta1\) \* g/)
  await headerButton(page, 'Run').click()
  await below(page, 'Runs').click()
  await expect(liveRow(page, 'Adam as a rule')).toContainText(/Converged|Finished/)

  await go(page, 'History')
  await runRow(page, 'Your own rule')
    .first()
    .getByRole('button', { name: 'Your own rule', exact: true })
    .click()
  await expect(page.getByText('v = if(dot(g, v) > 0, 0, mine v) - lr g').first()).toBeVisible()
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByText('The same numbers').first()).toBeVisible()
})
