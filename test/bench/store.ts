import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { parseExperiment } from '@core/experiment'
import type { CallArguments, RunRecord } from '../../src/main/contract'
import { createCurveAnswers } from '../../src/main/lab/curves/curve-answers'
import type { RunListener } from '../../src/main/lab/runs/threads'
import { Recorder } from '../../src/main/lab/runs/recorder'
import { loadHashes } from '../../src/main/lab/runs/trajectory-hash'
import { openStore, type Store } from '../../src/main/store'
import { batchPoints, type RunMessage } from '../../src/worker/protocol'
import { repeated, timingOf } from './measure'
import type { Report, Row } from './report'

const series = ['loss', 'gradient_norm', 'theta_0']
const million = 1_000_000
const effort = { least: 5, most: 20, seconds: 1 }

/** Runs of x^2 in a store on the disk, gone when the work is done. */
async function withRuns(
  count: number,
  work: (store: Store, records: readonly RunRecord[]) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'descent-lab-bench-'))
  const { store } = openStore({ file: join(folder, 'bench.sqlite') })
  try {
    await work(store, runsIn(store, count))
  } finally {
    store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function runsIn(store: Store, count: number): readonly RunRecord[] {
  const parsed = parseExperiment({
    format: 'descent-lab/experiment@1',
    name: 'bench',
    objective: { id: 'square' },
    iterations: 20 * million,
    runs: Array.from({ length: count }, () => ({ optimizer: 'gd' })),
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  const known = { objective: 'square', objectiveLabel: 'x^2', dimension: 1, rows: 0, minimum: 0 }
  return store.runs.insertLaunch({
    document: parsed.value,
    runs: parsed.value.runs.map((run) => ({
      ...run,
      ...known,
      budget: 20 * million,
      recordEvery: 1,
      series,
    })),
    session: store.sessions.begin(process.pid),
    startedAt: Date.now(),
  })
}

/** Points as a thread sends them; the curve falls and trembles. */
function* batches(points: number): Generator<Extract<RunMessage, { type: 'batch' }>> {
  let seed = 1
  for (let first = 0; first < points;) {
    const room = first === 0 ? 1 : batchPoints - (first % batchPoints)
    const count = Math.min(room, points - first)
    const columns = new Float64Array(series.length * count)
    for (let index = 0; index < columns.length; index++) {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
      columns[index] = 1 / (1 + first + (index % count)) + seed / 2 ** 40
    }
    const iteration = first + count - 1
    const evaluations = { valueEvaluations: 0, gradientEvaluations: iteration, hessianEvaluations: 0 }
    yield { type: 'batch', duration: 1, first, count, iteration, evaluations, columns }
    first += count
  }
}

function fill(store: Store, run: number, points: number): void {
  for (const batch of batches(points)) store.curves.append(run, series, batch)
  store.runs.update(run, { points, iterations: points - 1, status: 'finished', endedAt: 1 })
}

const ended = {
  type: 'ended',
  status: 'finished',
  reason: { kind: 'sentence', values: { text: 'done' } },
  duration: 1,
} as const

async function recording(report: Report): Promise<void> {
  await withRuns(40, async (store, records) => {
    const recorder = new Recorder(store, {
      announce: () => {},
      checkpoint: async () => store.checkpoint(),
      waiting: () => {},
      hashOf: await loadHashes(),
    })
    const ready = [...batches(million)]
    const waiting = [...records]
    const record = async (): Promise<void> => {
      const next = waiting.pop()
      if (!next) throw new Error('there are no runs left to record')
      const listeners: RunListener[] = []
      recorder.open(next, (listener) => {
        listeners.push(listener)
        return { pause() {}, resume() {}, step() {}, cancel() {}, change() {}, async credit() {} }
      })
      for (const tell of listeners) {
        for (const batch of ready) tell(batch)
        tell({ ...ended, iterations: million - 1 })
      }
      while (recorder.busy) await setImmediate()
    }
    const whole = records[0].id
    const recorded = timingOf(await repeated(record, effort))
    await recorder.close()
    fill(store, whole, million)
    const read = timingOf(await repeated(() => store.curves.read(whole, series), effort))
    report.add('A million points of three series', [
      { name: 'into the recorder', ...recorded, note: `${(1 / recorded.median).toFixed(1)} M points/s` },
      { name: 'read back', ...read },
    ])
  })
}

async function viewing(report: Report): Promise<void> {
  await withRuns(101, async (store, records) => {
    const [long, ...short] = records.map(({ id }) => id)
    fill(store, long, 10 * million)
    for (const run of short) fill(store, run, 100_000)
    const answers = createCurveAnswers(store)
    const look = async (
      name: string,
      runs: number[],
      range: Partial<CallArguments<'curves.read'>['picture']> = {},
    ): Promise<Row> => {
      const request = {
        runs: runs.map((run) => ({ run, first: 0 })),
        series: ['loss'],
        picture: { columns: 2_000, scale: 'linear' as const, ...range },
      }
      return { name, ...timingOf(await repeated(async () => answers['curves.read'](request), effort)) }
    }
    const one = [
      await look('10,000,000 points', [long]),
      await look('10,000,000 points, log scale', [long], { scale: 'log' }),
      await look('1,000,000 of them', [long], { from: 3 * million, to: 4 * million }),
      await look('100,000 of them', [long], { from: 3 * million, to: 3.1 * million }),
    ]
    const many = await look('100 curves of 100,000 points', short)
    report.add('A picture of 2,000 columns', [...one, many])
    const slowest = Math.max(...one.map(({ median }) => median)) * 1_000
    report.aim('a look at a curve of 10,000,000 points', slowest, { most: 200 }, 'ms')
    report.aim('100 curves of 100,000 points', many.median * 1_000, { most: 1_000 }, 'ms')
  })
}

/** What curves cost on their way into the store and into a picture. */
export async function store(report: Report): Promise<void> {
  await recording(report)
  await viewing(report)
}
