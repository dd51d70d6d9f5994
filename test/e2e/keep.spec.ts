import {
  chart,
  choose,
  endless,
  go,
  headerButton,
  liveRow,
  note,
  numberIn,
  openExperiment,
  runRow,
  runToEnd,
  state,
  undoNote,
} from './support/app'
import { expect, test } from './support/lab'

test('runs, names and notes are there when the lab is opened again', async ({ lab }) => {
  let { page } = lab
  await runToEnd(page)
  await go(page, 'History')
  await choose(page, page.getByRole('button', { name: /^Actions for SGD/ }), 'Rename…')
  const dialog = page.getByRole('dialog', { name: 'Rename the run' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('One row at a time')
  await dialog.getByRole('button', { name: 'Rename' }).click()
  await runRow(page, 'One row at a time')
    .getByRole('button', { name: 'One row at a time', exact: true })
    .click()
  const panel = page.getByRole('dialog', { name: 'One row at a time' })
  await panel.getByRole('textbox', { name: 'Note' }).fill('Zigzags, but gets there.')
  await panel.getByRole('button', { name: 'Close' }).click()
  await expect(panel).toBeHidden()

  page = await lab.reopen('close')
  await go(page, 'History')
  await expect(page.getByRole('checkbox', { name: /, run \d+$/ })).toHaveCount(4)
  await expect(runRow(page, 'GD')).toContainText('Converged')
  await page.getByRole('searchbox', { name: 'Search runs' }).fill('zigzags')
  await expect(page.getByRole('checkbox', { name: /, run \d+$/ })).toHaveCount(1)
  await runRow(page, 'One row at a time')
    .getByRole('button', { name: 'One row at a time', exact: true })
    .click()
  await expect(
    page.getByRole('dialog', { name: 'One row at a time' }).getByRole('textbox', { name: 'Note' }),
  ).toHaveValue('Zigzags, but gets there.')
})

test('a lab killed in the middle of a run keeps the run and its curve', async ({ lab }) => {
  let { page } = lab
  await openExperiment(page, endless())
  await headerButton(page, 'Run').click()
  const story = page.getByText(/^[\d,]+ of 100,000,000 updates/)
  const made = async (): Promise<number> => numberIn((await story.innerText()).split(' of ')[0])
  await expect.poll(made).toBeGreaterThan(100_000)
  const seen = await made()

  page = await lab.reopen('kill')
  await go(page, 'History')
  await expect(runRow(page, 'Long')).toContainText('Interrupted')
  await runRow(page, 'Long').getByRole('button', { name: 'Long', exact: true }).click()
  const panel = page.getByRole('dialog', { name: 'Long' })
  await expect(panel).toContainText('Interrupted')
  const curve = chart(page, 'Loss')
  await expect(curve).toHaveAccessibleName(/^Loss: .* Long: from 8\.421 to /)
  // The chart's own table has every digit in the cell's title.
  await panel.getByText('Show as table').click()
  const reached = panel.getByRole('table', { name: /^Loss/ }).getByRole('row').nth(1).getByRole('cell').nth(3)
  // What the page had been told of was on the disk by then.
  expect(numberIn((await reached.getAttribute('title')) ?? '')).toBeGreaterThanOrEqual(seen)
})

test('runs go to the trash and come back, and go for good only when asked twice', async ({ lab }) => {
  let { page } = lab
  await runToEnd(page)
  await go(page, 'History')
  await choose(page, page.getByRole('button', { name: /^Actions for GD,/ }), 'Trash')
  await expect(runRow(page, 'GD')).toBeHidden()
  await undoNote(page, '1 run moved to the trash')
  await expect(runRow(page, 'GD')).toBeVisible()

  await page.getByRole('checkbox', { name: /^Select GD,/ }).click()
  await page.getByRole('checkbox', { name: /^Select SGD,/ }).click()
  const bar = page.getByRole('region', { name: 'Selected runs' })
  await expect(bar).toContainText('2 runs selected')
  await bar.getByRole('button', { name: 'Trash' }).click()
  await expect(note(page, '2 runs moved to the trash')).toBeVisible()

  page = await lab.reopen('close')
  await go(page, 'History')
  await expect(page.getByRole('checkbox', { name: /, run \d+$/ })).toHaveCount(2)
  await page.getByRole('link', { name: 'Trash (2)' }).click()
  await choose(page, page.getByRole('button', { name: /^Actions for GD,/ }), 'Restore')
  await expect(runRow(page, 'GD')).toBeHidden()
  await choose(page, page.getByRole('button', { name: /^Actions for SGD,/ }), 'Delete for good…')
  const question = page.getByRole('dialog', { name: 'Delete 1 run for good?' })
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(runRow(page, 'SGD')).toBeVisible()
  await choose(page, page.getByRole('button', { name: /^Actions for SGD,/ }), 'Delete for good…')
  await question.getByRole('button', { name: 'Delete for good' }).click()
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible()

  page = await lab.reopen('close')
  await go(page, 'History')
  await expect(page.getByRole('checkbox', { name: /, run \d+$/ })).toHaveCount(3)
  await expect(runRow(page, 'GD')).toBeVisible()
  await expect(runRow(page, 'SGD')).toBeHidden()
  await go(page, 'Lab')
  await expect(state(page)).toBeVisible()
  await expect(liveRow(page, 'SGD')).toBeHidden()
})
