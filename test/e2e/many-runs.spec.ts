import { chart, headerButton, openExperiment, plot, runToEnd, state } from './support/app'
import { expect, test } from './support/lab'

test('an experiment of 200 runs shows their ways and their parameters', async ({ lab }) => {
  const { page } = lab
  await openExperiment(page, {
    name: 'Two hundred rates',
    objective: { id: 'rosenbrock' },
    start: [-1.2, 1],
    iterations: 300,
    runs: Array.from({ length: 200 }, (_, index) => ({
      optimizer: 'adam',
      hyper: { lr: 0.001 * (index + 1) },
      label: `Rate ${index + 1}`,
    })),
    stop: { gradientNorm: 0, parameterChange: 0 },
  })
  await headerButton(page, 'Run').click()
  await expect(state(page)).toHaveText(/^Done/, { timeout: 60_000 })
  await expect(chart(page, 'Rosenbrock')).toHaveAccessibleName(/Rate 1[^0-9]/)
  const table = page.getByRole('table', { name: /^Every run/ })
  await expect(table.getByRole('columnheader', { name: 'y', exact: true })).toBeVisible()
  await expect(page.getByText('Reading')).toHaveCount(0, { timeout: 60_000 })
  await expect(table.locator('td.text-end').getByText('–', { exact: true })).toHaveCount(0)
})

test('groups of seeds are one curve each, named by what tells them apart and by what is drawn', async ({
  lab,
}) => {
  const { page } = lab
  await openExperiment(page, {
    name: 'Two rates under five seeds',
    objective: { id: 'linear-regression', data: { source: 'normal', rows: 100 } },
    start: [2, 2],
    iterations: 400,
    runs: [0.05, 0.005].flatMap((lr) =>
      [0, 1, 2, 3, 4].map((seed) => ({ optimizer: 'adam', batch: 1, hyper: { lr }, seed, label: 'Adam' })),
    ),
    stop: { gradientNorm: 0, parameterChange: 0 },
  })
  await runToEnd(page)
  await page.getByRole('link', { name: 'Compare' }).last().click()
  await plot(page, 'Excess loss')
  const legend = page.getByRole('list', { name: /^Legend of Excess loss/ })
  await page.getByRole('button', { name: 'Group seeds' }).click()
  await expect(legend.getByRole('listitem')).toHaveText([
    'Adam (lr 0.05): median, 25–75 % (n = 5)',
    'Adam (lr 0.005): median, 25–75 % (n = 5)',
  ])
  await page.getByRole('combobox', { name: 'Groups over seeds' }).click()
  await page.getByRole('option', { name: 'mean ± std' }).click()
  await expect(legend.getByRole('listitem')).toHaveText([
    'Adam (lr 0.05): mean ± std (n = 5)',
    'Adam (lr 0.005): mean ± std (n = 5)',
  ])
  await page.reload()
  const again = page.getByRole('list', { name: /^Legend of Loss/ })
  await expect(again.getByRole('listitem')).toHaveText([
    'Adam (lr 0.05): mean ± std (n = 5)',
    'Adam (lr 0.005): mean ± std (n = 5)',
  ])
})
