import { hasEnded } from '../../src/main/lab/runs'
import type { Lab } from '../../src/main/lab/lab'
import { withLab } from './lab'
import type { Report } from './report'

const together = 10
const runs = 1_000
/** What may be reachable after so many runs that was not before, in megabytes. */
const most = 20
const megabyte = 1024 ** 2

/** Goes on until it is stopped. */
const endless = {
  format: 'descent-lab/experiment@1',
  name: 'bench',
  objective: { id: 'square' },
  start: [0.7],
  iterations: 100_000_000,
  runs: Array.from({ length: together }, () => ({ optimizer: 'gd', hyper: { lr: 1 } })),
  stop: { gradientNorm: 0, parameterChange: 0, divergeAbove: 0 },
}

/** Starts runs, stops them once each has points, and waits for their ends. */
async function startAndStop(lab: Lab): Promise<void> {
  const going = new Set<number>()
  const ended = new Set<number>()
  const over = new Promise<void>((settle) => {
    const forget = lab.on('runs.changed', (records) => {
      for (const record of records) {
        if (record.points > 1) going.add(record.id)
        if (hasEnded(record)) ended.add(record.id)
      }
      if (going.size === together && ended.size === 0) {
        void lab.handlers['runs.control']({ runs: [...going], action: 'cancel', updates: 1 })
      }
      if (ended.size < together) return
      forget()
      settle()
    })
  })
  await lab.handlers['runs.start']({ experiment: endless, paused: false })
  await over
}

/** Megabytes of what is reachable on this thread, and of the whole process with its threads. */
function memory(): { readonly reachable: number; readonly resident: number } {
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { reachable: (heapUsed + external) / megabyte, resident: rss / megabyte }
}

/** What a thousand runs leave behind in memory. */
export async function leak(report: Report): Promise<void> {
  await withLab(async (lab) => {
    // Buffers, caches and compiled code that every lab comes to have.
    for (let run = 0; run < runs / 2; run += together) await startAndStop(lab)
    const before = memory()
    for (let run = 0; run < runs; run += together) await startAndStop(lab)
    const after = memory()
    const reachable = after.reachable - before.reachable
    const resident = after.resident - before.resident
    report.say(
      `\n${runs} runs started and stopped: ${reachable.toFixed(1)} MB more reachable, ${resident.toFixed(1)} MB more resident`,
    )
    report.aim(`reachable after ${runs} runs that was not before`, reachable, { most }, 'MB')
    report.aim(`resident after ${runs} runs that was not before`, resident, { most }, 'MB')
  }, 2)
}
