import { setImmediate } from 'node:timers/promises'
import { documentOf } from './engine'
import { withLab } from './lab'
import { timingOf } from './measure'
import type { Report } from './report'
import { watched } from './watching'

const endless = (runs: number): object =>
  documentOf({
    objective: { id: 'double-well' },
    iterations: 100_000_000,
    runs: Array.from({ length: runs }, () => ({ optimizer: 'adam' })),
  })

/** From the stop button to the stored end. */
export async function control(report: Report): Promise<void> {
  await withLab(async (lab) => {
    async function stopped(runs: number): Promise<number> {
      const started = await lab.handlers['runs.start']({ experiment: endless(runs), paused: false })
      const ids = started.map(({ id }) => id)
      // Under way: points have been stored.
      while (!(await lab.handlers['runs.get']({ run: ids[0] })).points) await setImmediate()
      const begun = performance.now()
      await lab.handlers['runs.control']({ runs: ids, action: 'cancel', updates: 1 })
      while (lab.busy()) await setImmediate()
      return (performance.now() - begun) / 1_000
    }
    const seconds: Record<number, number[]> = { 1: [], 8: [], 64: [] }
    for (const [runs, samples] of Object.entries(seconds)) {
      for (let i = 0; i < 15; i++) samples.push(await stopped(Number(runs)))
    }
    const stops = Object.entries(seconds).map(([runs, samples]) => ({
      name: `${runs} runs`,
      ...timingOf(samples),
    }))
    report.add('From the stop button to the last stored end', stops)
    report.aim('from the stop button to the end of 64 runs', stops[2].median * 1_000, { most: 50 }, 'ms')
  })
  await watched(report)
}
