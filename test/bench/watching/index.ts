import { once } from 'node:events'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import { documentOf } from '../engine'
import { quantile, timingOf } from '../measure'
import type { Report } from '../report'
import { withDoor } from './door'
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
