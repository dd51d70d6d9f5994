import { getPriority, setPriority } from 'node:os'

/** How far behind the main thread: about a third of its share of a processor that both want. */
const behind = 5
const last = 19

/**
 * Puts this thread behind those that answer people, where there are fewer processors than threads
 * with work to do. Only Linux knows the priority of a thread; elsewhere it is that of the whole process.
 */
export function giveWay(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(0, Math.min(last, getPriority(0) + behind))
  } catch {
    // Where that is forbidden, all threads are equal.
  }
}
