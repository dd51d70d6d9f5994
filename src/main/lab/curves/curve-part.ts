/** What is asked of a run's curve: up to `limit` points of these series, from point `first` on. */
export interface CurvePart {
  readonly run: number
  readonly names: readonly string[]
  readonly first: number
  readonly limit: number
}

/** The points that a curve has: of each the iteration. */
export interface CurveGrid {
  readonly total: number
  /** Updates from one point to the next. */
  readonly every: number
  /** Iteration of the newest point. */
  readonly last: number
  at(index: number): number
}
