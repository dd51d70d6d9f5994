import type { Page } from 'playwright/test'
import { chart, headerButton, numberIn, runToEnd, state } from './support/app'
import { expect, test } from './support/lab'

/** The middle of the loss curve, where the pointer is put. */
async function over(page: Page, name = 'Loss'): Promise<{ readonly x: number; readonly y: number }> {
  const canvas = chart(page, name)
  await canvas.scrollIntoViewIfNeeded()
  const box = await canvas.boundingBox()
  if (!box) throw new Error(`the chart ${name} is not in sight`)
  const at = { x: box.x + box.width * 0.6, y: box.y + box.height * 0.4 }
  await page.mouse.move(at.x, at.y)
  return at
}

const reset = (page: Page) => page.getByRole('button', { name: 'Reset zoom' })
/** How far the results are scrolled. */
const scrolled = (page: Page): Promise<number> =>
  page
    .locator('main .overflow-y-auto')
    .last()
    .evaluate((place) => place.scrollTop)

test('the wheel scrolls the page over a plot that nobody entered, and zooms one that was', async ({
  lab,
}) => {
  const { page } = lab
  await page.setViewportSize({ width: 1280, height: 560 })
  await runToEnd(page)
  await over(page)
  const before = await scrolled(page)
  await page.mouse.wheel(0, 120)
  await expect.poll(() => scrolled(page)).toBeGreaterThan(before)
  await expect(reset(page)).toHaveCount(0)

  // With Ctrl it is meant for the plot, and nothing has to be clicked for it.
  await over(page)
  await expect(page.locator('figure').filter({ has: chart(page, 'Loss') })).toContainText('Ctrl+wheel zooms')
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -240)
  await page.keyboard.up('Control')
  await expect(reset(page)).toBeVisible()
  await reset(page).click()
  await expect(reset(page)).toHaveCount(0)

  const { x, y } = await over(page)
  await page.mouse.click(x, y)
  const there = await scrolled(page)
  await page.mouse.wheel(0, -240)
  await expect(reset(page)).toBeVisible()
  expect(await scrolled(page)).toBe(there)

  await page.keyboard.press('Escape')
  await expect(chart(page, 'Loss')).not.toBeFocused()
  await page.mouse.wheel(0, 120)
  await expect.poll(() => scrolled(page)).not.toBe(there)
})

test('a loss curve is dragged no further than its iterations go, and the next run starts unzoomed', async ({
  lab,
}) => {
  const { page } = lab
  await runToEnd(page)
  const { x, y } = await over(page)
  await chart(page, 'Loss').focus()
  await page.mouse.wheel(0, -240)
  await expect(reset(page)).toBeVisible()
  for (const to of [900, -900]) {
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + to / 2, y, { steps: 5 })
    await page.mouse.move(x + to, y, { steps: 5 })
    await page.mouse.up()
    // Beyond the first and the last point, the crosshair would find but these.
    const box = await chart(page, 'Loss').boundingBox()
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) * 0.5, y)
    const at = page.locator('figure', { has: chart(page, 'Loss') }).getByText(/^Iteration [\d,]+$/)
    const iteration = numberIn(((await at.innerText()).match(/[\d,]+/) ?? [''])[0])
    expect(iteration).toBeGreaterThan(0)
    expect(iteration).toBeLessThan(2_000)
  }
  await headerButton(page, 'Run').click()
  await expect(state(page)).toHaveText(/^Done/)
  await expect(reset(page)).toHaveCount(0)
})
