import { escape, type Screen } from './screen'

/** How runs are made: methods, rules of one's own, and many runs of one. */
export const methods: readonly Screen[] = [
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
      const plan = page.getByRole('region', { name: 'Sweep', exact: true }).getByRole('status')
      await plan.scrollIntoViewIfNeeded()
      return plan
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
]
