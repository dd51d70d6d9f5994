import type { Locator, Page } from 'playwright/test'
import {
  chart,
  command,
  headerButton,
  liveRow,
  openExperiment,
  pick,
  playhead,
  runToEnd,
  state,
  unfold,
} from './support/app'
import { expect, test } from './support/lab'
import { settled } from './support/screens'

const composer = (page: Page): Locator => page.getByRole('complementary', { name: 'Experiment' })
const results = (page: Page): Locator => page.getByRole('region', { name: 'Progress and values' })
const widthOf = async (place: Locator): Promise<number> => (await place.boundingBox())?.width ?? NaN
const heightOf = async (place: Locator): Promise<number> => (await place.boundingBox())?.height ?? NaN
/** Pixels of it that have to be scrolled to. */
const below = (place: Locator): Promise<number> =>
  place.evaluate((element) => element.scrollHeight - element.clientHeight)

test('at 1280 x 800 everything is in sight, the pictures are large, and there is one Run', async ({
  lab,
}) => {
  const { page } = lab
  await page.setViewportSize({ width: 1280, height: 800 })
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toHaveCount(1)
  const before = await chart(page, 'Linear regression').boundingBox()
  await runToEnd(page)
  await settled(page)
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toHaveCount(1)
  for (const title of ['Loss', 'Linear regression']) {
    expect(await widthOf(chart(page, title)), title).toBeGreaterThan(400)
    expect(await heightOf(chart(page, title)), title).toBeGreaterThan(230)
  }
  await expect(liveRow(page, 'Adam')).toBeInViewport({ ratio: 1 })
  expect(await below(results(page))).toBe(0)
  expect(await below(composer(page))).toBe(0)
  // What the runs need was there before them: beginning to run moves nothing.
  expect((await chart(page, 'Linear regression').boundingBox())?.width).toBe(before?.width)
})

test('rare settings are one line with their values, and open by themselves where one is wrong', async ({
  lab,
}) => {
  const { page } = lab
  const part = (name: string): Locator => composer(page).getByRole('region', { name, exact: true })
  for (const [name, summary] of [
    ['Data', '500 random rows, seed 0'],
    ['Start', 'w (x) 2, b 2'],
    ['Gradient noise', 'None'],
    ['Stopping', "By the objective's own scales"],
    ['Recording', 'Every update'],
  ] as const) {
    await expect(part(name)).toContainText(summary)
    await expect(part(name).getByRole('textbox')).toHaveCount(0)
  }
  const stopping = await unfold(page, 'Stopping')
  const norm = stopping.getByRole('textbox', { name: 'Converged: gradient norm below' })
  await norm.fill('1e-3')
  await norm.press('Enter')
  const head = stopping.getByRole('button', { name: /^Stopping/ })
  await head.click()
  await expect(head).toHaveText(/gradient < 0\.001/)

  await head.click()
  await norm.fill('-1')
  await head.click()
  await expect(head).toHaveAttribute('aria-expanded', 'true')
  await expect(stopping.getByText('Must be >= 0, got -1')).toBeVisible()
})

test('panes are moved with the keys, found again after a reload, and given their usual sizes back', async ({
  lab,
}) => {
  const { page } = lab
  await page.setViewportSize({ width: 1280, height: 800 })
  await runToEnd(page)
  await settled(page)
  const usual = [await widthOf(composer(page)), await heightOf(chart(page, 'Loss'))]
  for (const [divider, key] of [
    ['Width of the experiment', 'ArrowRight'],
    ['Height of pictures and results', 'ArrowUp'],
    ['Width of curve and surface', 'ArrowRight'],
  ]) {
    await page.getByRole('separator', { name: divider }).focus()
    await page.keyboard.press(key)
  }
  await expect.poll(() => widthOf(composer(page))).toBeGreaterThan(usual[0] + 30)
  await settled(page)
  const sizes = async (): Promise<number[]> =>
    [
      await widthOf(composer(page)),
      await heightOf(chart(page, 'Loss')),
      await widthOf(chart(page, 'Loss')),
    ].map(Math.round)
  const moved = await sizes()
  expect(moved[1]).toBeLessThan(usual[1] - 15)
  const kept = (): Promise<number> =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('descent-lab.panes')).length)
  await expect.poll(kept).toBe(3)
  await page.reload()
  await expect.poll(sizes).toEqual(moved)

  await command(page, 'usual sizes')
  await expect.poll(() => widthOf(composer(page))).toBe(usual[0])
  expect(await kept()).toBe(0)
})

test('one picture takes the page and gives it back', async ({ lab }) => {
  const { page } = lab
  await page.setViewportSize({ width: 1280, height: 800 })
  await runToEnd(page)
  const loss = chart(page, 'Loss')
  const surface = chart(page, 'Linear regression')
  const width = await widthOf(loss)
  await page.getByRole('button', { name: 'Maximise curve' }).click()
  await expect.poll(() => widthOf(loss)).toBeGreaterThan(1_100)
  expect(await heightOf(loss)).toBeGreaterThan(450)
  await expect(surface).toBeHidden()
  await expect(composer(page)).toBeHidden()
  await expect(playhead(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(surface).toBeVisible()
  await expect.poll(() => widthOf(loss)).toBe(width)

  await page.keyboard.press('m')
  await page.keyboard.press('m')
  await expect.poll(() => widthOf(surface)).toBeGreaterThan(1_100)
  await expect(loss).toBeHidden()
  await page.getByRole('button', { name: 'Back', exact: true }).click()
  await expect(loss).toBeVisible()
  await expect(composer(page)).toBeVisible()

  // Another objective may have no such picture.
  await pick(page, 'Picture', 'Fit')
  await page.getByRole('button', { name: 'Maximise fit' }).click()
  await expect(composer(page)).toBeHidden()
  await openExperiment(page, {
    name: 'No data',
    objective: { id: 'rastrigin', dimension: 5 },
    iterations: 10,
    runs: [{ optimizer: 'gd' }],
  })
  await expect(composer(page)).toBeVisible()
})

test('text is set in the font that comes with the app, the theme is there before the app is', async ({
  lab,
  electron,
}) => {
  const { page } = lab
  const fonts = await page.evaluate(() => [
    getComputedStyle(document.body).fontFamily,
    String(
      [...document.fonts].some(({ family, status }) => /Inter Variable/.test(family) && status === 'loaded'),
    ),
  ])
  expect(fonts[0]).toMatch(/^"?Inter Variable/)
  expect(fonts[1]).toBe('true')
  test.skip(electron?.found === true, 'the window is not served over a network that can be held back')

  await page.emulateMedia({ colorScheme: 'light' })
  await command(page, 'Dark theme')
  await expect(page.locator('html')).toHaveClass(/dark/)
  // Without the app's own script nothing but what comes before it can have set the theme.
  await page.route(/assets\/index-.*\.js$/, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: '' }),
  )
  await page.reload()
  await expect(page.locator('html')).toHaveClass(/dark/)
  const [red] = await page.evaluate(
    () => /\d+(\.\d+)?/.exec(getComputedStyle(document.body).backgroundColor) ?? [''],
  )
  expect(red === '' ? NaN : Number(red)).toBeLessThan(64)
  await page.unroute(/assets\/index-.*\.js$/)
  await page.reload()
  await expect(headerButton(page, 'Run')).toBeVisible()
  await expect(state(page)).toHaveText('Ready')
})
