import type { Page } from 'playwright/test'
import { chart, headerButton, liveRow, pick } from './support/app'
import { violationsOf } from './support/axe'
import { expect, test } from './support/lab'

const text = (page: Page) => page.getByRole('textbox', { name: 'Your function' })

test('a function is typed into the search, given a slider, and descended', async ({ lab }) => {
  const { page } = lab
  await page.getByRole('button', { name: 'Change…' }).click()
  await page.getByRole('searchbox', { name: 'Search objectives' }).fill('x^4 - 3x^2 + a x')
  await expect(page.getByRole('button', { name: /^Your own function/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(text(page)).toHaveValue('x^4 - 3x^2 + a x')

  // Two names make a surface; with one of them on a slider a curve is left.
  await expect(page.getByRole('radio', { name: '3-D' })).toBeVisible()
  await page.getByRole('button', { name: 'Make a a parameter with a slider' }).click()
  await expect(page.getByRole('radio', { name: '3-D' })).toBeHidden()
  await expect(chart(page, 'Your own function.*')).toBeVisible()
  const found = page.getByTestId('found-minima')
  await expect(found).toContainText('2 minima were found')
  await expect(found).toContainText('not known to be the lowest')

  const value = page.getByRole('textbox', { name: 'Value of a', exact: true })
  await page.getByRole('slider', { name: 'a, by slider' }).focus()
  await page.keyboard.press('End')
  await expect(value).toHaveValue('5')
  await expect(found).toContainText('A minimum was found')

  await headerButton(page, 'Run').click()
  await expect(liveRow(page, 'Adam')).toContainText(/Converged|Finished/)

  await text(page).fill('x^4 + * a x')
  await expect(page.getByRole('alert')).toContainText(`"*" can't stand here (character 7)`)
  await expect(headerButton(page, 'Run')).toBeDisabled()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect.soft(await violationsOf(page), colorScheme).toEqual([])
  }
  await text(page).fill('f(x, y) = sin(x) y^2 + abs(x - 1)')
  await expect(page.getByRole('alert')).toBeHidden()
  await expect(page.getByText(/The slope of abs\(x - 1\) jumps/)).toBeVisible()
  await pick(page, 'Chart of the objective', '3-D')
  await expect(chart(page, 'Your own function.*')).toBeVisible()
})
