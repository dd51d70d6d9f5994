import { setTimeout as pause } from 'node:timers/promises'
import { Locked } from '../faults'

/** How long somebody who waits for an answer waits for a lock to go, in milliseconds. */
const answerWait = 10_000
/** Until the next try: short at first, as most locks are, then longer; in milliseconds. */
const shortest = 5
const longest = 100

export const retryDelay = (tries: number): number => Math.min(longest, shortest * 2 ** tries)

/**
 * Does `work` again while another program keeps the database locked; everything else has its turn
 * in between. The work must change nothing before what the lock is in the way of.
 * @throws Locked once that has lasted too long
 */
export async function retryWhileLocked<Result>(
  work: () => Result | Promise<Result>,
  wait = answerWait,
): Promise<Result> {
  const until = performance.now() + wait
  for (let tries = 0; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Locked) || performance.now() >= until) throw error
    }
    await pause(retryDelay(tries))
  }
}
