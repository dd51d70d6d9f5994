import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright/test'
import { chart, go, headerButton, openExperiment, state } from './support/app'
import { violationsOf } from './support/axe'
import { expect, test } from './support/lab'

/** A picture of the sweep, by its name above it. */
const picture = (page: Page, name: string): Promise<void> =>
  page.getByRole('radiogroup', { name: 'Picture', exact: true }).getByText(name, { exact: true }).click()

test('seven rates by five seeds from a first start take fewer than ten clicks', async ({ lab }) => {
  const { page } = lab
  let clicks = 0
  const click = async (what: Locator): Promise<void> => {
    clicks++
    await what.click()
  }
  for (const others of ['GD', 'Mini-batch GD \\(32\\)', 'Adam']) {
    await click(page.getByRole('button', { name: new RegExp(`^More for ${others}$`) }))
    await click(page.getByRole('menuitem', { name: 'Remove', exact: true }))
  }
  await click(page.getByRole('button', { name: 'Sweep every rate' }))
  await click(page.getByRole('button', { name: '5 seeds' }))
  await expect(page.getByRole('region', { name: 'Sweep', exact: true })).toContainText(
    /35 runs \(7 settings\)/,
  )
  await click(headerButton(page, 'Run sweep'))
  await expect(page.getByRole('heading', { level: 1, name: 'Sweeps' })).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: /35 runs/ })).toContainText('Finished')
  await expect(chart(page, 'Final loss against learning rate')).toHaveAccessibleName(
    /1 method\. SGD \(n = 35.*\): lowest, .* at Learning rate/,
  )
  expect(clicks).toBeLessThan(10)
  expect(await violationsOf(page)).toEqual([])
})

test('a sweep in a file is drawn by two settings, and each mark opens its run', async ({ lab }) => {
  const { page } = lab
  await openExperiment(page, {
    name: 'Two settings',
    objective: { id: 'rosenbrock' },
    iterations: 300,
    runs: [
      {
        optimizer: 'momentum',
        hyper: { lr: { from: 1e-4, to: 1, steps: 5, scale: 'log' }, gamma: { values: [0, 0.5, 0.9] } },
      },
    ],
    sweep: { seeds: 2 },
    start: 'random',
  })
  // What is typed and undone, and a reload, leave the ranges alone.
  const section = page.getByRole('region', { name: 'Sweep', exact: true })
  await expect(section).toContainText('30 runs (15 settings)')
  await page.reload()
  await expect(section).toContainText('30 runs (15 settings)')
  await headerButton(page, 'Run sweep').click()
  await expect(page.getByRole('status').filter({ hasText: /30 runs/ })).toContainText('Finished')
  await picture(page, 'Heat map')
  const heat = chart(page, 'Final loss above the minimum of Momentum by .*')
  await expect(heat).toHaveAccessibleName(/15 boxes; lowest, .*; \d+ boxes diverged altogether/)
  await heat.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  const panel = page.getByRole('dialog')
  await expect(panel).toContainText('Learning rate')
  await expect(panel).toContainText(/Seed\s*\d of 2/)
  expect(await violationsOf(page)).toEqual([])
  await panel.getByRole('button', { name: 'Run it with its curve' }).click()
  await expect(state(page)).toContainText('Done')
  await expect(chart(page, 'Loss')).toHaveAccessibleName(/1 curve/)
  // It is one run, and called like one.
  await expect(page.getByRole('textbox', { name: 'Name of the experiment' })).toHaveValue(
    'Momentum on Rosenbrock',
  )
})

test('any two points of a sweep get a verdict, from a picture or by choice', async ({ lab }) => {
  const { page } = lab
  await openExperiment(page, {
    name: 'Two rates',
    objective: { id: 'rosenbrock' },
    iterations: 300,
    start: 'random',
    runs: [{ optimizer: 'gd', hyper: { lr: { values: [1e-6, 1e-5, 1e-4] } } }],
    sweep: { seeds: 8 },
  })
  await headerButton(page, 'Run sweep').click()
  await expect(page.getByRole('status').filter({ hasText: /24 runs/ })).toContainText('Finished')
  await picture(page, 'Verdict')
  const two = page.getByRole('region', { name: 'Any two points' })
  await expect(two.getByRole('listitem')).toContainText(
    /^GD \(learning rate 1e−5\) beats GD \(learning rate 1e−6\) on \d of 8 seeds .* by Bonferroni for the 3 pairs of 3 points/,
  )
  await picture(page, 'Table')
  const table = page.getByRole('region', { name: 'Table of points' })
  await table.getByRole('button', { name: 'GD' }).first().click()
  const panel = page.getByRole('dialog')
  await panel.getByRole('button', { name: 'Hold this point to compare' }).click()
  await page.keyboard.press('Escape')
  await table.getByRole('button', { name: 'GD' }).last().click()
  await expect(panel).toContainText(/Final loss above the minimum\s*GD \(learning rate .*8 seeds/)
  expect(await violationsOf(page)).toEqual([])
})

test('a sweep is saved as CSV, a row a run', async ({ lab }) => {
  const { page } = lab
  await page.getByRole('button', { name: 'Sweep every rate' }).click()
  await headerButton(page, 'Run sweep').click()
  await expect(page.getByRole('status').filter({ hasText: /28 runs/ })).toContainText('Finished')
  await page.getByRole('button', { name: 'More for the sweep' }).click()
  const saved = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: /^Export as CSV/ }).click()
  const file = await saved
  expect(file.suggestedFilename()).toMatch(/\.csv$/)
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\n')
  expect(lines).toHaveLength(1 + 28)
  expect(lines[0]).toContain('hyper.lr')
})

test('a tournament begins with a suite and ends with standings, profiles and verdicts', async ({ lab }) => {
  const { page } = lab
  await go(page, 'Sweeps')
  await page.getByRole('button', { name: 'New tournament' }).click()
  await page.getByRole('menuitem', { name: /^Noisy regression/ }).click()
  const section = page.getByRole('region', { name: 'Sweep', exact: true })
  await expect(section).toContainText('3,264 runs')
  await headerButton(page, 'Run sweep').click()
  await expect(page.getByRole('status').filter({ hasText: /3,264 runs/ })).toContainText('Finished', {
    timeout: 60_000,
  })
  const results = page.getByRole('region', { name: 'Results', exact: true })
  await expect(results).toContainText(/chosen once for the suite on 5 seeds, compared on 12 others/)
  await expect(results.getByRole('img', { name: /^Mean ranks over 4 problems: / })).toBeVisible()
  await expect(results.getByRole('table', { name: /^Wins of the row/ }).getByRole('row')).toHaveCount(7)
  expect(await violationsOf(page)).toEqual([])
  for (const [place, said] of ['Mean ranks over 4 problems:', 'compared on 12 others'].entries()) {
    await results.getByRole('button', { name: 'Save the picture' }).nth(place).click()
    const saved = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'SVG' }).click()
    const words = (await readFile(await (await saved).path(), 'utf8')).replaceAll(/<[^>]*>/g, ' ')
    expect(words).toContain(said)
    expect(words).toContain('Mini-batch GD (16)')
  }
  await picture(page, 'Profiles')
  await expect(chart(page, 'Running times')).toHaveAccessibleName(/Adam \(batch 16\) \([\d.]+ %\), half at/)
  await picture(page, 'Verdict')
  await expect(page.getByRole('region', { name: 'Sentences' }).getByRole('listitem')).toHaveCount(15)
})
