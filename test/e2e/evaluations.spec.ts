import type { Page } from 'playwright/test'
import { chart, downloaded, exportAs, go, openExperiment, pick, playhead, runToEnd } from './support/app'
import { curvesIn } from './support/command-line'
import { expect, test } from './support/lab'

const race = {
  name: 'What an update costs',
  objective: { id: 'quadratic', curvatures: [1, 100] },
  start: [10, 1],
  iterations: 200,
  runs: [
    { optimizer: 'gd', hyper: { lr: 0.015 }, label: 'GD' },
    { optimizer: 'armijo', label: 'Armijo' },
  ],
}

/** Has the Lab's chart count something else along x. */
async function against(page: Page, what: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Against' }).click()
  await page.getByRole('option', { name: what, exact: true }).click()
}

test('what a search evaluates is counted, drawn and weighed', async ({ lab }) => {
  const { page } = lab
  await openExperiment(page, race)
  await runToEnd(page)
  const { text } = await downloaded(page, () => exportAs(page, 'Curves (CSV)'))
  const armijo = curvesIn(text).get(2) ?? []
  const last = armijo.at(-1)
  const made = last?.evaluations ?? NaN
  expect(made).toBeGreaterThan(4 * (last?.iteration ?? NaN))
  const exact = made.toLocaleString('en-US')
  await expect(page.getByText(new RegExp(`200 of 200 updates in .*, ${exact} evaluations$`))).toBeVisible()
  await expect(page.getByText(/200 of 200 updates in .*, 200 evaluations$/)).toBeVisible()

  await against(page, 'Evaluations')
  const drawn = new RegExp(
    `against Evaluations, 2 curves\\. GD: .* at Evaluations 200,.* Armijo: .* at Evaluations ${exact},`,
  )
  await expect(chart(page, 'Loss')).toHaveAccessibleName(drawn)

  // The playhead stands where each run had come to, and is moved by the keys and by a click there, too.
  await playhead(page).fill('150')
  await playhead(page).press('Enter')
  const plot = page.locator('figure', { has: chart(page, 'Loss') }).locator('.plot')
  const before = await plot.screenshot()
  await chart(page, 'Loss').focus()
  await page.keyboard.press('ArrowLeft')
  const update = async (): Promise<number> => Number(await playhead(page).inputValue())
  await expect.poll(update).toBeLessThan(150)
  expect(await plot.screenshot()).not.toEqual(before)
  const box = await plot.boundingBox()
  // By there the one that makes the most evaluations has made about half of its updates.
  await page.mouse.click((box?.x ?? 0) + 0.6 * (box?.width ?? 0), (box?.y ?? 0) + 20)
  await expect.poll(async () => Math.abs((await update()) - 100)).toBeLessThan(50)

  await page.getByRole('link', { name: 'Compare' }).last().click()
  await expect(page.getByRole('heading', { level: 1, name: 'Compare' })).toBeVisible()
  await pick(page, 'Against', 'Evaluations')
  await expect(chart(page, 'Loss')).toHaveAccessibleName(drawn)

  const table = page.getByRole('region', { name: 'Runs side by side' })
  const row = (name: string) =>
    table.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
  const crowned = (name: string) => row(name).getByText('the fewest evaluations')
  const numbers = async (name: string): Promise<number[]> =>
    (await row(name).getByRole('cell').allInnerTexts()).map((cell) => parseFloat(cell.replaceAll(',', '')))
  await expect(row('Evaluations to target').getByRole('cell')).toHaveCount(2)
  await expect(crowned('Evaluations to target')).toHaveCount(1)
  await expect(crowned('Iterations to target')).toHaveCount(0)
  const [first, second] = await numbers('Evaluations to target')
  expect(first).not.toBe(second)

  await go(page, 'History')
  await page.getByRole('button', { name: 'View' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Evaluations' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('row').filter({ hasText: 'Armijo' }).getByText(exact)).toBeVisible()
})
