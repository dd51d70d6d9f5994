import { setTimeout } from 'node:timers/promises'
import { hasEnded } from '../../src/main/lab/runs/prepare'
import type { Lab } from '../../src/main/lab/lab'
import { withLab } from './lab'
import type { Report } from './report'

/** As many as two threads carry at the same time. */
const together = 16
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

/** Starts runs, stops them once each has points, and waits for their ends. @returns their numbers */
async function startAndStop(lab: Lab): Promise<readonly number[]> {
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
  return [...ended]
}

/** Megabytes of what is reachable on this thread, and of the whole process with its threads. */
async function memory(): Promise<{ readonly reachable: number; readonly resident: number }> {
  globalThis.gc?.()
  // What a collection has found to be garbage outside the heap is freed after it.
  await setTimeout(100)
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { reachable: (heapUsed + external) / megabyte, resident: rss / megabyte }
}

/** What a thousand runs leave behind in memory. */
export async function leak(report: Report): Promise<void> {
  await withLab(
    async (lab) => {
      // Buffers, caches and compiled code that every lab comes to have; the thread that reads curves, too.
      for (let run = 0; run < runs; run += together) {
        const stopped = await startAndStop(lab)
        await lab.handlers['curves.read']({
          runs: stopped.map((run) => ({ run, first: 0 })),
          series: ['loss'],
          picture: { columns: 100, scale: 'linear' },
        })
      }
      const before = await memory()
      for (let run = 0; run < runs; run += together) await startAndStop(lab)
      const after = await memory()
      const reachable = after.reachable - before.reachable
      const resident = after.resident - before.resident
      report.say(
        `\n${runs} runs started and stopped: ${reachable.toFixed(1)} MB more reachable, ${resident.toFixed(1)} MB more resident`,
      )
      report.aim(`reachable after ${runs} runs that was not before`, reachable, { most }, 'MB')
      report.aim(`resident after ${runs} runs that was not before`, resident, { most }, 'MB')
    },
    { threads: 2 },
  )
}
