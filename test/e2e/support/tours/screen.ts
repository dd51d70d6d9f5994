import type { Locator, Page } from 'playwright/test'
import { expect } from '../lab'

/** A view of the app, and how to get there from the one before it. */
export interface Screen {
  readonly name: string
  show(page: Page): Promise<Locator>
  /** Back to where the next screen can be reached from. */
  leave?(page: Page): Promise<void>
}

/** Closes what lies over the page. */
export const escape = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
}
