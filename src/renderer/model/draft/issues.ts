import { nextTick } from 'vue'
import type { Issue } from '@core/issues'

const isUnder = (path: string, field: string): boolean =>
  path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`)

const valueAt = (document: unknown, path: string): unknown =>
  path
    .split(/[.[\]]+/)
    .filter((part) => part !== '')
    .reduce<unknown>(
      (held, part) =>
        typeof held === 'object' && held !== null
          ? (held as Readonly<Record<string, unknown>>)[part]
          : undefined,
      document,
    )

/**
 * The faults of a document that is being typed. A field that is empty, or holds what is no number,
 * stands in it as NaN, which undo and reload turn into null.
 */
export const inWords = (issues: readonly Issue[], document: unknown): readonly Issue[] =>
  issues.map(({ path, message }) => {
    const value = valueAt(document, path)
    const unread = value === null || Number.isNaN(value)
    return {
      path,
      message: unread ? 'needs a number; decimals are written with a point, as in 0.05' : message,
    }
  })

/** What is wrong at a field or anywhere below it. */
export const issuesAt = (issues: readonly Issue[], field: string): readonly Issue[] =>
  issues.filter(({ path }) => isUnder(path, field))

/** The first fault at a field as a sentence to put under it; undefined where there is none. */
export function faultAt(issues: readonly Issue[], field: string): string | undefined {
  const issue = issues.find(({ path }) => isUnder(path, field))
  if (!issue) return undefined
  return issue.message.charAt(0).toUpperCase() + issue.message.slice(1)
}

/** The element that shows a fault: the one that claims its path, or the closest path above it. */
export function elementOf(root: ParentNode, path: string): HTMLElement | undefined {
  const claimed = [...root.querySelectorAll<HTMLElement>('[data-field]')]
    .filter((element) => isUnder(path, element.dataset.field ?? ''))
    .sort((a, b) => (b.dataset.field ?? '').length - (a.dataset.field ?? '').length)
  return claimed[0]
}

/** Opens the part, scrolls to it and puts the cursor in, past what only stands beside a field. */
export async function revealIn(part: HTMLElement): Promise<void> {
  part.dispatchEvent(new CustomEvent('reveal', { bubbles: true }))
  await nextTick()
  part.scrollIntoView({ block: 'nearest' })
  const places = part.querySelectorAll<HTMLElement>(
    'input, [role="radio"], [role="combobox"], button:not([data-beside]), [tabindex]',
  )
  const seen = [...places].filter((place) => place.checkVisibility())
  ;(seen.find((place) => !place.closest('header')) ?? seen[0])?.focus()
}

/** Opens whatever hides the field at `path`, scrolls to it and puts the cursor in. */
export async function reveal(root: ParentNode, path: string): Promise<void> {
  elementOf(root, path)?.dispatchEvent(new CustomEvent('reveal', { bubbles: true }))
  await nextTick()
  // What was opened may show the field itself now.
  const element = elementOf(root, path)
  element?.scrollIntoView({ block: 'center' })
  element?.querySelector<HTMLElement>('input, button:not([data-beside]), [tabindex]')?.focus()
}
