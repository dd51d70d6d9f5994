import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright/test'

/** Before Chromium 111 colours are not mixed, and contrast is not that of the lab. */
const mixesColors = (page: Page): Promise<boolean> =>
  page.evaluate(() => CSS.supports('color', 'color-mix(in oklab, red, blue)'))

/** What axe finds wrong with the page, or with one part of it: the rule, and where. */
export async function violationsOf(page: Page, part?: string): Promise<readonly string[]> {
  // In this one page, for Electron opens no second one for the report.
  const axe = new AxeBuilder({ page }).setLegacyMode()
  if (part !== undefined) axe.include(part)
  // The guards at both ends of the passing notes, which hand the focus on and never keep it.
  else axe.exclude('[role="region"][aria-label^="Notifications"] > [aria-hidden="true"]')
  if (!(await mixesColors(page))) axe.disableRules('color-contrast')
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(' ')}`))
}
