import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { documentOf } from './engine'
import { runInLab, withLab } from './lab'
import { inTurn, repeated, timingOf, type Contestant } from './measure'
import type { Report } from './report'

const points = 5_000_000
const million = 1_000_000

const bouncing = (lr: number, sigma = 0): object =>
  documentOf({
    objective: { id: 'square', sigma },
    start: [0.7],
    iterations: points - 1,
    record: { every: 1 },
    runs: [{ optimizer: 'gd', hyper: { lr } }],
  })

const smooth = 'nearer at every bounce, no number like another'
const kinds = [
  ['bouncing for ever, as in the chapter', bouncing(1)],
  [smooth, bouncing(0.99999999)],
  ['noise, which has to be drawn and can hardly be packed', bouncing(0.5, 0.1)],
] as const

/** Every update of a small problem recorded, from the thread to the committed curve. */
export async function streaming(report: Report): Promise<void> {
  await withLab(async (lab) => {
    const delay = monitorEventLoopDelay({ resolution: 1 })
    const record = async (document: object): Promise<void> => {
      const [run] = await runInLab(lab, document, () => setTimeout(1))
      const stored = await lab.handlers['runs.get']({ run })
      if (stored.points !== points) throw new Error(`${stored.points} points were stored`)
    }
    await record(kinds[0][1])
    delay.enable()
    const contestants = kinds.map(([name, document]): [string, Contestant] => [
      name,
      () => repeated(() => record(document), { least: 3, seconds: 1 }),
    ])
    const seconds = await inTurn(Object.fromEntries(contestants), 3)
    delay.disable()
    const rateOf = (name: string): number => points / million / timingOf(seconds.get(name) ?? []).median
    const rows = kinds.map(([name]) => ({
      name,
      ...timingOf(seconds.get(name) ?? []),
      note: `${rateOf(name).toFixed(1)} M points/s`,
    }))
    report.add(
      `${points / million} million points of three series, from the experiment to the committed curve`,
      rows,
    )
    const held = (delay.percentile(99) / 1e6).toFixed(1)
    const longest = (delay.max / 1e6).toFixed(1)
    report.say(`The main thread was held up for ${held} ms at the 99th percentile, ${longest} ms at most`)
    report.aim('points recorded in a second', rateOf(smooth), { least: 20 }, 'million')
  })
}
