import type { Page } from 'playwright/test'
import { state } from './app'
import { expect } from './lab'
import { composing } from './tours/composing'
import { kept } from './tours/kept'
import { methods } from './tours/methods'
import { results } from './tours/results'
import type { Screen } from './tours/screen'
import { swept } from './tours/swept'

/** Every screen, in tours on which one leads to the next. */
export const tours = { composing, methods, results, kept, swept } as const

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
