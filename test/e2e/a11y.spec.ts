import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from './support/lab'
import { inBothThemes, tours, visit } from './support/screens'

test.skip(
  ({ electron }) => electron?.found === true && electron.older,
  'before Chromium 111 colours are not mixed, and contrast is not that of the lab',
)

for (const [name, screens] of Object.entries(tours)) {
  test(`no screen has a violation that axe finds, light or dark: ${name}`, async ({ lab }) => {
    // Every contrast of every screen is worked out, twice.
    test.slow()
    const { page } = lab
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await visit(page, screens, (screen) =>
      inBothThemes(page, async (colorScheme) => {
        const { violations } = await new AxeBuilder({ page })
          // In this one page, for Electron opens no second one for the report.
          .setLegacyMode()
          // The guards at both ends of the passing notes, which hand the focus on and never keep it.
          .exclude('[role="region"][aria-label^="Notifications"] > [aria-hidden="true"]')
          .analyze()
        const found = violations.flatMap(({ id, nodes }) =>
          nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
        )
        expect.soft(found, `${screen}, ${colorScheme}`).toEqual([])
      }),
    )
  })
}
