import { oneLine } from '@core/plain-text'

/**
 * What a spreadsheet takes for a formula, after OWASP's page on CSV injection
 * (https://owasp.org/www-community/attacks/CSV_Injection), its full-width signs among them. Apostrophes
 * before it count as well, so that the one put in front can be told from a text's own.
 */
const formula = /^[\s']*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/

/** A text for a cell of a CSV file: one line, and no formula, an apostrophe standing before what could be one. */
export function cellOf(text: string): string {
  const line = oneLine(text)
  return formula.test(line) ? `'${line}` : line
}

/** The text that a cell of a CSV file stands for: `cellOf` undone. */
export const textOf = (cell: string): string =>
  cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell
