import { setImmediate, setTimeout } from 'node:timers/promises'
import { beatsOf, isComputing, type Assignment, type Thread } from './threads'

/** How long a thread may take to answer a cancel before that is done for it, in milliseconds. */
const patience = 40
/** Time between two looks at a thread that has not answered, in milliseconds. */
const glance = 5
/** Computing time in which a thread that gets on shows it: on a busy machine it may have to wait for that. */
const fairTime = 100
/** Looks at which a thread can't even be asked for that, one after the other: two seconds. */
const silentLooks = 200

/** Computing time a thread has used up, in milliseconds; undefined if it does not say. */
async function computingTime({ worker }: Thread): Promise<number | undefined> {
  const ask = async (): Promise<NodeJS.CpuUsage> => worker.cpuUsage()
  const noAnswer = setTimeout(glance, undefined, { ref: false })
  const used = await Promise.race([ask().catch(() => undefined), noAnswer])
  return used && (used.user + used.system) / 1_000
}

/**
 * Watches a thread that a run was cancelled on. Long work that gets on hears of it soon, though nobody
 * waits for that.
 * @param isOver whether the thread is no more
 * @param onLate the run has not ended in time, which may be because its thread is busy with another one
 * @returns true where the thread hangs, false once it has let go of the run
 */
export async function hangs(
  assignment: Assignment,
  thread: Thread,
  isOver: () => boolean,
  onLate: () => void,
): Promise<boolean> {
  const asked = performance.now()
  let beats = beatsOf(assignment)
  let timeThen: number | undefined
  let silent = 0
  for (;;) {
    await setTimeout(glance, undefined, { ref: false })
    // An answer may lie in the mail that this very process had no time to read: read it first.
    await setImmediate()
    if (isOver()) return false
    const isSeated = thread.runs.has(assignment)
    const isLate = isSeated && performance.now() - asked >= patience
    if (!isComputing(assignment)) {
      if (isLate) onLate()
      if (isLate || !isSeated) return false
      continue
    }
    if (beatsOf(assignment) !== beats) {
      beats = beatsOf(assignment)
      timeThen = undefined
      silent = 0
      if (isLate) onLate()
      continue
    }
    const timeNow = await computingTime(thread)
    if (timeNow === undefined) {
      if (++silent === silentLooks) return true
      continue
    }
    silent = 0
    timeThen ??= timeNow
    if (timeNow - timeThen >= fairTime) return true
  }
}
