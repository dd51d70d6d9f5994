/** Pieces of Python, with NumPy as `np`. */

/** A number as Python writes it: it reads back as the same float64. */
export function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return 'np.nan'
  if (!Number.isFinite(value)) return value > 0 ? 'np.inf' : '-np.inf'
  return Object.is(value, -0) ? '-0.0' : String(value)
}

export const pythonArray = (values: ArrayLike<number>): string =>
  `np.array([${Array.from(values, pythonNumber).join(', ')}])`

/** Names in a line of code, those of functions and what stands behind a dot left out. */
export const identifier = /(?<![\w.])[A-Za-z]\w*(?!\w*\()/g

/** The name that a line of code assigns, and what to. */
export function assignmentOf(line: string): { readonly name: string; readonly expression: string } {
  const at = line.indexOf(' = ')
  return { name: line.slice(0, at), expression: line.slice(at + 3) }
}
