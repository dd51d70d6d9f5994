/** Formulas come from anywhere; what is larger is refused in a sentence before anybody works on it. */
export const formulaLimits = {
  characters: 4_000,
  /** Brackets inside of brackets. */
  nesting: 64,
  /** Steps from the whole formula down to a name in it. */
  depth: 1_000,
  /** Sums inside of sums. */
  sums: 3,
  /** Terms of all sums together, of one evaluation. */
  terms: 1_000_000,
  parameters: 16,
  dimension: 1_000,
} as const
