import type { Locator, Page } from 'playwright/test'
import {
  chart,
  choose,
  headerButton,
  liveCell,
  note,
  openExperiment,
  pick,
  runToEnd,
  undoNote,
  unfold,
} from './support/app'
import { barRoom } from '../../src/renderer/charts/painters/colour-bar'
import { firstView, projector } from '../../src/renderer/charts/surface/view'
import { expect, test } from './support/lab'

const bowl = {
  name: 'A bowl',
  objective: { id: 'quadratic' },
  start: [1, 1],
  iterations: 300,
  runs: [
    { optimizer: 'gd', hyper: { lr: 0.05 }, label: 'GD' },
    { optimizer: 'momentum', hyper: { lr: 0.02 }, label: 'Ball' },
    { optimizer: 'adam', hyper: { lr: 0.05 }, label: 'Adam' },
  ],
}

/** The strip that says what is previewed. */
const strip = (page: Page) => page.getByRole('region', { name: 'Preview, not run' })
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const cards = (page: Page) => page.getByRole('button', { name: /^More for / })

/** Every digit of a run's loss, as the strip and the table have it. */
async function previewedLoss(page: Page, run: string): Promise<string> {
  const told = strip(page)
    .getByRole('listitem')
    .filter({ hasText: run })
    .getByTitle(/^Loss /)
  return ((await told.getAttribute('title')) ?? '').replace('Loss ', '')
}
async function loss(page: Page, run: string): Promise<string> {
  const cell = (await liveCell(page, run, 'Loss')).getByTitle(/\d/)
  return ((await cell.getAttribute('title')) ?? '').replaceAll('−', '-')
}

/** A place in a plot, in shares of the domain. */
async function placeIn(plot: Locator, x: number, y: number): Promise<{ x: number; y: number }> {
  const box = await plot.boundingBox()
  if (!box) throw new Error('the plot is on the page')
  // Of the picture, room for axes and the scale of colours is taken off.
  return { x: box.x + 82 + (box.width - 82 - 92) * x, y: box.y + 6 + (box.height - 6 - 46) * y }
}

/** Looks for the ring of the start near a place, for the plot ends at no round number of pixels. */
async function overRing(page: Page, plot: Locator, near: { x: number; y: number }): Promise<void> {
  for (let away = 0; away <= 24; away += 4) {
    for (const [right, down] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
      [1, 1],
      [-1, 1],
      [1, -1],
      [-1, -1],
    ]) {
      await page.mouse.move(near.x + right * away, near.y + down * away)
      if ((await plot.evaluate(({ style }) => style.cursor)) === 'grab') return
    }
  }
  throw new Error('no ring is to be found there')
}

test('the start is dragged, its paths follow, and a run then goes the very way that was previewed', async ({
  lab,
}) => {
  const { page } = lab
  await openExperiment(page, bowl)
  await runToEnd(page)
  await unfold(page, 'Start')
  const before = await loss(page, 'GD')
  const contours = chart(page, 'Quadratic bowl')
  const there = await placeIn(contours, 0.25, 0.4)

  await overRing(page, contours, await placeIn(contours, 0.833, 0.167))
  await page.mouse.down()
  await page.mouse.move(there.x, there.y, { steps: 6 })
  await expect(strip(page)).toContainText(/start x −0\.7\d*, y 0\.3/)
  await expect(strip(page).getByRole('listitem')).toHaveCount(3)
  await page.keyboard.press('Escape')
  await expect(strip(page)).toBeHidden()
  await page.mouse.up()
  await expect(field(page, 'x')).toHaveValue('1')

  await overRing(page, contours, await placeIn(contours, 0.833, 0.167))
  await page.mouse.down()
  await page.mouse.move(there.x, there.y, { steps: 6 })
  await expect.poll(() => previewedLoss(page, 'GD')).not.toBe('')
  // What was run is what it was.
  expect(await loss(page, 'GD')).toBe(before)
  await page.mouse.up()
  await expect(field(page, 'x')).toHaveValue(/^-0\.7/)
  await headerButton(page, 'Undo').click()
  await expect(field(page, 'x')).toHaveValue('1')
  await expect(strip(page)).toBeHidden()
  await headerButton(page, 'Redo').click()
  await expect(field(page, 'x')).toHaveValue(/^-0\.7/)

  // By keys to the next pixel and back: the same place, previewed once more.
  await contours.focus()
  for (const key of ['s', 'Shift+ArrowRight', 'Enter']) await page.keyboard.press(key)
  await expect(strip(page).getByRole('button', { name: 'Put the preview away' })).toBeVisible()
  const previewed = await Promise.all(bowl.runs.map(({ label }) => previewedLoss(page, label)))
  await headerButton(page, 'Run').click()
  await expect(strip(page)).toBeHidden()
  for (const [index, { label }] of bowl.runs.entries())
    await expect.poll(() => loss(page, label)).toBe(previewed[index])
})

test('the start is moved by keys alone, on the function of one parameter and in 3-D', async ({ lab }) => {
  const { page } = lab
  await openExperiment(page, { ...bowl, objective: { id: 'double-well' }, start: [1.5], runs: bowl.runs })
  await unfold(page, 'Start')
  const line = page.getByRole('img', { name: /^Double well/ })
  await line.focus()
  await page.keyboard.press('s')
  await expect(strip(page)).toContainText('start x 1.5')
  await page.keyboard.press('ArrowLeft')
  await expect(strip(page)).not.toContainText('start x 1.5')
  await expect(field(page, 'x')).toHaveValue('1.5')
  await page.keyboard.press('Escape')
  await expect(strip(page)).toBeHidden()
  for (const key of ['s', 'ArrowLeft', 'ArrowLeft', 'Enter']) await page.keyboard.press(key)
  await expect.poll(async () => Number(await field(page, 'x').inputValue())).toBeLessThan(1.5)

  await openExperiment(page, { ...bowl, name: 'In 3-D' })
  await pick(page, 'Chart of the objective', '3-D')
  const surface = chart(page, 'Quadratic bowl')
  await expect(surface).toHaveAccessibleName(/In three dimensions/)
  await surface.focus()
  for (const key of ['s', 'ArrowLeft', 'ArrowDown']) await page.keyboard.press(key)
  await expect(strip(page)).toContainText('start x 0.94, y 0.94')
  await expect(strip(page).getByRole('listitem')).toHaveCount(3)
  await page.keyboard.press('Enter')
  await expect(field(page, 'y')).toHaveValue('0.94')
})

test('the start is dragged by the pointer in 3-D, kept where it is let go, and put back by Escape', async ({
  lab,
}) => {
  const { page } = lab
  // Of a sum of squares the start at its minimum lies on the floor, in the middle of the box.
  await openExperiment(page, { ...bowl, objective: { id: 'matyas' }, start: [0, 0] })
  await unfold(page, 'Start')
  await pick(page, 'Chart of the objective', '3-D')
  const surface = chart(page, 'Matyas')
  await expect(surface).toHaveAccessibleName(/In three dimensions/)
  const box = await surface.boundingBox()
  if (!box) throw new Error('the plot is on the page')
  const [width, height] = [box.width - barRoom, box.height]
  const [left, top] = projector(firstView, { width, height, whole: box.width, ratio: 1 })([0, 0, 0])
  const ring = { x: box.x + left, y: box.y + top }

  const drag = async (): Promise<void> => {
    await page.mouse.move(ring.x, ring.y)
    await page.mouse.down()
    await page.mouse.move(ring.x + 40, ring.y, { steps: 5 })
    await expect(strip(page)).toContainText(/start x \d/)
    await expect(strip(page).getByRole('listitem')).toHaveCount(3)
  }
  await drag()
  await page.keyboard.press('Escape')
  await expect(strip(page)).toBeHidden()
  await page.mouse.up()
  await expect(field(page, 'x')).toHaveValue('0')

  await drag()
  await page.mouse.up()
  await expect.poll(async () => Number(await field(page, 'x').inputValue())).toBeGreaterThan(1)
})

test('a slider shows what another value does, with what theory says on it', async ({ lab }) => {
  const { page } = lab
  await openExperiment(page, bowl)
  await page.getByRole('button', { name: /^GD lr/ }).click()
  const slider = page.getByRole('slider', { name: 'Learning rate, slider' })
  const rate = page.getByRole('textbox', { name: /^Learning rate/ })
  await expect(slider).toHaveAttribute('aria-valuetext', '0.05')
  const runs = page.getByRole('region', { name: 'Runs', exact: true })
  await expect(runs.getByText('Stable below learning rate 0.2 = 2 / L')).toContainText('Cohen et al. 2021')
  await expect(runs.getByText(/Optimal here: learning rate 0\.1818/)).toContainText('proposition 1')

  const box = await slider.boundingBox()
  const at = (share: number) => [(box?.x ?? 0) + (box?.width ?? 0) * share, (box?.y ?? 0) + 8] as const
  await slider.scrollIntoViewIfNeeded()
  await slider.hover()
  await page.mouse.down()
  await page.mouse.move(...at(0.95), { steps: 4 })
  await expect(slider).toHaveAttribute('aria-valuetext', /, unstable$/)
  await expect(strip(page).getByRole('listitem')).toHaveText(/GD\s*diverges after/)
  await expect(rate).not.toHaveValue('0.05')
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await expect(rate).toHaveValue('0.05')
  await expect(strip(page)).toBeHidden()

  await slider.hover()
  await page.mouse.down()
  await page.mouse.move(...at(0.3), { steps: 4 })
  await page.mouse.up()
  const dragged = await rate.inputValue()
  expect(Number(dragged)).toBeLessThan(0.05)
  const previewed = await previewedLoss(page, 'GD')
  await headerButton(page, 'Undo').click()
  await expect(rate).toHaveValue('0.05')
  await headerButton(page, 'Redo').click()
  await expect(rate).toHaveValue(dragged)
  await runToEnd(page)
  await expect.poll(() => loss(page, 'GD')).toBe(previewed)

  await runs.getByRole('button', { name: 'Use it' }).click()
  await expect(rate).toHaveValue('0.1818')
  await slider.focus()
  await page.keyboard.press('ArrowRight')
  await expect(rate).not.toHaveValue('0.1818')
  await expect(strip(page)).toContainText('learning rate')
})

test('runs come several at once, each gesture is one step, and none recolours the others', async ({
  lab,
}) => {
  const { page } = lab
  await openExperiment(page, { ...bowl, runs: [bowl.runs[0]] })
  await choose(page, page.getByRole('button', { name: 'More for GD' }), 'Add ×3 and ÷3 of the rate')
  await expect(cards(page)).toHaveCount(3)
  await expect(page.getByRole('button', { name: /^GD, lr 0\.15/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /^GD, lr 0\.01667/ })).toBeVisible()
  await undoNote(page, 'Added ×3 and ÷3 of the rate')
  await expect(cards(page)).toHaveCount(1)

  const add = page.getByRole('button', { name: 'Add run' })
  await add.click()
  // A bowl has no rows to draw batches from.
  await expect(page.getByRole('option', { name: /^SGD/ })).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('option', { name: /^The textbook’s ten/ }).click()
  await expect(cards(page)).toHaveCount(11)
  await undoNote(page, 'Added 10 runs')
  await expect(cards(page)).toHaveCount(1)
  await headerButton(page, 'Redo').click()
  await expect(cards(page)).toHaveCount(11)
  await headerButton(page, 'Undo').click()

  await openExperiment(page, {
    ...bowl,
    name: 'On data',
    objective: { id: 'linear-regression', data: { source: 'normal', rows: 500 } },
    runs: [bowl.runs[0]],
  })
  await add.click()
  await page.getByRole('option', { name: /^SGD/ }).locator('[data-mark]').click()
  await page.getByRole('option', { name: /^Mini-batch GD/ }).click({ modifiers: ['Shift'] })
  await page.getByPlaceholder('Search…').fill('adamw')
  await page.getByRole('option', { name: /^AdamW/ }).click({ modifiers: ['Shift'] })
  await page.getByRole('option', { name: /^Add the 3 marked/ }).click()
  await expect(cards(page)).toHaveCount(4)
  for (const name of ['SGD', 'Mini-batch GD (32)', 'AdamW'])
    await expect(page.getByRole('button', { name: `More for ${name}` })).toBeVisible()
  const looks = (): Promise<string[]> =>
    page
      .getByRole('region', { name: 'Runs', exact: true })
      .locator('li svg line')
      .evaluateAll((lines) => lines.map((line) => line.getAttribute('stroke') ?? ''))
  const before = await looks()
  await choose(page, page.getByRole('button', { name: 'More for SGD' }), 'Remove')
  expect(await looks()).toEqual([before[0], ...before.slice(2)])
  await undoNote(page, 'Removed SGD')
  expect(await looks()).toEqual(before)
  await expect(note(page, 'Removed SGD')).toBeHidden()
})
