import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { documentOf } from './engine'
import { runInLab, withLab } from './lab'
import { repeated, timingOf } from './measure'
import type { Report } from './report'

const points = 5_000_000
const million = 1_000_000

/** Bounces for ever, as in the chapter's figure. */
const document = documentOf({
  objective: { id: 'square' },
  start: [0.7],
  iterations: points - 1,
  record: { every: 1 },
  runs: [{ optimizer: 'gd', hyper: { lr: 1 } }],
})

/** Every update of a small problem recorded, from the thread to the committed curve. */
export async function streaming(report: Report): Promise<void> {
  await withLab(async (lab) => {
    const delay = monitorEventLoopDelay({ resolution: 1 })
    const record = async (): Promise<void> => {
      const [run] = await runInLab(lab, document, () => setTimeout(1))
      const stored = await lab.handlers['runs.get']({ run })
      if (stored.points !== points) throw new Error(`${stored.points} points were stored`)
    }
    await record()
    delay.enable()
    const seconds = await repeated(record, { least: 5, most: 9, seconds: 4 })
    delay.disable()
    const timing = timingOf(seconds)
    const rate = points / million / timing.median
    report.add(`${points / million} million points of three series, in a running lab`, [
      {
        name: 'from the experiment to the committed curve',
        ...timing,
        note: `${rate.toFixed(1)} M points/s`,
      },
    ])
    const held = (delay.percentile(99) / 1e6).toFixed(1)
    const longest = (delay.max / 1e6).toFixed(1)
    report.say(`The main thread was held up for ${held} ms at the 99th percentile, ${longest} ms at most`)
    report.aim('points recorded in a second', rate, { least: 20 }, 'million')
  })
}
