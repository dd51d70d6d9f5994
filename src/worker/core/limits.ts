/** Sizes are bounded at the door; an error names the limit. */
export const limits = {
  iterations: 100_000_000,
  rows: 10_000_000,
  columns: 1_000,
  /** Numbers of a table that is in the document itself, features and target. */
  inlineNumbers: 2_000_000,
  runs: 256,
  /** Changes of settings in the course of a run. */
  changes: 1_000,
  /** One a column and the intercept. */
  parameters: 1_001,
  /** Recorded points of a run. */
  points: 20_000_000,
  seed: 2 ** 32 - 1,
} as const
