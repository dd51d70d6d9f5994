import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import { doorTo } from '../../../src/main/shell/door'
import { openWebShell } from '../../../src/main/shell/web/server'
import { documentOf } from '../engine'
import { withLab } from '../lab'
import { quantile, timingOf } from '../measure'
import type { Report } from '../report'
import { signIn, type Address } from './browser'
import type { Stops } from './stopping'
import type { Order } from './thread'

const runs = 30
const watchers = 20
const stops = 300

const million = documentOf({
  objective: { id: 'double-well' },
  iterations: 1_000_000,
  runs: [{ optimizer: 'adam' }],
})

/** Opens a lab's web door. */
async function withDoor<T>(work: (address: Address) => Promise<T>): Promise<T> {
  const pages = mkdtempSync(join(tmpdir(), 'descent-lab-bench-pages-'))
  writeFileSync(join(pages, 'index.html'), '<title>the lab</title>')
  try {
    return await withLab(async (lab) => {
      const shell = await openWebShell({ door: doorTo(lab), pages, ports: [0], onNextLink: () => undefined })
      try {
        return await work(await signIn(shell.link()))
      } finally {
        await shell.close()
      }
    })
  } finally {
    rmSync(pages, { recursive: true, force: true })
  }
}

const threadFor = (order: Order): Worker =>
  new Worker(new URL('./people.js', import.meta.url), { workerData: order })

/** How soon a stop is answered over the web door while many look on. */
export async function watched(report: Report): Promise<void> {
  await withDoor(async (address) => {
    const watching = threadFor({ role: 'watch', address, runs, watchers })
    const delay = monitorEventLoopDelay({ resolution: 1 })
    const stopping = threadFor({ role: 'stop', address, runs, stops, experiment: million })
    delay.enable()
    const [{ answered, ended }] = (await once(stopping, 'message')) as [Stops]
    delay.disable()
    const over = once(watching, 'exit')
    watching.postMessage('over')
    await over
    const late = (milliseconds: readonly number[]): number =>
      quantile(
        milliseconds.toSorted((a, b) => a - b),
        0.99,
      )
    const row = (name: string, milliseconds: readonly number[]) => ({
      name,
      ...timingOf(milliseconds, 1e-3),
      note: `99th percentile ${late(milliseconds).toFixed(1)} ms`,
    })
    report.add(
      `Stopping one of ${runs} runs of a million updates over the web door, with ${watchers} watchers`,
      [row('to the answer', answered), row('to the news of its stored end', ended)],
    )
    const held = (delay.percentile(99) / 1e6).toFixed(1)
    report.say(
      `The main thread was held up for ${held} ms at the 99th percentile, ${(delay.max / 1e6).toFixed(1)} ms at most`,
    )
    report.aim('a stop is answered, at the 99th percentile', late(answered), { most: 50 }, 'ms')
  })
}
