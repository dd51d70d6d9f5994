/** Milliseconds until a failed request is made again. */
export const retryAfter = 2_000

/** Of runs that the lab does not have any more; empty where it has them all. */
export function goneText([run]: Iterable<number>): string {
  return run === undefined ? '' : `there is no run ${run}`
}
