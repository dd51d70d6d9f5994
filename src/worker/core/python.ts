/** Numbers as Python writes them, with NumPy as `np`; each reads back as the same float64. */

export function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return 'np.nan'
  if (!Number.isFinite(value)) return value > 0 ? 'np.inf' : '-np.inf'
  return Object.is(value, -0) ? '-0.0' : String(value)
}

export const pythonArray = (values: ArrayLike<number>): string =>
  `np.array([${Array.from(values, pythonNumber).join(', ')}])`
