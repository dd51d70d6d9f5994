import type { Page } from 'playwright/test'
import { headerButton, playhead, runToEnd, state } from './support/app'
import { expect, test } from './support/lab'

/** The field's numbers from now on, each change once. */
async function watchPlayhead(page: Page): Promise<() => Promise<number[]>> {
  await playhead(page).evaluate((field: HTMLInputElement) => {
    const seen: number[] = []
    Object.assign(globalThis, { seen })
    const look = (): void => {
      const now = Number(field.value)
      if (seen.at(-1) !== now) seen.push(now)
      requestAnimationFrame(look)
    }
    look()
  })
  return () => page.evaluate(() => (globalThis as unknown as { seen: number[] }).seen)
}
const play = (page: Page) => page.getByRole('button', { name: 'Play the replay' })
const rest = (page: Page) => page.getByRole('button', { name: 'Pause the replay' })
/** Takes choices of how the replay goes, from its menu. */
async function set(page: Page, ...choices: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: /^How the replay goes/ }).click()
  for (const choice of choices) await page.getByRole('menuitemcheckbox', { name: choice }).click()
  await page.keyboard.press('Escape')
  // While a menu is there, even on its way out, nothing beside it is found by its role.
  await expect(page.getByRole('menu')).toBeHidden()
}

test('runs that are over in no time are replayed once, from the first update to the last', async ({
  lab,
}) => {
  const { page } = lab
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  const seen = await watchPlayhead(page)
  await runToEnd(page)
  await expect(rest(page)).toBeVisible()
  // The state is that of the runs: they are over.
  await expect(state(page)).toContainText('Done')
  await expect(play(page)).toBeVisible()
  await expect(playhead(page)).toHaveValue('2000')
  const updates = await seen()
  const replayed = updates.slice(updates.lastIndexOf(0))
  expect(replayed.length).toBeGreaterThan(5)
  expect(replayed).toEqual(replayed.toSorted((a, b) => a - b))

  // Not where it is not wanted.
  await set(page, 'Quick runs once, when they end')
  await headerButton(page, 'Run').click()
  await expect(page.getByRole('contentinfo')).toContainText('8 runs in')
  await expect(state(page)).toContainText('Done')
  await expect(playhead(page)).toHaveValue('2000')
  await expect(play(page)).toBeVisible()
})

test('a replay is played, paused, stepped back and forth, and goes round', async ({ lab }) => {
  const { page } = lab
  await runToEnd(page)
  // With reduced motion nothing moves by itself.
  await expect(playhead(page)).toHaveValue('2000')
  await expect(play(page)).toBeVisible()

  await set(page, 'One update a second')
  await page.getByRole('heading', { name: 'Objective', exact: true }).click()
  await page.keyboard.press('k')
  await expect(playhead(page)).toHaveValue('1')
  await page.keyboard.press('k')
  await expect(play(page)).toBeVisible()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowLeft')
  await expect(playhead(page)).toHaveValue('1')

  // From what happened to what happened, whichever run it was.
  const where = async (): Promise<number> => Number(await playhead(page).inputValue())
  await page.keyboard.press('n')
  await expect.poll(where).toBeGreaterThan(1)
  const event = await where()
  await page.keyboard.press('n')
  await expect.poll(where).toBeGreaterThan(event)
  await page.keyboard.press('p')
  await expect.poll(where).toBe(event)
  await page.getByRole('button', { name: 'Go to', exact: true }).click()
  await page.getByRole('menuitem', { name: /Ends/ }).first().click()
  await expect(page.getByRole('menu')).toBeHidden()
  await expect(playhead(page)).toHaveValue('2000')
  await playhead(page).fill('1')
  await playhead(page).press('Enter')

  // It goes on from there; moved by hand, it rests.
  await play(page).click()
  await expect(playhead(page)).toHaveValue('2')
  await playhead(page).fill('700')
  await playhead(page).press('Enter')
  await expect(play(page)).toBeVisible()
  await expect(playhead(page)).toHaveValue('700')

  await set(page, 'In 2 seconds', 'Again and again')
  const seen = await watchPlayhead(page)
  await page.getByRole('heading', { name: 'Objective', exact: true }).click()
  await page.keyboard.press('Shift+K')
  await expect.poll(async () => (await seen()).filter((update) => update === 2_000).length).toBeGreaterThan(1)
  await page.keyboard.press('k')
  await expect(play(page)).toBeVisible()
  // The choices are there at the next start.
  await page.reload()
  await expect(page.getByRole('button', { name: 'How the replay goes: 2 s' })).toBeVisible()
})
