import { findBrowser } from './support/find-browser'
import type { Page } from 'playwright/test'
import { chart, choose, downloaded, openExperiment, pick, playhead, runToEnd, showBelow } from './support/app'
import { expect, test } from './support/lab'
import { inked, readPng, type Picture } from './support/png'
import { openBrowserShell } from './support/shells'

const valley = {
  name: 'A valley',
  objective: { id: 'rosenbrock' },
  start: [-1.2, 1],
  iterations: 300,
  runs: [
    { optimizer: 'gd', hyper: { lr: 0.001 }, label: 'GD' },
    { optimizer: 'adam', hyper: { lr: 0.05 }, label: 'Adam' },
  ],
}

const pictureOf = async (page: Page, title: string): Promise<Picture> =>
  readPng(
    await page
      .locator('figure', { has: chart(page, title) })
      .locator('.plot')
      .screenshot(),
  )

/** Pixels that are not of the background, left of the scale of colours. */
const drawn = (picture: Picture): number =>
  inked(picture, { x: 0, y: 0, width: picture.width - 80, height: picture.height })

const differing = (a: Picture, b: Picture): number =>
  a.pixels.reduce((count, value, index) => count + (Math.abs(value - b.pixels[index]) > 24 ? 1 : 0), 0)

/** The plot once nothing in it changes any more. */
async function atRest(page: Page, title: string): Promise<Picture> {
  let before = await pictureOf(page, title)
  await expect
    .poll(
      async () => {
        const now = await pictureOf(page, title)
        const changed = differing(before, now)
        before = now
        return changed
      },
      { intervals: [250] },
    )
    .toBe(0)
  return before
}

test('the surface in 3-D: drawn, turned by keys and pointer, at rest in between, and kept as a picture', async ({
  lab,
}) => {
  const { page } = lab
  await openExperiment(page, valley)
  await runToEnd(page)
  await pick(page, 'Chart of the objective', '3-D')
  const surface = chart(page, 'Rosenbrock')
  await expect(surface).toHaveAccessibleName(/In three dimensions; the height is the value \(log\)\./)
  await expect(surface).toHaveAccessibleName(/Adam: from \(−1\.2, 1\)/)
  await expect.poll(async () => drawn(await pictureOf(page, 'Rosenbrock'))).toBeGreaterThan(8_000)

  const first = await atRest(page, 'Rosenbrock')
  await surface.focus()
  for (let press = 0; press < 4; press++) await page.keyboard.press('ArrowRight')
  const turned = await atRest(page, 'Rosenbrock')
  expect(differing(first, turned)).toBeGreaterThan(2_000)
  await page.keyboard.press('0')
  await expect.poll(async () => differing(first, await atRest(page, 'Rosenbrock'))).toBeLessThan(500)

  const box = await surface.boundingBox()
  const [x, y] = [(box?.x ?? 0) + 100, (box?.y ?? 0) + 80]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 60, y + 20, { steps: 4 })
  await page.mouse.up()
  await page.mouse.wheel(0, -240)
  await expect(page.getByRole('button', { name: 'Reset zoom' })).toBeVisible()
  expect(differing(first, await atRest(page, 'Rosenbrock'))).toBeGreaterThan(2_000)

  const panel = page.getByRole('region', { name: / - Rosenbrock$/ })
  const file = await downloaded(page, () =>
    choose(page, panel.getByRole('button', { name: 'Save the picture' }), 'PNG, 2x'),
  )
  const kept = readPng(file.bytes)
  expect(kept.width).toBe(2 * Math.round(box?.width ?? 0))
  expect(inked(kept, { x: 24, y: 24, width: 200, height: 40 }), 'title').toBeGreaterThan(50)
  expect(inked(kept, { x: 100, y: 160, width: kept.width - 300, height: kept.height - 260 })).toBeGreaterThan(
    20_000,
  )
})

test('without WebGL the 3-D picture says so, and the contours are there', async ({
  playwright,
  data,
}, info) => {
  test.skip(info.project.name === 'desktop', 'a window has what its runtime has')
  const { args } = await findBrowser()
  const browser = await playwright.chromium.launch({ args: [...args, '--disable-software-rasterizer'] })
  const shell = await openBrowserShell(data, () => browser.newPage())
  await openExperiment(shell.page, valley)
  await pick(shell.page, 'Chart of the objective', '3-D')
  await expect(shell.page.getByText('This window has no WebGL, so there is no picture')).toBeVisible()
  await pick(shell.page, 'Chart of the objective', 'Contours')
  await expect.poll(async () => drawn(await pictureOf(shell.page, 'Rosenbrock'))).toBeGreaterThan(8_000)
  await shell.stop('close')
  await browser.close()
})

/** Of the rows in the middle of the plot, the share in which some pixel differs at once from its neighbour. */
function sharpRows({ width, height, pixels }: Picture): number {
  let sharp = 0
  let rows = 0
  for (let y = Math.round(height * 0.15); y < height * 0.75; y++, rows++) {
    let most = 0
    for (let x = 90; x < width - 110; x++) {
      const at = 4 * (y * width + x)
      most = Math.max(most, Math.abs(pixels[at] - pixels[at + 4]))
    }
    if (most > 15) sharp++
  }
  return sharp / rows
}

test('contours are worked out anew for every zoom, as sharp as before', async ({ lab }) => {
  const { page } = lab
  await openExperiment(page, { ...valley, objective: { id: 'booth' }, start: [-8, -8] })
  const contours = chart(page, 'Booth')
  await expect.poll(async () => drawn(await pictureOf(page, 'Booth'))).toBeGreaterThan(8_000)
  await contours.focus()
  for (let press = 0; press < 14; press++) await page.keyboard.press('+')
  // A picture that was only stretched would have no edge left.
  await expect.poll(async () => sharpRows(await atRest(page, 'Booth'))).toBeGreaterThan(0.95)
})

test('a regression of three features is sliced along two weights, through three points and along main directions', async ({
  lab,
}) => {
  const { page } = lab
  const x = Array.from({ length: 40 }, (_, k) => [Math.sin(k), Math.cos(2 * k), (k % 7) / 3])
  const data = { source: 'inline', x, y: x.map(([a, b, c]) => 2 * a - b + 0.5 * c + 1) }
  await openExperiment(page, {
    name: 'Three features',
    objective: { id: 'linear-regression', data },
    iterations: 60,
    runs: [
      { optimizer: 'gd', hyper: { lr: 0.1 }, label: 'GD' },
      { optimizer: 'adam', hyper: { lr: 0.1 }, label: 'Adam' },
    ],
  })
  await runToEnd(page)
  const figure = page.locator('figure', { has: chart(page, 'Linear regression') })
  await expect(
    figure.getByText(/^A slice of 4 parameters along w .* and w .*, the others as at the minimum\.$/),
  ).toBeVisible()
  await expect.poll(async () => drawn(await pictureOf(page, 'Linear regression'))).toBeGreaterThan(8_000)

  const plane = page.getByRole('combobox', { name: 'Plane' })
  const choosePlane = async (name: string): Promise<void> => {
    await plane.click()
    await page.getByRole('option', { name }).click()
  }
  await choosePlane('Start, end and minimum')
  await expect(figure.getByText(/through the start, the end of the path and the minimum/)).toBeVisible()
  const along = await atRest(page, 'Linear regression')
  await choosePlane('Main directions of the paths')
  await expect(
    figure.getByText(/along the first two principal directions .* hold \d+\.\d % of their spread/),
  ).toBeVisible()
  expect(differing(along, await atRest(page, 'Linear regression'))).toBeGreaterThan(1_000)
  await pick(page, 'Chart of the objective', '3-D')
  await expect(figure.getByText(/principal directions/)).toBeVisible()
  await showBelow(page, 'Arithmetic')
  await expect(figure.getByText(/Arrows are projected onto it\./)).toBeVisible()
  await expect.poll(async () => drawn(await pictureOf(page, 'Linear regression'))).toBeGreaterThan(5_000)
})

test('x² at a rate of 1 leaps over its minimum, and the picture says so', async ({ lab }) => {
  const { page } = lab
  await openExperiment(page, {
    name: 'The leap',
    objective: { id: 'square' },
    start: [0.7],
    iterations: 6,
    runs: [
      { optimizer: 'gd', hyper: { lr: 1 }, label: 'Leaps' },
      { optimizer: 'gd', hyper: { lr: 0.15 }, label: 'Steps' },
    ],
  })
  await runToEnd(page)
  await expect(chart(page, 'Square')).toHaveAccessibleName(
    /Leaps: .* The last step, from −0\.7, overshot a minimum\./,
  )
  await playhead(page).fill('0')
  await playhead(page).press('Enter')
  await expect(chart(page, 'Square')).toHaveAccessibleName(
    /Leaps: .* The next step, to −0\.7, overshoots a minimum\./,
  )
  await expect(chart(page, 'Square')).toHaveAccessibleName(
    /Steps: from \(0\.7\) to \(0\.7\), where the value is 0\.49\.$/,
  )
})
