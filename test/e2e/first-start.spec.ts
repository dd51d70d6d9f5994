import {
  chart,
  go,
  headerButton,
  liveRow,
  openExperiment,
  endless,
  playhead,
  runRow,
  runToEnd,
  state,
} from './support/app'
import { expect, test } from './support/lab'

const runs = ['GD', 'SGD', 'Mini-batch GD (32)', 'Adam']

test('a first start shows the ready experiment, which runs and stays', async ({ lab }) => {
  const { page } = lab
  await expect(page.getByRole('textbox', { name: 'Name of the experiment' })).toHaveValue(
    'GD, SGD, Mini-batch GD (32) and Adam on linear regression',
  )
  await expect(page.getByRole('region', { name: 'Objective' })).toContainText('Linear regression')
  await expect(page.getByRole('region', { name: 'Data' })).toContainText('500 random rows, seed 0')
  await expect(page.getByRole('region', { name: 'Start' })).toContainText('w (x) 2, b 2')
  for (const run of runs) await expect(page.getByRole('button', { name: `More for ${run}` })).toBeAttached()
  await expect(state(page)).toHaveText('Ready')
  await expect(page.getByRole('contentinfo')).toContainText(/Nothing is running\s*0 runs in \S+/)
  await expect(chart(page, 'Linear regression')).toBeInViewport()
  await expect(headerButton(page, 'Run')).toBeInViewport()

  await runToEnd(page)
  await expect(state(page)).toHaveText('Done: 1 converged, 3 finished')
  await expect(liveRow(page, 'GD')).toContainText('Converged')
  for (const run of runs.slice(1)) await expect(liveRow(page, run)).toContainText('Finished')
  await expect(page.getByRole('contentinfo')).toContainText(/Nothing is running\s*4 runs in \S+/)
  await expect(chart(page, 'Loss')).toHaveAccessibleName(
    /4 curves\. GD: from 8\.421 to 0\.9998 at Iteration 961/,
  )

  await page.reload()
  await expect(state(page)).toHaveText('Done: 1 converged, 3 finished')
  await expect(chart(page, 'Loss')).toHaveAccessibleName(
    /4 curves\. GD: from 8\.421 to 0\.9998 at Iteration 961/,
  )

  await go(page, 'History')
  const heads = [
    'Run',
    'Objective',
    'Optimizer',
    'Hyper-parameters',
    'Seed',
    'Status',
    'Iterations',
    'Final loss',
    'Best loss',
    'When',
  ]
  for (const head of heads) {
    await expect(page.getByRole('columnheader', { name: head, exact: true })).toBeVisible()
  }
  const kept = {
    GD: ['Linear regression', /Gradient descent/, 'lr 0.01', '0', 'Converged', '961', '0.9998'],
    SGD: ['Linear regression', /Gradient descent/, 'lr 0.01', '0', 'Finished', '2,000', '0.9999'],
    'Mini-batch GD (32)': ['Linear regression', /Gradient descent/, 'lr 0.01', '32', 'Finished', '2,000'],
    Adam: [
      'Linear regression',
      /Adam/,
      'lr 0.01, beta1 0.9, beta2 0.9, eps 1e-6',
      'full',
      'Finished',
      '2,000',
    ],
  }
  await expect(page.getByRole('checkbox', { name: /, run \d+$/ })).toHaveCount(4)
  for (const [run, cells] of Object.entries(kept)) {
    for (const cell of cells) {
      await expect(runRow(page, run).getByRole('cell', { name: cell, exact: true }).first()).toBeVisible()
    }
  }
})

test('the curve grows while a run goes on', async ({ lab }) => {
  const { page } = lab
  await openExperiment(page, endless())
  await headerButton(page, 'Run').click()
  await expect(state(page)).toHaveText(/^Running/)
  const curve = chart(page, 'Loss')
  await expect(curve).toHaveAccessibleName(/Long: from 8\.421 to/)
  const reached = async (): Promise<number> => Number(await playhead(page).inputValue())
  const before = await reached()
  await expect.poll(reached).toBeGreaterThan(before)
  const named = await curve.getAttribute('aria-label')
  await expect(curve).not.toHaveAccessibleName(named ?? '')
  await expect(liveRow(page, 'Long')).toContainText('Running')
  await expect(page.getByRole('contentinfo')).toContainText('1 running')
  await headerButton(page, 'Stop').click()
  await expect(state(page)).toHaveText('Done: 1 stopped')
})
