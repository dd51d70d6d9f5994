import type { Locator, Page } from 'playwright/test'
import {
  chart,
  choose,
  go,
  headerButton,
  note,
  openExperiment,
  pick,
  runRow,
  runToEnd,
  showBelow,
  state,
  unfold,
} from './app'
import { expect } from './lab'

/** A view of the app, and how to get there from the one before it. */
interface Screen {
  readonly name: string
  show(page: Page): Promise<Locator>
  /** Back to where the next screen can be reached from. */
  leave?(page: Page): Promise<void>
}

const escape = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
}

const place = (name: 'Experiments' | 'History' | 'Settings') => ({
  name: name.toLowerCase(),
  async show(page: Page) {
    await go(page, name)
    return page.getByRole('heading', { level: 1, name })
  },
})

const csv = {
  name: 'towns.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from('town,x,y\nA,1,2\nB,2,3\nC,3,5\n'),
}

const rareParts = ['Data', 'Start', 'Gradient noise', 'Stopping', 'Recording']

/** What can be seen before anything has run. */
const composing: readonly Screen[] = [
  {
    name: 'experiments-empty',
    async show(page) {
      await go(page, 'Experiments')
      return page.getByRole('heading', { name: 'No saved experiments yet' })
    },
  },
  {
    name: 'history-empty',
    async show(page) {
      await go(page, 'History')
      return page.getByRole('heading', { name: 'No runs yet' })
    },
  },
  {
    name: 'lab-idle',
    async show(page) {
      await go(page, 'Lab')
      return page.getByRole('region', { name: 'Results' })
    },
  },
  {
    name: 'objective-picker',
    async show(page) {
      await page.getByRole('button', { name: 'Change…' }).click()
      return page.getByRole('dialog', { name: 'Choose an objective' })
    },
    leave: escape,
  },
  {
    name: 'csv-import',
    async show(page) {
      await page.getByRole('button', { name: 'Import CSV…' }).click()
      const dialog = page.getByRole('dialog', { name: 'Import a CSV file' })
      await dialog.locator('input[type="file"]').setInputFiles(csv)
      return dialog.getByRole('region', { name: 'First rows' })
    },
    leave: escape,
  },
  {
    name: 'shortcuts',
    async show(page) {
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
      return page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    },
    leave: escape,
  },
  {
    name: 'commands',
    async show(page) {
      await page.getByRole('button', { name: 'Commands' }).click()
      return page.getByRole('dialog', { name: 'Commands' })
    },
    leave: escape,
  },
  {
    name: 'lab-unfolded',
    async show(page) {
      for (const part of rareParts) await unfold(page, part)
      return page.getByRole('textbox', { name: 'A point every so many updates' })
    },
    async leave(page) {
      const composer = page.getByRole('complementary', { name: 'Experiment' })
      for (const part of rareParts) {
        await composer
          .getByRole('region', { name: part, exact: true })
          .locator('[aria-expanded="true"]')
          .click()
      }
    },
  },
  {
    name: 'run-form',
    async show(page) {
      await page.getByRole('button', { name: /^Adam lr/ }).click()
      return page.getByRole('region', { name: 'What it does' })
    },
  },
  {
    name: 'dialects',
    async show(page) {
      await page.getByRole('button', { name: /^Whose Adam\?/ }).click()
      return page.getByRole('dialog', { name: 'Whose Adam?' }).getByRole('row', { name: /^from Keras/ })
    },
    async leave(page) {
      await escape(page)
      await page.getByRole('button', { name: /^Adam lr/ }).click()
    },
  },
  {
    name: 'sweep-plan',
    async show(page) {
      await page.getByRole('button', { name: 'Sweep every rate' }).click()
      await page.getByRole('button', { name: '5 seeds' }).click()
      await page.getByRole('button', { name: /^Adam lr/ }).click()
      return page.getByRole('region', { name: 'Sweep', exact: true }).getByRole('status')
    },
    async leave(page) {
      await page.getByRole('button', { name: /^Adam lr/ }).click()
      await page.getByRole('button', { name: 'No sweep' }).click()
    },
  },
  {
    name: 'add-run',
    async show(page) {
      await page.getByRole('button', { name: 'Add run' }).click()
      const methods = page.getByRole('dialog', { name: 'Add run' })
      await methods.getByRole('option', { name: /^SGD/ }).locator('[data-mark]').click()
      return methods.getByRole('option', { name: 'Add the one marked SGD' })
    },
    leave: escape,
  },
  {
    name: 'rule-form',
    async show(page) {
      await page.getByRole('button', { name: 'Add run' }).click()
      await page.getByRole('option', { name: /^Your own rule/ }).click()
      await page.getByText('Defaults, ranges and starts').click()
      return page.getByRole('region', { name: 'Your rule as equations' })
    },
  },
  {
    name: 'formula',
    async show(page) {
      await page.getByRole('button', { name: 'Change…' }).click()
      await page.getByRole('searchbox', { name: 'Search objectives' }).fill('x^4 - 3x^2 + a x')
      await page.getByRole('button', { name: /^Your own function/ }).click()
      await page.getByRole('button', { name: 'Make a a parameter with a slider' }).click()
      return page.getByTestId('found-minima')
    },
  },
]

/** What runs come to. */
const results: readonly Screen[] = [
  {
    name: 'lab-results',
    async show(page) {
      await runToEnd(page)
      await expect(chart(page, 'Loss')).toHaveAccessibleName(/Adam: from/)
      return page.getByRole('table', { name: /^Every run/ })
    },
  },
  {
    name: 'lab-preview',
    async show(page) {
      await chart(page, 'Linear regression').focus()
      for (const key of ['s', 'ArrowLeft', 'ArrowDown']) await page.keyboard.press(key)
      const preview = page.getByRole('region', { name: 'Preview, not run' })
      await expect(preview.getByRole('listitem')).toHaveCount(4)
      return preview
    },
    leave: async (page) => page.keyboard.press('Escape'),
  },
  {
    name: 'winner',
    async show(page) {
      await page.getByRole('button', { name: /^To loss/ }).click()
      return page.getByRole('region', { name: 'Who is first' })
    },
    leave: escape,
  },
  {
    name: 'fork',
    async show(page) {
      await page.getByRole('button', { name: 'Fork Adam', exact: true }).click()
      return page.getByRole('dialog').getByRole('textbox', { name: 'New value' })
    },
    leave: escape,
  },
  {
    name: 'arithmetic',
    async show(page) {
      await showBelow(page, 'Arithmetic')
      return page.getByRole('region', { name: 'Equations with numbers' })
    },
  },
  {
    name: 'arithmetic-sizes',
    async show(page) {
      await page.getByRole('button', { name: 'Sizes over time' }).click()
      const sizes = page.getByRole('img', { name: /^Size of \w+ over the updates/ })
      await expect(sizes).toBeVisible()
      return sizes
    },
    leave: (page) => page.getByRole('button', { name: 'Sizes over time' }).click(),
  },
  {
    name: 'stability',
    async show(page) {
      await showBelow(page, 'Stability')
      return page.getByRole('region', { name: 'Stability in numbers' })
    },
  },
  {
    name: 'rate-map',
    async show(page) {
      await showBelow(page, 'Rate map')
      const map = chart(page, 'Adam: outcome by learning rate and first-moment decay')
      await expect(map).toHaveAccessibleName(/comes to the target/)
      return map
    },
    leave: (page) => showBelow(page, 'Runs'),
  },
  {
    name: 'lab-maximised',
    async show(page) {
      await page.getByRole('button', { name: 'Maximise curve' }).click()
      return chart(page, 'Loss')
    },
    leave: async (page) => page.getByRole('button', { name: 'Back', exact: true }).click(),
  },
]

/** What is kept of runs. */
const kept: readonly Screen[] = [
  {
    name: 'lab-saved',
    async show(page) {
      await runToEnd(page)
      await headerButton(page, 'Save').click()
      return note(page, /^Saved/)
    },
  },
  place('Experiments'),
  place('History'),
  {
    name: 'run-detail',
    async show(page) {
      await runRow(page, 'Adam').getByRole('button', { name: 'Adam', exact: true }).click()
      const panel = page.getByRole('dialog', { name: 'Adam' })
      await panel.getByText('Experiment document').click()
      return panel.getByRole('region', { name: 'Experiment document' })
    },
    leave: escape,
  },
  {
    name: 'history-selected',
    async show(page) {
      await page.getByRole('checkbox', { name: /^Select GD,/ }).click()
      return page.getByRole('region', { name: 'Selected runs' })
    },
    async leave(page) {
      await page.getByRole('button', { name: 'Clear', exact: true }).click()
    },
  },
  {
    name: 'trash',
    async show(page) {
      await choose(page, page.getByRole('button', { name: /^Actions for GD,/ }), 'Trash')
      await page.getByRole('link', { name: /^Trash \(1\)/ }).click()
      return runRow(page, 'GD')
    },
  },
  {
    name: 'compare-empty',
    async show(page) {
      await go(page, 'Compare')
      return page.getByRole('heading', { name: 'Nothing to compare yet' })
    },
  },
  {
    name: 'compare-picker',
    async show(page) {
      await page.getByRole('button', { name: 'Choose runs' }).click()
      return runRow(page, 'Adam')
    },
    leave: escape,
  },
  {
    name: 'compare',
    async show(page) {
      await page.getByRole('button', { name: /^Compare the latest/ }).click()
      await expect(chart(page, 'Loss')).toHaveAccessibleName(/Adam: from/)
      return page.getByRole('region', { name: 'Runs side by side' })
    },
  },
  place('Settings'),
]

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
  sweep: { seeds: 8 },
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
const swept: readonly Screen[] = [
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
]

/** Every screen, in tours on which one leads to the next. */
export const tours = { composing, results, kept, swept } as const

/** Waits until nothing moves any more: charts follow their size a frame late, dialogs fade in. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
    const passing = document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
    await Promise.allSettled(passing.map(({ finished }) => finished))
  })
}

/** Goes through the screens of a tour and calls `look` at each. */
export async function visit(
  page: Page,
  screens: readonly Screen[],
  look: (name: string) => Promise<void>,
): Promise<void> {
  await expect(state(page)).toBeVisible()
  for (const { name, show, leave } of screens) {
    await expect(await show(page)).toBeVisible()
    await settled(page)
    await look(name)
    await leave?.(page)
  }
}

/** Looks at the page as it is in the light and in the dark. */
export async function inBothThemes(
  page: Page,
  look: (colorScheme: 'light' | 'dark') => Promise<void>,
): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await look(colorScheme)
  }
}
