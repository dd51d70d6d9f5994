import type { Locator, Page } from 'playwright/test'
import { chart, go, headerButton, openExperiment, pick } from '../app'
import { expect } from '../lab'
import { escape, type Screen } from './screen'

const twoMethods = {
  name: 'Two methods, many settings',
  objective: { id: 'rosenbrock' },
  iterations: 200,
  start: 'random',
  runs: [
    {
      optimizer: 'momentum',
      hyper: { lr: { from: 1e-4, to: 1, steps: 5, scale: 'log' }, gamma: { values: [0, 0.5, 0.9] } },
    },
    { optimizer: 'adam', hyper: { lr: { from: 1e-4, to: 1, steps: 5, scale: 'log' } } },
  ],
  sweep: { seeds: 8, keep: 'curves' },
} as const

/** A tournament that is over in a moment. */
const tournament = {
  name: 'Four methods on two functions',
  objective: { id: 'rosenbrock' },
  iterations: 300,
  start: 'random',
  runs: (['gd', 'momentum', 'nag', 'adam'] as const).map((optimizer) => ({
    optimizer,
    hyper: { lr: { from: 1e-4, to: 1, scale: 'log' } },
  })),
  sweep: {
    design: 'sobol',
    trials: 4,
    seeds: 8,
    targets: [0.1, 0.01],
    problems: [{ objective: { id: 'booth' } }],
    tournament: { tune: 'suite', tuningSeeds: 3, budget: { of: 'updates', most: 300 } },
  },
} as const

/** One of the pictures of a sweep. */
const pictured = (name: string, picture: string, seen: (page: Page) => Locator) => ({
  name,
  async show(page: Page) {
    await pick(page, 'Picture', picture)
    return seen(page)
  },
})

/** What becomes of many runs. */
export const swept: readonly Screen[] = [
  {
    name: 'sweeps-empty',
    async show(page) {
      await go(page, 'Sweeps')
      return page.getByRole('heading', { name: 'No sweep yet' })
    },
    leave: (page) => go(page, 'Lab'),
  },
  {
    name: 'sweep-result',
    async show(page) {
      await openExperiment(page, twoMethods)
      await headerButton(page, 'Run sweep').click()
      await expect(page.getByRole('status').filter({ hasText: /160 runs/ })).toContainText('Finished')
      return chart(page, 'Final loss.* against learning rate')
    },
  },
  pictured('sweep-heat', 'Heat map', (page) => chart(page, 'Final loss.* of .* by .*')),
  pictured('sweep-parallel', 'Parallel', (page) => page.getByRole('img').first()),
  pictured('sweep-multiples', 'Small multiples', (page) => page.getByRole('img').first()),
  pictured('sweep-curves', 'Curves', (page) => chart(page, 'Loss.*, groups over seeds')),
  pictured('sweep-verdict', 'Verdict', (page) => page.getByRole('region', { name: 'Sentences' })),
  pictured('sweep-table', 'Table', (page) => page.getByRole('table')),
  {
    name: 'sweep-run',
    async show(page) {
      await page.getByRole('table').getByRole('row').nth(1).getByRole('button').click()
      return page.getByRole('dialog').getByRole('region', { name: 'Result' })
    },
    leave: escape,
  },
  {
    name: 'tournament-standings',
    async show(page) {
      await go(page, 'Lab')
      await openExperiment(page, tournament)
      await headerButton(page, 'Run sweep').click()
      await expect(page.getByRole('status').filter({ hasText: /256 runs/ })).toContainText('Finished')
      return page.getByRole('region', { name: 'Results', exact: true })
    },
  },
  pictured('tournament-profiles', 'Profiles', (page) => chart(page, 'Running times')),
  pictured('tournament-verdict', 'Verdict', (page) => page.getByRole('region', { name: 'Sentences' })),
]
