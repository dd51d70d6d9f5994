import { resolve } from 'node:path'
import type { Page } from 'playwright/test'
import { chart, runToEnd } from './support/app'
import { expect, test } from './support/lab'
import { inBothThemes, settled, tours, visit } from './support/screens'
import { root } from './support/shells'

/** What reaches past the right edge of the window and can't be scrolled to. */
const overflowing = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const reachable = (element: Element): boolean => {
      for (let box = element.parentElement; box; box = box.parentElement) {
        const { overflowX } = getComputedStyle(box)
        if (overflowX === 'auto' || overflowX === 'scroll') {
          if (box.getBoundingClientRect().right <= innerWidth + 1) return true
        }
      }
      return false
    }
    return [...document.body.querySelectorAll('*')]
      .filter((element) => {
        const { width, height, right } = element.getBoundingClientRect()
        const seen = element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })
        return seen && width > 1 && height > 1 && right > innerWidth + 1 && !reachable(element)
      })
      .map(
        (element) =>
          `${element.tagName.toLowerCase()}.${element.className}: ${element.textContent.slice(0, 40)}`,
      )
  })

const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]

for (const [tour, screens] of Object.entries(tours)) {
  test(`every screen fits its window, light and dark: ${tour}`, async ({ lab }, info) => {
    const { page } = lab
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await visit(page, screens, (name) =>
      inBothThemes(page, async (colorScheme) => {
        for (const size of sizes) {
          await page.setViewportSize(size)
          await settled(page)
          const file = `${name}-${size.width}-${colorScheme}.png`
          await page.screenshot({ path: resolve(root, 'test-results/screens', info.project.name, file) })
          expect.soft(await overflowing(page), `${name} at ${size.width}`).toEqual([])
          const width = await page.evaluate(() => document.documentElement.scrollWidth)
          expect.soft(width, `${name} at ${size.width}`).toBe(size.width)
        }
      }),
    )
  })
}

// Taken only when asked for: it is part of the repository.
if (process.env.UPDATE_SCREENSHOT) {
  test('the picture of the README', async ({ lab }) => {
    const { page } = lab
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await runToEnd(page)
    await expect(chart(page, 'Loss')).toHaveAccessibleName(/4 curves/)
    await page.mouse.move(0, 0)
    await settled(page)
    await page.screenshot({ path: resolve(root, 'resources/screenshot.png') })
  })
}
