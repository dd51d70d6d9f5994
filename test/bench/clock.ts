/** How long an update takes on a clocked thread, in milliseconds. */
export const timeBetweenUpdates = 5
export const clockChannel = 'descent-lab clocked runs'

/** When each of a run's points was there, the start first: milliseconds since 1970. */
export interface ClockedRun {
  readonly run: number
  readonly times: Float64Array
}
