import type { Locator, Page } from 'playwright/test'
import { chart, headerButton, liveCell, openExperiment, runToEnd, showBelow, state } from './support/app'
import { expect, test } from './support/lab'

/** So many updates, in the experiment as on its map. */
const iterations = 40

const race = {
  name: 'In the bent valley',
  objective: { id: 'rosenbrock' },
  iterations,
  runs: [{ optimizer: 'momentum', hyper: { lr: 0.0005, gamma: 0.8 }, label: 'Ball' }],
}

/** The whole map of the race. */
async function mapOf(page: Page): Promise<Locator> {
  await openExperiment(page, race)
  await showBelow(page, 'Rate map')
  await page.getByRole('textbox', { name: 'Updates' }).fill(String(iterations))
  await page.keyboard.press('Enter')
  const map = chart(page, 'Ball: outcome by learning rate and decay')
  await expect(map).toHaveAccessibleName(/of 65,536 runs, .*diverges/)
  await expect(page.getByText(/runs are made; the others follow/)).toBeHidden()
  return map
}

test('a pixel of the rate map, opened as a run, comes to the loss that the map says', async ({ lab }) => {
  const { page } = lab
  const map = await mapOf(page)
  await map.focus()
  for (const key of ['ArrowRight', 'ArrowUp', 'Shift+ArrowLeft', 'Shift+ArrowLeft'])
    await page.keyboard.press(key)
  const told = await page.locator('dt:has-text("Last loss") + dd').innerText()
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^Added Ball, learning rate/)).toBeVisible()

  await showBelow(page, 'Runs')
  await runToEnd(page)
  // The one stands in a column, with as many digits as its neighbours.
  const loss = await liveCell(page, 'Momentum', 'Loss')
  await expect.poll(async () => Number(await loss.innerText())).toBe(Number(told))
  await headerButton(page, 'Undo').click()
  await expect(page.getByRole('complementary', { name: 'Experiment' }).getByText('lr 0.0005')).toBeVisible()
})

test('a click on the map adds that run, and a map is made anew when its run changes', async ({ lab }) => {
  const { page } = lab
  const map = await mapOf(page)
  await map.click({ position: { x: 300, y: 40 } })
  await expect(page.getByText(/^Added Ball, learning rate/)).toBeVisible()

  await page.getByRole('textbox', { name: 'Across to' }).fill('-1')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert').filter({ hasText: 'Across' })).toContainText('must be above from')
  await page.getByRole('button', { name: 'Usual ranges' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Across' })).toBeHidden()
})

test('the stability of a run is told at the playhead, against the bound of its method', async ({ lab }) => {
  const { page } = lab
  await openExperiment(page, {
    name: 'A long bowl',
    objective: { id: 'quadratic' },
    iterations: 200,
    runs: [
      { optimizer: 'gd', hyper: { lr: 0.05 }, label: 'Steady' },
      { optimizer: 'adam', label: 'Scaled' },
    ],
  })
  await runToEnd(page)
  await showBelow(page, 'Stability')
  const numbers = page.getByRole('region', { name: 'Stability in numbers' })
  await expect(numbers).toContainText('Stable here: learning rate × largest curvature')
  await expect(numbers).toContainText(
    'Errors shrink without swinging to and fro, which begins above learning rate 0.1',
  )
  await expect(numbers).toContainText('After update')
  await expect(chart(page, 'Error along each eigenvector')).toBeVisible()
  // On a quadratic what is predicted is what happens.
  const rateOf = async (name: string): Promise<string> =>
    numbers.locator(`dt:has-text("${name}") + dd`).innerText()
  expect(await rateOf('Observed rate')).toBe(await rateOf('Predicted rate'))

  await page.getByRole('combobox', { name: 'Run of the stability' }).click()
  await page.getByRole('option', { name: 'Scaled' }).click()
  await expect(numbers).toContainText('For Adam curvature and learning rate alone tell no bound')
  await expect(state(page)).toContainText('Done')
})
