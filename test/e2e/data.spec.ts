import { chart, downloaded, go, liveCell, numberIn, pick, runRow, runToEnd } from './support/app'
import { curvesIn } from './support/command-line'
import { expect, test } from './support/lab'

/** y = 2 x + 1 exactly, a column of words, and one that stops being numbers on line 4. */
const rows = ['city,x,half,y', 'Ghent,-2,1,-3', 'Turin,-1,2,-1', 'Lyon,0,n/a,1', 'Porto,1,4,3', 'Basel,2,5,5']
const file = { name: 'line.csv', mimeType: 'text/csv', buffer: Buffer.from(`${rows.join('\n')}\n`) }

test('a CSV file is looked at, imported and fitted', async ({ lab }) => {
  const { page } = lab
  await page.getByRole('button', { name: 'Import CSV…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import a CSV file' })
  await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeDisabled()
  await dialog.locator('input[type="file"]').setInputFiles(file)
  await expect(dialog.getByText('5 rows, 4 columns, 2 of them numbers.')).toBeVisible()
  await expect(dialog.getByText('city: line 2 is "Ghent", not a number')).toBeVisible()
  await expect(dialog.getByText('half: line 4 is "n/a", not a number')).toBeVisible()
  const preview = dialog.getByRole('region', { name: 'First rows' })
  await expect(preview.getByRole('columnheader', { name: 'x numbers' })).toBeVisible()
  await expect(preview.getByRole('columnheader', { name: 'city text' })).toBeVisible()
  await expect(preview.getByRole('row')).toHaveCount(6)
  await dialog.getByRole('textbox', { name: 'Name in the lab' }).fill('A line')
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog).toBeHidden()

  const data = page.getByRole('region', { name: 'Data' })
  await expect(data.getByRole('combobox', { name: 'Rows from' })).toContainText('A line')
  await expect(data.getByRole('combobox', { name: 'Target (y)' })).toContainText('y')
  await expect(data.getByText('Not numbers, so not to be chosen: city, half.')).toBeVisible()
  await data.getByRole('combobox', { name: 'Target (y)' }).click()
  await expect(page.getByRole('option')).toHaveText(['x', 'y'])
  await page.keyboard.press('Escape')
  await data.getByRole('switch', { name: 'Standardize the features' }).click()

  // The mini-batch asks for more rows than there are now.
  await page.getByRole('button', { name: '1 field to mend' }).click()
  await expect(page.getByText('Must be <= 5 (the rows of the data), got 32')).toBeVisible()
  await page.getByRole('textbox', { name: 'Rows a batch' }).fill('2')
  await page.getByRole('textbox', { name: 'Rows a batch' }).press('Enter')
  await runToEnd(page)
  const fitted = async (heading: string): Promise<number> =>
    numberIn((await (await liveCell(page, 'GD', heading)).getByTitle(/\d/).getAttribute('title')) ?? '')
  expect(await fitted('w (x)')).toBeCloseTo(2, 6)
  expect(await fitted('b')).toBeCloseTo(1, 6)

  await pick(page, 'Picture', 'Fit')
  const fit = chart(page, 'Data and fitted lines')
  await expect(fit).toBeVisible()
  await expect(fit).toHaveAccessibleName(/5 rows/)
  await expect(page.getByRole('list', { name: 'Legend of Data and fitted lines' })).toContainText(
    'Least squares',
  )
})

test('a file of 200,000 rows comes in, is drawn in part and fitted as a whole', async ({ lab }) => {
  const { page } = lab
  // y = 2 x + 1, and a row far out that no picture may leave out.
  const lines = Array.from({ length: 199_999 }, (_, row) => `${row % 1_000},${2 * (row % 1_000) + 1}`)
  const buffer = Buffer.from(`x,y\n${lines.join('\n')}\n2000,4001\n`)
  await page.getByRole('button', { name: 'Import CSV…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import a CSV file' })
  await dialog.locator('input[type="file"]').setInputFiles({ ...file, name: 'long.csv', buffer })
  await expect(dialog.getByText('200,000 rows, 2 columns, 2 of them numbers.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog).toBeHidden()
  const data = page.getByRole('region', { name: 'Data' })
  await expect(data.getByRole('combobox', { name: 'Rows from' })).toContainText('long.csv')
  await pick(page, 'Picture', 'Fit')
  const fit = chart(page, 'Data and fitted lines')
  await expect(fit).toHaveAccessibleName(/200,000 rows/)
  await expect(page.getByText(/^Drawn from [\d,]+ of 200,000 rows; the fits use them all\.$/)).toBeVisible()
  await runToEnd(page)
  const intercept = (await liveCell(page, 'GD', 'b')).getByTitle(/\d/)
  // The mean of y, with the feature on its common scale.
  expect(numberIn((await intercept.getAttribute('title')) ?? '')).toBeCloseTo(1000.01, 1)
})

test('columns of a shipped data set are chosen and fitted on a common scale', async ({ lab }) => {
  const { page } = lab
  const data = page.getByRole('region', { name: 'Data' })
  const rowsFrom = data.getByRole('combobox', { name: 'Rows from' })
  await rowsFrom.click()
  await page.getByRole('option', { name: /^trees\.csv/ }).click()
  await data.getByLabel('Features (x)').click()
  await page.getByRole('option', { name: 'Height' }).click()
  await page.keyboard.press('Escape')
  await expect(data.getByLabel('Features (x)')).toContainText('Girth, Height')
  const start = page.getByRole('region', { name: 'Start' })
  for (const parameter of ['w (Girth)', 'w (Height)', 'b']) {
    await expect(start.getByRole('textbox', { name: parameter, exact: true })).toBeVisible()
  }

  await rowsFrom.click()
  await page.getByRole('option', { name: /^faithful\.csv/ }).click()
  await expect(data.getByRole('switch', { name: 'Standardize the features' })).toBeChecked()
  await expect(data.getByLabel('Features (x)')).toContainText('eruptions')
  await expect(data.getByRole('combobox', { name: 'Target (y)' })).toContainText('waiting')
  await runToEnd(page)
  const { text } = await downloaded(page, () => page.getByRole('button', { name: 'Curves CSV' }).click())
  const last = curvesIn(text).get(1)?.at(-1)
  // Least squares of the 272 rows in closed form: the mean of waiting, and its slope a deviation.
  expect(last?.theta_1).toBeCloseTo(70.897_058_823_5, 4)
  expect(last?.theta_0).toBeCloseTo(12.224_5, 2)

  await go(page, 'History')
  await expect(runRow(page, 'GD')).toContainText('Linear regression')
})

test('an experiment file with 100,000 rows in it opens, its data a data set, and runs', async ({ lab }) => {
  const { page } = lab
  const x = Array.from({ length: 100_000 }, (_, row) => [(row % 1_000) / 1_000])
  const data = { source: 'inline', x, y: x.map(([value]) => 2 * value + 1), standardize: true }
  const experiment = {
    format: 'descent-lab/experiment@1',
    name: 'A long table',
    objective: { id: 'linear-regression', data },
    iterations: 200,
    runs: [{ optimizer: 'gd', hyper: { lr: 0.5 } }],
  }
  const buffer = Buffer.from(JSON.stringify(experiment))
  await page.getByLabel('Experiment file').setInputFiles({ ...file, name: 'long.json', buffer })
  const section = page.getByRole('region', { name: 'Data' })
  await expect(section.getByRole('combobox', { name: 'Rows from' })).toContainText('A long table.csv')
  await expect(page.getByRole('dialog')).toBeHidden()
  await runToEnd(page)
  await expect(await liveCell(page, 'GD', 'w (x)')).toBeVisible()
})
