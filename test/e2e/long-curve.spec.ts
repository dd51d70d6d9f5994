import { chart, numberIn, openExperiment, playhead, runToEnd, liveCell } from './support/app'
import { expect, test } from './support/lab'

/** On x² every update takes the same share off x, so that any point is known without reading it. */
const rate = 1e-6
const iterations = 1_000_000
const lossAfter = (updates: number): number => 0.49 * (1 - 2 * rate) ** (2 * updates)

test('a curve of a million points is shown whole, zoomed into and read point by point', async ({ lab }) => {
  const { page } = lab
  await openExperiment(page, {
    name: 'A million points',
    objective: { id: 'square' },
    start: [0.7],
    iterations,
    runs: [{ optimizer: 'gd', hyper: { lr: rate }, label: 'Long' }],
    stop: { gradientNorm: 0, parameterChange: 0 },
    record: { every: 1 },
  })
  await runToEnd(page)
  const note = page.getByText(/^Showing [\d,]+ of [\d,]+ points/)
  const shown = async (): Promise<readonly number[]> =>
    [...(await note.innerText()).matchAll(/[\d,]+(?= (?:of|points))/g)].map(([text]) => numberIn(text))
  await expect(note).toContainText('of 1,000,001 points')
  expect((await shown())[0]).toBeLessThan(10_000)
  await expect(page.getByText('Long the first 200,000 of 1,000,001 points')).toBeVisible()
  await expect(chart(page, 'Loss')).toHaveAttribute(
    'aria-label',
    /from 0\.49 to 0\.00897\d* at Iteration 1,000,000/,
  )

  // Exact wherever the playhead stands, far beyond what is held as well.
  const loss = await liveCell(page, 'Long', 'Loss')
  for (const update of [777_777, 200_001]) {
    await playhead(page).fill(String(update))
    await playhead(page).press('Enter')
    await expect
      .poll(
        async () => Number(await loss.locator('[title]').first().getAttribute('title')) / lossAfter(update),
      )
      .toBeCloseTo(1, 6)
  }

  // The wheel is the page's until the plot has been entered.
  await chart(page, 'Loss').focus()
  const box = await chart(page, 'Loss').boundingBox()
  await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) * 0.6, (box?.y ?? 0) + (box?.height ?? 0) * 0.4)
  // Until single points lie further apart than pixels: every one of them is there then.
  for (let turn = 0; turn < 12; turn++) await page.mouse.wheel(0, -1_000)
  await expect.poll(async () => (await note.count()) === 0 || (await shown())[1] < 500_000).toBe(true)
  await page.getByRole('button', { name: 'Reset zoom' }).click()
  await expect(note).toContainText('of 1,000,001 points')
})
