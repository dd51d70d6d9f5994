import { setTimeout as pause } from 'node:timers/promises'
import { Browser, type Address } from './browser'
import { isLive } from './watcher'

/** Between two stops, at the most, in milliseconds. */
const rest = 60

/** In milliseconds, of every stop. */
export interface Stops {
  /** From the call to its answer. */
  readonly answered: readonly number[]
  /** From the call until the run's stored end was heard of. */
  readonly ended: readonly number[]
}

/** Keeps so many runs going, and stops one after the other. */
export async function stopRuns(
  address: Address,
  experiment: object,
  runs: number,
  stops: number,
): Promise<Stops> {
  const ends = new Map<number, (at: number) => void>()
  const browser = await Browser.open(address, (changed) => {
    for (const run of changed) if (!isLive(run)) ends.get(run.id)?.(performance.now())
  })
  const answered: number[] = []
  const ended: number[] = []
  while (answered.length < stops) {
    const going = [...browser.runs.values()].filter(isLive)
    for (let count = going.length; count < runs; count++) {
      for (const run of await browser.call('runs.start', { experiment, paused: false })) {
        if (!browser.runs.has(run.id)) browser.runs.set(run.id, run)
      }
    }
    await pause(Math.random() * rest)
    const live = [...browser.runs.values()].filter(isLive)
    const { id } = live[Math.floor(Math.random() * live.length)]
    const end = new Promise<number>((settle) => ends.set(id, settle))
    const begun = performance.now()
    await browser.call('runs.control', { runs: [id], action: 'cancel', updates: 1 })
    answered.push(performance.now() - begun)
    ended.push((await end) - begun)
    ends.delete(id)
  }
  browser.close()
  return { answered, ended }
}
