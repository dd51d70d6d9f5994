import type { Locator, Page } from 'playwright/test'
import {
  chart,
  choose,
  downloaded,
  endless,
  go,
  headerButton,
  liveCell,
  liveRow,
  note,
  openExperiment,
  playhead,
  runRow,
  runToEnd,
  state,
  undoNote,
  unfold,
} from './support/app'
import { expect, test } from './support/lab'

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const experimentName = (page: Page) => field(page, 'Name of the experiment')
const runCards = (page: Page) => page.getByRole('button', { name: /^More for / })

async function pickObjective(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Change…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Choose an objective' })
  await dialog.getByRole('button', { name }).click()
  await expect(dialog).toBeHidden()
}

test('an objective is chosen and its start set by a click on the contour', async ({ lab }) => {
  const { page } = lab
  await pickObjective(page, /^Rosenbrock/)
  await expect(
    note(page, 'Batches need rows to draw from: 2 runs, without them the same as another, left out'),
  ).toBeVisible()
  await expect(runCards(page)).toHaveCount(2)
  const contour = chart(page, 'Rosenbrock.*')
  await expect(contour).toBeVisible()
  await unfold(page, 'Start')
  await expect(field(page, 'x')).toHaveValue(/\d/)

  const box = await contour.boundingBox()
  const at = (across: number, down: number) => ({
    position: { x: (box?.width ?? 0) * across, y: (box?.height ?? 0) * down },
  })
  await contour.click(at(0.5, 0.5))
  const [x, y] = [Number(await field(page, 'x').inputValue()), Number(await field(page, 'y').inputValue())]
  await contour.click(at(0.7, 0.25))
  await expect.poll(async () => Number(await field(page, 'x').inputValue())).toBeGreaterThan(x)
  await expect.poll(async () => Number(await field(page, 'y').inputValue())).toBeGreaterThan(y)

  const start = [await field(page, 'x').inputValue(), await field(page, 'y').inputValue()]
  await headerButton(page, 'Step').click()
  await expect(playhead(page)).toHaveValue('1')
  await page.getByRole('button', { name: 'To the start' }).click()
  const shown = async (heading: string) =>
    (await (await liveCell(page, 'GD', heading)).getByTitle(/\d/).getAttribute('title'))?.replace('−', '-')
  await expect.poll(() => shown('x')).toBe(start[0])
  await expect.poll(() => shown('y')).toBe(start[1])
})

test('method, arithmetic and hyper-parameters change; what is not valid is named at its field', async ({
  lab,
}) => {
  const { page } = lab
  await page.getByRole('button', { name: /^Adam lr/ }).click()
  const runs = page.getByRole('complementary', { name: 'Experiment' }).getByRole('region', { name: 'Runs' })
  await runs.getByLabel('Whose arithmetic').click()
  await page.getByRole('option', { name: 'PyTorch', exact: true }).click()
  await expect(runs.getByLabel('Whose arithmetic')).toHaveText('PyTorch')
  const rate = runs.getByRole('textbox', { name: /^Learning rate/ })
  await rate.fill('0.05')
  await rate.press('Enter')
  await expect(page.getByRole('button', { name: /^Adam pytorch lr 0\.05/ })).toBeVisible()

  await runs.getByLabel('Method').click()
  await page.getByRole('option', { name: /^RMSProp/ }).click()
  // As long as the list is there it keeps the focus.
  await expect(page.getByRole('listbox')).toBeHidden()
  await expect(page.getByRole('button', { name: /^RMSProp.* lr 0\.05/ })).toBeVisible()

  await rate.fill('-1')
  await rate.press('Enter')
  await expect(runs.getByText('Must be > 0, got -1')).toBeVisible()
  await expect(rate).toHaveAttribute('aria-invalid', 'true')
  await expect(headerButton(page, 'Run')).toBeDisabled()
  await field(page, 'Iterations').fill('1e12')
  await field(page, 'Iterations').press('Enter')
  await expect(page.getByText('Must be <= 100000000, got 1000000000000')).toBeVisible()
  await unfold(page, 'Data')
  await field(page, 'Rows').fill('many')
  await field(page, 'Rows').press('Enter')
  const mend = page.getByRole('button', { name: '3 fields to mend' })
  await expect(mend).toHaveAttribute('title', /runs\[3\]\.hyper\.lr: must be > 0, got -1/)
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: 'Objective', exact: true }).click()
  await page.keyboard.press('Space')
  await expect(state(page)).toContainText('Ready')

  // The first fault is where the cursor goes.
  await mend.click()
  await expect(field(page, 'Rows')).toBeFocused()
  await field(page, 'Rows').fill('50')
  await field(page, 'Rows').press('Enter')
  await field(page, 'Iterations').fill('20')
  await field(page, 'Iterations').press('Enter')
  await rate.fill('0.1')
  await rate.press('Enter')
  await expect(page.getByRole('button', { name: /to mend$/ })).toBeHidden()
  await runToEnd(page)
  await expect(state(page)).toHaveText(/Done: 4 finished/)
})

test('runs are added, duplicated and removed, edits undone and redone, and a reload keeps the draft', async ({
  lab,
}) => {
  const { page } = lab
  await choose(page, page.getByRole('button', { name: 'More for SGD' }), 'Duplicate')
  await expect(runCards(page)).toHaveCount(5)
  await page.getByRole('button', { name: 'Add run' }).click()
  await page.getByRole('option', { name: /^Momentum/ }).click()
  await expect(runCards(page)).toHaveCount(6)
  await choose(page, page.getByRole('button', { name: 'More for GD', exact: true }), 'Remove')
  await expect(runCards(page)).toHaveCount(5)
  await undoNote(page, 'Removed GD')
  await expect(runCards(page)).toHaveCount(6)

  await field(page, 'Iterations').fill('123')
  await field(page, 'Iterations').press('Enter')
  await headerButton(page, 'Undo').click()
  await expect(field(page, 'Iterations')).toHaveValue('2000')
  await headerButton(page, 'Redo').click()
  await expect(field(page, 'Iterations')).toHaveValue('123')
  await page.getByRole('heading', { name: 'Objective', exact: true }).click()
  await page.keyboard.press('Control+z')
  await expect(field(page, 'Iterations')).toHaveValue('2000')
  await page.keyboard.press('Control+Shift+z')
  await expect(field(page, 'Iterations')).toHaveValue('123')

  await page.reload()
  await expect(runCards(page)).toHaveCount(6)
  await expect(field(page, 'Iterations')).toHaveValue('123')
})

test('a passing note covers nothing of the page, nor of a panel over it', async ({ lab }) => {
  const { page } = lab
  await runToEnd(page)
  await headerButton(page, 'Save').click()
  await expect(note(page, /^Saved/)).toBeVisible()
  const bottomOf = async (part: Locator): Promise<number> => {
    const box = await part.boundingBox()
    return (box?.y ?? NaN) + (box?.height ?? NaN)
  }
  const top = (await note(page, /^Saved/).boundingBox())?.y
  expect(top).toBeGreaterThanOrEqual(await bottomOf(page.getByRole('main')))
  await go(page, 'History')
  await runRow(page, 'Adam').getByRole('button', { name: 'Adam', exact: true }).click()
  const panel = page.getByRole('dialog', { name: 'Adam' })
  await expect(panel.getByText('Experiment document')).toBeAttached()
  expect(top).toBeGreaterThanOrEqual(await bottomOf(panel))
})

test('an experiment is saved under a name, opened, duplicated, deleted and brought back', async ({ lab }) => {
  const { page } = lab
  await experimentName(page).fill('My race')
  await experimentName(page).press('Enter')
  await field(page, 'Iterations').fill('77')
  await field(page, 'Iterations').press('Enter')
  await expect(page.getByText('Not saved')).toBeVisible()
  await headerButton(page, 'Save').click()
  await expect(note(page, 'Saved “My race”')).toBeVisible()
  await expect(page.getByText('Not saved')).toBeHidden()
  await choose(page, headerButton(page, 'More'), 'New')
  await expect(field(page, 'Iterations')).toHaveValue('2000')

  const reopened = await lab.reopen('close')
  await go(reopened, 'Experiments')
  await reopened.getByRole('button', { name: 'My race', exact: true }).click()
  await expect(experimentName(reopened)).toHaveValue('My race')
  await expect(field(reopened, 'Iterations')).toHaveValue('77')

  await go(reopened, 'Experiments')
  const actions = reopened.getByRole('button', { name: /^Actions for / })
  await choose(reopened, actions.first(), 'Duplicate')
  await expect(actions).toHaveCount(2)
  await choose(reopened, reopened.getByRole('button', { name: 'Actions for My race', exact: true }), 'Trash')
  await expect(actions).toHaveCount(1)
  await undoNote(reopened, 'My race moved to the trash')
  await expect(actions).toHaveCount(2)
  await expect(reopened.getByRole('button', { name: 'My race', exact: true })).toBeVisible()
})

test('an experiment goes to a file and comes back the same; a broken file is refused in words', async ({
  lab,
}) => {
  const { page } = lab
  await openExperiment(page, endless(1_000))
  const saved = await downloaded(page, () => choose(page, headerButton(page, 'More'), 'Save to file…'))
  expect(saved.name).toBe('A long run.json')
  expect(JSON.parse(saved.text)).toMatchObject({ format: 'descent-lab/experiment@2', iterations: 1_000 })

  await choose(page, headerButton(page, 'More'), 'New')
  await expect(experimentName(page)).toHaveValue('GD, SGD, Mini-batch GD (32) and Adam on linear regression')
  const file = { name: 'again.json', mimeType: 'application/json', buffer: saved.bytes }
  await page.getByLabel('Experiment file').setInputFiles(file)
  await expect(experimentName(page)).toHaveValue('A long run')
  const again = await downloaded(page, () => choose(page, headerButton(page, 'More'), 'Save to file…'))
  expect(again.text).toBe(saved.text)

  const broken = (text: string) => ({
    name: 'broken.json',
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  })
  await page.getByLabel('Experiment file').setInputFiles(broken('{ "format": '))
  await expect(note(page, '“broken.json” could not be opened')).toContainText(/JSON|line 1/)
  await expect(experimentName(page)).toHaveValue('A long run')

  await go(page, 'Experiments')
  const wrong = { ...(JSON.parse(saved.text) as object), iterations: -5 }
  await page.getByLabel('Experiment file').setInputFiles(broken(JSON.stringify(wrong)))
  await expect(page.getByText('broken.json could not be opened')).toBeVisible()
  await expect(page.getByText('iterations: must be >= 1, got -5').first()).toBeVisible()
})

test('the rates of the square run under names of their own, which the readout tells wherever it stands', async ({
  lab,
}) => {
  const { page } = lab
  await pickObjective(page, /^Square/)
  await page.getByRole('button', { name: 'Use the rates of the textbook chapter' }).click()
  await runToEnd(page)
  const names = ['GD (lr 0.15)', 'GD (lr 1)']
  for (const name of names) await expect(liveRow(page, name)).toBeVisible()

  const loss = chart(page, 'Loss')
  const box = await loss.boundingBox()
  for (const across of [0.3, 0.9]) {
    await loss.hover({ position: { x: (box?.width ?? 0) * across, y: (box?.height ?? 0) * 0.5 } })
    for (const name of names) {
      const term = page.getByRole('term').filter({ hasText: name })
      await expect(term).toBeVisible()
      // Cut short, the text is wider than what is shown of it.
      expect(await term.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
    }
  }
})
