import {
  chart,
  downloaded,
  exportAs,
  go,
  liveCell,
  numberIn,
  openExperiment,
  pick,
  runRow,
  runToEnd,
  unfold,
} from './support/app'
import { curvesIn } from './support/command-line'
import { violationsOf } from './support/axe'
import { expect, test } from './support/lab'

/** y = 2 x + 1 exactly, a column of words, and one that stops being numbers on line 4. */
const rows = [
  'city,x,half,y',
  'Ghent,-2,1,-3',
  'Turin,-1,2,-1',
  'Lyon,0,many,1',
  'Porto,1,4,3',
  'Basel,2,5,5',
]
const file = { name: 'line.csv', mimeType: 'text/csv', buffer: Buffer.from(`${rows.join('\n')}\n`) }

test('a CSV file is looked at, imported and fitted', async ({ lab }) => {
  const { page } = lab
  await page.getByRole('button', { name: 'Import CSV…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import a CSV file' })
  await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeDisabled()
  await dialog.locator('input[type="file"]').setInputFiles(file)
  await expect(dialog.getByText('5 rows, 4 columns, 2 of them numbers.')).toBeVisible()
  await expect(dialog.getByText('city: line 2 is "Ghent", not a number')).toBeVisible()
  await expect(dialog.getByText('half: line 4 is "many", not a number')).toBeVisible()
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

/** y = 2 x + 1 in the numbers and the bytes of an old program, with two cells missing and numbers for the rows. */
const old = [';Größe;y;Notiz', '1;-1,5;-2;', '2;0;1;', '3;?;7;', '4;1,5;4;gut', '5;2,5;6;', '6;8;NA;']
const messy = {
  name: 'old.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(`${old.join('\r\n')}\r`, 'latin1'),
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`how a file is read is shown, asked for and chosen, ${colorScheme}`, async ({ lab }, info) => {
    const { page } = lab
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.getByRole('button', { name: 'Import CSV…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Import a CSV file' })
    const look = async (step: string): Promise<void> => {
      expect(await violationsOf(page, '[role="dialog"]')).toEqual([])
      for (const size of [
        { width: 1280, height: 800 },
        { width: 1920, height: 1080 },
      ]) {
        await page.setViewportSize(size)
        const picture = `import-${step}-${size.width}-${colorScheme}.png`
        await page.screenshot({ path: `test-results/screens/${info.project.name}/${picture}` })
      }
    }
    await dialog.locator('input[type="file"]').setInputFiles(messy)
    await expect(dialog.getByText('has bytes on line 1 that are not UTF-8')).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeDisabled()
    await look('bytes')
    await dialog.getByRole('button', { name: 'Encoding: Windows-1252' }).press('Enter')

    await expect(dialog.getByText('6 rows, 3 columns, 1 of them numbers.')).toBeVisible()
    await expect(dialog.getByText('The first column only numbers the rows and was left out.')).toBeVisible()
    await expect(dialog.getByRole('combobox', { name: 'Separator' })).toHaveText('Automatic: semicolon')
    await expect(dialog.getByRole('combobox', { name: 'Encoding' })).toHaveText('Windows-1252')
    await expect(dialog.getByText('Größe: line 2 is "-1,5" (decimals are written with a point')).toBeVisible()
    await look('decimals')
    const decimal = dialog.getByRole('combobox', { name: 'Decimal sign' })
    await decimal.press('Enter')
    await page.getByRole('option', { name: 'Comma: 1,5' }).press('Enter')

    await expect(dialog.getByText('6 rows, 3 columns, 2 of them numbers.')).toBeVisible()
    await expect(dialog.getByText('Größe: 1 of its 6 cells is missing (line 4 is "?")')).toBeVisible()
    await dialog.getByRole('button', { name: 'Rows with missing cells: Are left out' }).click()
    await expect(dialog.getByRole('combobox', { name: 'Rows with missing cells' })).toHaveText('Are left out')
    await look('gaps')
    await dialog.getByRole('button', { name: 'Import', exact: true }).click()
    await expect(dialog).toBeHidden()

    const gaps = page.getByRole('switch', { name: 'Leave out rows with missing cells' })
    await expect(gaps).toBeChecked()
    await expect(page.getByText('2 of 6 rows, for the columns chosen.')).toBeVisible()
    await gaps.click()
    await expect(page.getByText('column "Größe" of old.csv must be numbers')).toBeVisible()
    await gaps.click()
    await page.getByRole('switch', { name: 'Standardize the features' }).click()
    await page.getByRole('button', { name: '1 field to mend' }).click()
    await page.getByRole('textbox', { name: 'Rows a batch' }).fill('2')
    await page.getByRole('textbox', { name: 'Rows a batch' }).press('Enter')
    await runToEnd(page)
    const slope = (await liveCell(page, 'GD', 'w (Größe)')).getByTitle(/\d/)
    expect(numberIn((await slope.getAttribute('title')) ?? '')).toBeCloseTo(2, 6)
    await go(page, 'History')
    await runRow(page, 'GD').getByRole('button', { name: 'GD', exact: true }).click()
    await expect(page.getByText('old.csv, 4 rows; 2 with a missing cell left out')).toBeVisible()
  })
}

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
  const data = await unfold(page, 'Data')
  const rowsFrom = data.getByRole('combobox', { name: 'Rows from' })
  await rowsFrom.click()
  await page.getByRole('option', { name: /^trees\.csv/ }).click()
  await data.getByLabel('Features (x)').click()
  await page.getByRole('option', { name: 'Height' }).click()
  await page.keyboard.press('Escape')
  await expect(data.getByLabel('Features (x)')).toContainText('Girth, Height')
  const start = await unfold(page, 'Start')
  for (const parameter of ['w (Girth)', 'w (Height)', 'b']) {
    await expect(start.getByRole('textbox', { name: parameter, exact: true })).toBeVisible()
  }

  await rowsFrom.click()
  await page.getByRole('option', { name: /^faithful\.csv/ }).click()
  await expect(data.getByRole('switch', { name: 'Standardize the features' })).toBeChecked()
  await expect(data.getByLabel('Features (x)')).toContainText('eruptions')
  await expect(data.getByRole('combobox', { name: 'Target (y)' })).toContainText('waiting')
  await runToEnd(page)
  const { text } = await downloaded(page, () => exportAs(page, 'Curves (CSV)'))
  const last = curvesIn(text).get(1)?.at(-1)
  // Least squares of the 272 rows in closed form: the mean of waiting, and its slope a deviation.
  expect(last?.theta_1).toBeCloseTo(70.897_058_823_5, 4)
  expect(last?.theta_0).toBeCloseTo(12.224_5, 2)

  await go(page, 'History')
  await expect(runRow(page, 'GD')).toContainText('Linear regression')
})

test('a fit of several features is seen by its predictions, its residuals and weights in own units', async ({
  lab,
}) => {
  const { page } = lab
  const cars = (y: string) => ({ source: 'csv', path: 'mtcars.csv', x: ['wt', 'hp'], y, standardize: true })
  const newton = { iterations: 20, runs: [{ optimizer: 'newton' }] }
  const objective = (id: string, y: string) => ({ objective: { id, data: cars(y) }, ...newton })
  await openExperiment(page, { name: 'Cars', ...objective('linear-regression', 'mpg') })
  await runToEnd(page)
  await pick(page, 'Picture', 'Fit')
  const predicted = chart(page, 'Predicted against actual mpg')
  await expect(predicted).toHaveAccessibleName(
    /mpg = −3\.878 wt − 0\.03177 hp \+ 37\.23; R² 0\.8268, RMSE 2\.469/,
  )
  await expect(page.getByText(/^R²: Newton's method 0\.8268; RMSE/)).toBeVisible()
  await pick(page, 'Chart of the fit', 'Residuals')
  await expect(chart(page, 'Residuals of mpg')).toBeVisible()

  await openExperiment(page, { name: 'Gears', ...objective('logistic-regression', 'am') })
  await runToEnd(page)
  await expect(chart(page, 'Class boundary')).toHaveAccessibleName(/am = −8\.083 wt \+ 0\.03626 hp \+ 18\.87/)
  await pick(page, 'Chart of the fit', 'Probabilities')
  await expect(chart(page, 'Fitted probability and class of am')).toHaveAccessibleName(/Accuracy 0\.9375/)
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
  const section = await unfold(page, 'Data')
  await expect(section.getByRole('combobox', { name: 'Rows from' })).toContainText('A long table.csv')
  await expect(page.getByRole('dialog')).toBeHidden()
  await runToEnd(page)
  await expect(await liveCell(page, 'GD', 'w (x)')).toBeVisible()
})
