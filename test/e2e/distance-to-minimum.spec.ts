import type { Page } from 'playwright/test'
import {
  chart,
  choose,
  downloaded,
  exportAs,
  go,
  headerButton,
  liveCell,
  numberIn,
  openExperiment,
  plot,
  runRow,
  runToEnd,
  state,
  unfold,
} from './support/app'
import { curvesIn, runOnCommandLine, withoutLabels } from './support/command-line'
import { expect, test } from './support/lab'

const valley = {
  name: 'A noisy valley',
  objective: { id: 'rosenbrock' },
  start: [-1.2, 1],
  iterations: 400,
  runs: [
    { optimizer: 'gd', hyper: { lr: 0.001 }, schedule: { id: 'cosine' }, label: 'Scheduled' },
    { optimizer: 'adam', hyper: { lr: 0.01 }, label: 'Constant' },
  ],
}

/** The number in full that a cell of the Lab's table tells on hovering. */
async function shown(page: Page, run: string, heading: string): Promise<number> {
  const cell = await liveCell(page, run, heading)
  return numberIn((await cell.getByTitle(/\d/).getAttribute('title')) ?? '')
}

test('noise, a schedule and the distance: composed, plotted, exported and verified', async ({ lab }) => {
  const { page } = lab
  await openExperiment(page, valley)
  const composer = page.getByRole('complementary', { name: 'Experiment' })
  await unfold(page, 'Gradient noise')
  const noise = composer.getByRole('textbox', { name: /^Gradient noise/ })
  await noise.fill('0,5')
  await noise.press('Enter')
  await expect(
    composer.getByText('Needs a number; decimals are written with a point, as in 0.05'),
  ).toBeVisible()
  await noise.fill('0.5')
  await noise.press('Enter')
  await unfold(page, 'Recording')
  await composer.getByRole('textbox', { name: 'A point every so many updates' }).fill('2')
  await composer.getByRole('switch', { name: 'Distance to the minimum' }).click()
  await runToEnd(page)

  await expect(chart(page, 'Loss')).toHaveAccessibleName(/2 curves/)
  await plot(page, 'Excess loss')
  await expect(chart(page, 'Excess loss')).toHaveAccessibleName(/Scheduled: from 24\.2 /)
  await plot(page, 'Learning rate')
  await expect(chart(page, 'Learning rate')).toHaveAccessibleName(/Scheduled: from 0\.001 to 0 /)
  await expect(chart(page, 'Learning rate')).toHaveAccessibleName(/Constant: from 0\.01 to 0\.01 /)
  await plot(page, 'Distance to minimum')
  await expect(chart(page, 'Distance to minimum')).toHaveAccessibleName(/Scheduled: from 2\.2 /)

  const csv = await downloaded(page, () => exportAs(page, 'Curves (CSV)'))
  expect(csv.text.split('\n')[0]).toBe(
    'run,iteration,epoch,loss,gradient_norm,theta_0,theta_1,learning_rate,distance,label',
  )
  const curves = curvesIn(csv.text)
  expect(curves.get(1)?.map(({ iteration }) => iteration)).toEqual(
    Array.from({ length: 201 }, (_, k) => 2 * k),
  )
  const last = curves.get(1)?.at(-1)
  expect(last?.distance).toBeCloseTo(Math.hypot((last?.theta_0 ?? NaN) - 1, (last?.theta_1 ?? NaN) - 1), 12)
  // The lowest known value of the function is 0.
  expect(await shown(page, 'Scheduled', 'Excess loss')).toBe(last?.loss)
  expect(await shown(page, 'Scheduled', 'Distance')).toBe(last?.distance)
  const file = await downloaded(page, () => choose(page, headerButton(page, 'More'), 'Save to file…'))
  expect(JSON.parse(file.text)).toMatchObject({
    objective: { sigma: 0.5 },
    record: { every: 2, distance: true },
  })
  expect(runOnCommandLine(file.text).curves).toBe(withoutLabels(csv.text))

  await go(page, 'History')
  await choose(page, page.getByRole('button', { name: /^Actions for Scheduled,/ }), 'Verify')
  const detail = page.getByRole('dialog', { name: 'Scheduled' })
  await expect(detail.getByText('The same numbers')).toBeVisible()
  await expect(
    detail.getByText('All 1,206 values of 201 points came out the same, bit for bit.'),
  ).toBeVisible()
  await expect(detail.locator('code')).toHaveText(/^[0-9a-f]{64}$/)
})

test('a run that stands still on a saddle is called stalled wherever it shows, and can be verified', async ({
  lab,
}) => {
  const { page } = lab
  await openExperiment(page, {
    name: 'On the ridge',
    objective: { id: 'saddle' },
    start: [0.5, 0],
    iterations: 20_000,
    runs: [{ optimizer: 'gd', label: 'Ridge' }],
  })
  await runToEnd(page)
  await expect(state(page)).toHaveText('Done: 1 stalled')
  await expect(await liveCell(page, 'Ridge', 'Status')).toHaveText('Stalled')

  await go(page, 'History')
  await page.getByRole('search').getByRole('button', { name: 'Status' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Stalled (1)' }).click()
  await page.keyboard.press('Escape')
  await choose(page, page.getByRole('button', { name: /^Actions for Ridge,/ }), 'Verify')
  const detail = page.getByRole('dialog', { name: 'Ridge' })
  await expect(
    detail.getByText(/^Stalled: .* a saddle, not a minimum: curvature from −2 to 2 there\.$/),
  ).toBeVisible()
  await expect(detail.getByText('The same numbers')).toBeVisible()
})

test('a method is found by its short name, and what was looked for is forgotten', async ({ lab }) => {
  const { page } = lab
  const add = page.getByRole('button', { name: 'Add run' })
  const search = page.getByPlaceholder('Search…')
  await add.click()
  await search.fill('lbfgs')
  await expect(page.getByRole('option')).toHaveText([/^L-BFGS/])
  await page.getByRole('option').click()
  await expect(page.getByRole('button', { name: 'More for L-BFGS' })).toBeVisible()
  await add.click()
  await expect(search).toHaveValue('')
  expect(await page.getByRole('option').count()).toBeGreaterThan(10)
  await page.getByRole('option', { name: /^Polyak/ }).click()

  await runToEnd(page)
  await plot(page, 'Learning rate')
  await expect(chart(page, 'Learning rate')).toHaveAccessibleName(/5 curves/)
  await expect(page.getByText('Without a learning rate: Polyak')).toBeVisible()
})

test('the history shows the exponents of small losses, and says what a search misses', async ({ lab }) => {
  const { page } = lab
  await openExperiment(page, {
    name: 'To the bottom',
    objective: { id: 'square' },
    iterations: 300,
    start: [1.234567],
    runs: [{ optimizer: 'gd', hyper: { lr: 0.1 }, label: 'Deep' }],
    stop: { gradientNorm: 0, parameterChange: 0 },
  })
  await runToEnd(page)
  await go(page, 'History')
  const losses = runRow(page, 'Deep').getByText(/^\d\.\d+e−\d\d$/)
  await expect(losses).toHaveCount(2)
  for (const loss of await losses.all()) {
    expect(await loss.evaluate((cell) => cell.scrollWidth - cell.clientWidth)).toBe(0)
  }

  const search = page.getByRole('searchbox', { name: 'Search runs' })
  await search.fill('rate>0.01')
  await expect(page.getByText('No run here has a number called “rate”.')).toBeVisible()
  await search.fill('lr>')
  await expect(page.getByText('“lr>” is not finished: a number comes next, as in lr>0.1.')).toBeVisible()
  await search.fill('lr>0.01')
  await expect(runRow(page, 'Deep')).toBeVisible()
  await expect(page.getByText(/is not finished/)).toBeHidden()
})
