import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect } from 'playwright/test'
import { go, headerButton, liveCell, liveRow, pick, runToEnd } from './support/app'
import { test } from './support/lab'
import { root } from './support/shells'

const samples = JSON.parse(readFileSync(resolve(root, 'resources/samples/index.json'), 'utf8')) as unknown[]

test('a ready-made experiment is found, opened with one click and run with one more', async ({ lab }) => {
  const { page } = lab
  await go(page, 'Experiments')
  await page.getByRole('searchbox', { name: 'Search experiments' }).fill('plus')
  await page.getByRole('button', { name: /^The plus sign/ }).click()
  const about = page.getByRole('complementary', { name: 'About this experiment' })
  await expect(about).toContainText('every update multiplies x by 1.3')
  await expect(about).toContainText('Try next: Start at 0')
  await runToEnd(page)
  await expect(liveRow(page, 'Plus')).toContainText('Finished')
  // 0.7 x 1.3^4, and its square: the best of a run that climbs.
  await expect(await liveCell(page, 'Plus', 'x')).toHaveText('1.999')
  await expect(await liveCell(page, 'Plus', 'Best loss')).toHaveText('3.997')
  await expect(await liveCell(page, 'Minus', 'Best loss')).toHaveText('0.02825')

  await page.getByRole('button', { name: 'Plus lr 0.15, maximize true' }).click()
  await expect(page.getByRole('switch', { name: 'Maximize' })).toBeChecked()
  await about.getByRole('button', { name: 'Put this note away' }).click()
  await expect(about).toBeHidden()

  await headerButton(page, 'Save').click()
  await go(page, 'Experiments')
  await expect(page.getByRole('button', { name: /^Actions for The plus sign/ })).toBeVisible()
  await pick(page, 'Which experiments', `Ready-made (${samples.length})`)
  await expect(page.getByRole('heading', { name: 'What each objective teaches' })).toBeVisible()
})
