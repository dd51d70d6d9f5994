import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Lab } from '../../src/main/lab/lab'
import { documentOf } from './engine'
import { runInLab, withLab } from './lab'
import { timingOf } from './measure'
import type { Report, Row } from './report'

const updates = 10_000_000
/** The one asked for first, in an app that has just been opened. */
const asked = 7_654_321
/** Other updates of the same run, none near another. */
const others = [
  123_457, 9_876_543, 5_000_001, 2_718_281, 8_141_592, 6_022_141, 1_380_649, 4_669_201, 3_141_593,
]
/** Milliseconds after which an app that was opened has all its threads. */
const settled = 2_500

const normal = { source: 'normal', rows: 500, seed: 1 }
const [rosenbrock, regression] = [{ id: 'rosenbrock' }, { id: 'linear-regression', data: normal }]
const cases = {
  'gradient descent': { objective: rosenbrock, run: { optimizer: 'gd', hyper: { lr: 1e-5 } } },
  Adam: { objective: rosenbrock, run: { optimizer: 'adam', hyper: { lr: 1e-5 } } },
  'Nadam, scheduled': {
    objective: rosenbrock,
    run: { optimizer: 'nadam', hyper: { lr: 1e-5 }, schedule: { id: 'cosine' } },
  },
  'gradient descent, with noise': {
    objective: { ...rosenbrock, sigma: 0.1 },
    run: { optimizer: 'gd', hyper: { lr: 1e-5 } },
  },
  'batches of 32 of 500 rows': { objective: regression, run: { optimizer: 'gd', batch: 32 } },
} as const

/** Runs with every method, in a database that is there. @returns their numbers, in the order of the cases */
const runAll = (database: string): Promise<readonly number[]> =>
  withLab(
    async (lab) => {
      const runs: number[] = []
      for (const { objective, run } of Object.values(cases)) {
        const stop = { gradientNorm: 0, parameterChange: 0, divergeAbove: 0 }
        runs.push(
          ...(await runInLab(lab, documentOf({ objective, iterations: updates, runs: [run], stop }), () =>
            setTimeout(20),
          )),
        )
      }
      return runs
    },
    { database },
  )

/** Milliseconds until a page has the numbers of an update. */
async function shown(lab: Lab, run: number, update: number): Promise<number> {
  const begun = performance.now()
  await lab.handlers['runs.update']({ run, update, coordinates: [0] })
  return performance.now() - begun
}

/** Single updates of stored runs of 10 million, with all their numbers. */
export async function replay(report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'descent-lab-bench-'))
  const database = join(folder, 'runs.sqlite')
  try {
    const runs = await runAll(database)
    const rows: Row[] = []
    let slowest = 0
    for (const [index, name] of Object.keys(cases).entries()) {
      await withLab(
        async (lab) => {
          await setTimeout(settled)
          const { iterations } = await lab.handlers['runs.get']({ run: runs[index] })
          if (iterations < updates) report.say(`${name}: ended after ${iterations} updates`)
          const first = await shown(lab, runs[index], asked)
          const later: number[] = []
          for (const update of others) later.push(await shown(lab, runs[index], update))
          rows.push({ name: `${name}, first`, ...timingOf([first / 1_000]) })
          rows.push({ name: `${name}, any other`, ...timingOf(later.map((each) => each / 1_000)) })
          slowest = Math.max(slowest, first, ...later)
        },
        { database, shell: 'browser' },
      )
    }
    report.compare(`Numbers of one update of a stored run of ${updates}`, rows, 'Adam, first')
    report.aim(`update ${asked} of a stored run, and any other`, slowest, { most: 100 }, 'ms')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
