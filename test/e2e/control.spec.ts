import type { Locator, Page } from 'playwright/test'
import {
  chart,
  downloaded,
  exportAs,
  endless,
  headerButton,
  liveCell,
  liveRow,
  numberIn,
  openExperiment,
  plot,
  playhead,
  runToEnd,
  state,
} from './support/app'
import { curvesIn } from './support/command-line'
import { expect, test } from './support/lab'

const exact = async (cell: Locator): Promise<number> =>
  numberIn((await cell.getByTitle(/\d/).getAttribute('title')) ?? '')

const curves = async (page: Page) =>
  curvesIn((await downloaded(page, () => exportAs(page, 'Curves (CSV)'))).text)

/** Updates made so far, as the table says. */
const made = async (page: Page): Promise<number> =>
  numberIn((await page.getByText(/ of 100,000,000 updates/).innerText()).split(' of ')[0])

test('a step from rest makes exactly one update of every run', async ({ lab }) => {
  const { page } = lab
  await headerButton(page, 'Step').click()
  await expect(state(page)).toHaveText('Paused')
  await expect(playhead(page)).toHaveValue('1')
  await expect(page.getByText(/^1 of 2,000 updates$/)).toHaveCount(4)
  await page.keyboard.press('ArrowRight')
  await expect(page.getByText(/^2 of 2,000 updates$/)).toHaveCount(4)
  await expect(playhead(page)).toHaveValue('2')
  await headerButton(page, 'Stop').click()
  await expect(state(page)).toHaveText('Done: 4 stopped')
  for (const points of (await curves(page)).values()) expect(points).toHaveLength(3)
})

test('a run is paused, resumed and stopped, and keeps what there is', async ({ lab }) => {
  const { page } = lab
  await openExperiment(page, endless())
  await page.getByRole('heading', { name: 'Objective', exact: true }).click()
  await page.keyboard.press('Space')
  await expect(state(page)).toHaveText(/^Running/)
  await expect(headerButton(page, 'Pause')).toBeVisible()
  await expect.poll(() => made(page)).toBeGreaterThan(0)
  await page.keyboard.press('Space')
  await expect(state(page)).toHaveText('Paused')
  await expect(liveRow(page, 'Long')).toContainText('Paused')
  const paused = await made(page)
  await headerButton(page, 'Resume').click()
  await expect.poll(() => made(page)).toBeGreaterThan(paused)
  await headerButton(page, 'Stop').click()
  await expect(state(page)).toHaveText('Done: 1 stopped')
  const stopped = page.getByText(/stopped by hand after [\d,]+ updates; .* of 100,000,000 updates in /)
  await expect(stopped).toBeVisible()
  const updates = numberIn(/after ([\d,]+) updates/.exec(await stopped.innerText())?.[1] ?? '')
  const points = (await curves(page)).get(1) ?? []
  expect(points.at(-1)?.iteration).toBe(updates)
  // A hundred million updates are recorded every thousandth, and always at the last.
  expect(points).toHaveLength(Math.ceil(updates / 1_000) + 1)
})

test('the playhead shows exact values at any update', async ({ lab }) => {
  const { page } = lab
  await runToEnd(page)
  const points = (await curves(page)).get(2) ?? []
  const loss = await liveCell(page, 'SGD', 'Loss')
  const weight = await liveCell(page, 'SGD', 'w (x)')
  const shows = async (update: number): Promise<void> => {
    await expect(playhead(page)).toHaveValue(String(update))
    await expect.poll(() => exact(loss)).toBe(points[update].loss)
    expect(await exact(weight)).toBe(points[update].theta_0)
  }
  await page.getByRole('button', { name: 'To the start' }).click()
  await shows(0)
  await playhead(page).fill('137')
  await playhead(page).press('Enter')
  await shows(137)
  await page.getByRole('button', { name: 'Next update' }).click()
  await shows(138)
  await page.getByRole('heading', { name: 'Objective', exact: true }).click()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await shows(136)
  await page.getByRole('slider', { name: 'Update shown' }).press('End')
  await shows(2_000)
  // The runs are over: there is no next update, and none is begun.
  await expect(page.getByRole('button', { name: 'Next update' })).toBeDisabled()
  await page.getByRole('heading', { name: 'Objective', exact: true }).click()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('contentinfo')).toContainText('4 runs in')
  await page.keyboard.press('Home')
  await shows(0)
})

test('the axes change between linear and logarithmic, the legend hides curves', async ({ lab }) => {
  const { page } = lab
  await runToEnd(page)
  const curve = chart(page, 'Loss')
  await expect(curve).toHaveAccessibleName(/4 curves/)
  const picture = async (): Promise<string> => (await curve.screenshot()).toString('base64')
  const panel = page.getByRole('region', { name: /- Loss$/ })
  const pictures = [await picture()]
  for (const [name, pressed] of [
    ['log y', 'false'],
    ['log x', 'true'],
    ['log y', 'true'],
  ]) {
    await panel.getByRole('button', { name }).click()
    await expect(panel.getByRole('button', { name })).toHaveAttribute('aria-pressed', pressed)
    await expect.poll(async () => pictures.includes(await picture())).toBe(false)
    pictures.push(await picture())
  }
  await expect(panel.getByText('4 points at Iteration 0 can’t be shown on a log axis.')).toBeVisible()

  // The table of the runs is the legend of all pictures.
  await expect(page.getByRole('list', { name: 'Legend of Loss' })).toHaveCount(0)
  const surface = chart(page, 'Linear regression')
  await expect(surface).toHaveAccessibleName(/SGD/)
  const sgd = page.getByRole('button', { name: 'Show SGD in the pictures' })
  await sgd.click()
  await expect(sgd).toHaveAttribute('aria-pressed', 'false')
  await expect(curve).toHaveAccessibleName(/3 curves/)
  await expect(curve).not.toHaveAccessibleName(/SGD/)
  await expect(surface).not.toHaveAccessibleName(/SGD/)
  await page.getByRole('button', { name: 'Maximise curve' }).click()
  const legend = page.getByRole('list', { name: 'Legend of Loss' })
  await expect(legend.getByRole('button', { name: 'SGD' })).toHaveAttribute('aria-pressed', 'false')
  await page.getByRole('button', { name: 'Back' }).click()
  await plot(page, 'Gradient norm')
  await expect(chart(page, 'Gradient norm')).toHaveAccessibleName(/Adam: from 5\.\d+/)
})
