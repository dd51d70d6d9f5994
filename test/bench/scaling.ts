import { availableParallelism } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { normalTable } from '@core/data/normal'
import { RandomState } from '@core/data/random'
import type { Table } from '@core/objectives/contract'
import { documentOf, drained, plansOf } from './engine'
import { runInLab, withLab } from './lab'
import { inTurn, repeated, timingOf, type Contestant } from './measure'
import type { Report, Row } from './report'

const rowCounts = [100, 500, 1_000, 10_000, 100_000, 1_000_000, 5_000_000] as const
/** Between these an iteration on all rows is meant to cost the same. */
const flat = [500, 1_000, 10_000, 100_000, 1_000_000] as const
const widths = [2, 5, 10, 20, 50, 100] as const
const runCounts = [1, 4, 16, 64] as const

const regression = (batch: 'full' | number, iterations: number, features = 1): object => ({
  objective: {
    id: 'linear-regression',
    data: { source: 'csv', path: 'bench.csv', x: namesOf(features), y: 'y' },
  },
  iterations,
  runs: [{ optimizer: 'gd', batch, hyper: { lr: 0.001 } }],
})

const namesOf = (features: number): readonly string[] =>
  Array.from({ length: features }, (_, index) => `x${index}`)

/** Rows of independent normal numbers. */
function tableOf(rows: number, features: number): Table {
  const random = new RandomState(1)
  const column = (): Float64Array => Float64Array.from({ length: rows }, () => random.normal())
  const featureNames = namesOf(features)
  return { featureNames, targetName: 'y', features: featureNames.map(column), target: column() }
}

interface Size {
  readonly name: string
  readonly document: object
  readonly table: Table
  readonly iterations: number
}

/** Of an iteration at some sizes, in turn: the shorter the turns, the less it matters what else the machine does. */
async function iterationsAt(sizes: readonly Size[], rounds: number): Promise<readonly Row[]> {
  const contestants = sizes.map(({ name, document, table }): [string, Contestant] => {
    const [plan] = plansOf(document, table)
    return [name, () => repeated(() => drained(plan), { least: 1, seconds: 0.6 / rounds })]
  })
  const measured = await inTurn(Object.fromEntries(contestants), rounds)
  return sizes.map(({ name, iterations }) => ({
    name,
    ...timingOf(measured.get(name) ?? [], 1 / iterations),
  }))
}

async function rows(report: Report): Promise<void> {
  const tables = rowCounts.map((count) => [count, normalTable(count, 0)] as const)
  for (const [title, batch] of [
    ['full batch', 'full'],
    ['batches of 32', 32],
    ['SGD, a row at a time', 1],
  ] as const) {
    const sizes = tables.map(([count, table]): Size => {
      // At least an epoch: that is what the rows are shuffled for.
      const iterations = batch === 'full' ? 20_000 : Math.max(20_000, Math.ceil(count / batch))
      // The loss recorded now and then, as in a long run.
      const every = batch === 'full' ? 1 : iterations
      const document = { ...regression(batch, iterations), record: { every } }
      return { name: `${count} rows`, document, table, iterations }
    })
    const measured = await iterationsAt(sizes, batch === 'full' ? 15 : 3)
    const ratio = report.compare(`An iteration of gd on linear regression, ${title}`, measured, '500 rows')
    if (batch !== 'full') continue
    const ratios = flat.map((count) => ratio(`${count} rows`))
    const spread = Math.max(...ratios) / Math.min(...ratios)
    report.aim('an iteration on 500 rows and on 1,000,000, the slower', spread, { most: 1.2 }, 'x')
  }
}

async function features(report: Report): Promise<void> {
  const iterations = 2_000
  const sizes = widths.map((width): Size => {
    const document = regression('full', iterations, width)
    return { name: `${width} features`, document, table: tableOf(1_000, width), iterations }
  })
  const title = 'An iteration of gd on linear regression, 1,000 rows, full batch'
  report.compare(title, await iterationsAt(sizes, 5), '2 features')
}

/** As large as a race gets: the threads are measured, so little is recorded. */
const raceOf = (runs: number): object =>
  documentOf({
    objective: { id: 'rosenbrock' },
    start: [-1.2, 1],
    iterations: 40_000,
    record: { every: 1_000 },
    runs: Array.from({ length: runs }, (_, seed) => ({ optimizer: 'adam', hyper: { lr: 1e-3 }, seed })),
  })

async function threads(report: Report): Promise<void> {
  const widest = availableParallelism()
  const contestants: Record<string, Contestant> = {}
  const scales = new Map<string, number>()
  /** Labs of every width, all open at the same time. */
  async function withWidths(width: number): Promise<ReadonlyMap<string, readonly number[] | undefined>> {
    if (width > widest) return inTurn(contestants, 3)
    return withLab(
      (lab) => {
        for (const count of runCounts) {
          const name = `${count} runs on ${width} ${width === 1 ? 'thread' : 'threads'}`
          const race = (): Promise<unknown> => runInLab(lab, raceOf(count), () => setTimeout(2))
          contestants[name] = () => repeated(race, { least: 2, seconds: 0.3 })
          scales.set(name, 1 / count)
        }
        return withWidths(width + 1)
      },
      { threads: width },
    )
  }
  const measured: Row[] = []
  for (const [name, seconds] of await withWidths(1)) {
    if (seconds) measured.push({ name, ...timingOf(seconds, scales.get(name)) })
  }
  const ratio = report.compare('A run of 40,000 updates of Adam in the lab', measured, '64 runs on 1 thread')
  report.aim('64 runs on two threads against one', 1 / ratio('64 runs on 2 threads'), { least: 1.6 }, 'x')
}

/** How the cost of an iteration grows with the data, and that of a run with the threads. */
export async function scaling(report: Report): Promise<void> {
  await rows(report)
  await features(report)
  await threads(report)
}
