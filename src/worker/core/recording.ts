/**
 * Room for recorded points, column by column: series s of point i stands at
 * `columns[s * stride + i]`, in the order of the plan's `series`.
 */
export interface Recording {
  readonly columns: Float64Array
  readonly stride: number
  /** Points it may hold. */
  readonly room: number
  /** Points it holds. */
  count: number
  /** Iteration of the newest point. */
  iteration: number
}
