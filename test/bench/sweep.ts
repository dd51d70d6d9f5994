import { join } from 'node:path'
import { descendAll, Kernels } from '@core/batch'
import { parseExperiment } from '@core/experiment'
import { bindObjective, planRun } from '@core/plan'
import type { Lab } from '../../src/main/lab/lab'
import { documentOf } from './engine'
import { peers, withLab } from './lab'
import { inTurn, repeated, timingOf } from './measure'
import { inPython } from './peers/outside'
import type { Report, Row } from './report'

const runs = 10_000
const updates = 1_000
/** Of runs that are too slow to make all of them. */
const few = 20

const experimentWith = (hyper: object): object =>
  documentOf({
    objective: { id: 'rosenbrock' },
    start: 'random',
    iterations: updates,
    runs: [{ optimizer: 'adam', dialect: 'pytorch', hyper }],
    stop: { gradientNorm: 0, parameterChange: 0 },
  })

const documentWith = (count: number): unknown => ({
  ...experimentWith({ lr: { from: 1e-4, to: 0.1, scale: 'log' } }),
  sweep: { design: 'sobol', trials: count / 10, seeds: 10 },
})

/** From the document's arrival until the last run is committed. */
async function sweepIn(lab: Lab, count: number): Promise<number> {
  // A look again and again whether it is over would take a processor from the threads.
  const over = new Promise<number>((settle) => {
    const unsubscribe = lab.on('sweeps.changed', (records) => {
      const ended = records.find(({ status }) => status !== 'running')
      if (!ended) return
      unsubscribe()
      settle(ended.id)
    })
  })
  await lab.handlers['sweeps.start']({ document: documentWith(count) })
  return over
}

/** The same many runs without the lab around them, on this thread: what the array programs do. */
function engineAlone(): () => void {
  const parsed = parseExperiment(experimentWith({}))
  if (!parsed.ok) throw new Error('the experiment of the benchmark is at fault')
  const experiment = parsed.value
  const objective = bindObjective(experiment)
  const [run] = experiment.runs
  const plans = Array.from({ length: runs }, (_, k) => {
    const lr = 10 ** (-4 + (3 * Math.floor(k / 10)) / (runs / 10))
    return planRun(experiment, { ...run, seed: k % 10, hyper: { ...run.hyper, lr } }, objective)
  })
  const kernels = new Kernels()
  return () => {
    if (!descendAll(plans, [], kernels)) throw new Error('these runs are not made at once')
  }
}

/** The least seconds of a few, each of a sweep of its own. */
async function secondsOf(lab: Lab, count: number, times: number): Promise<number> {
  let least = Infinity
  for (let time = 0; time < times; time++) {
    const begun = performance.now()
    await sweepIn(lab, count)
    least = Math.min(least, (performance.now() - begun) / 1_000)
  }
  return least
}

/** What a run costs in sweeps of very different sizes, and what is then asked of a large one. */
async function growth(report: Report): Promise<void> {
  await withLab(
    async (lab) => {
      await sweepIn(lab, 100)
      const costs: string[] = []
      for (const [count, times] of [
        [10, 5],
        [100, 5],
        [1_000, 3],
        [10_000, 1],
        [100_000, 1],
      ] as const) {
        const before = process.memoryUsage().rss
        const seconds = await secondsOf(lab, count, times)
        const more = Math.round((process.memoryUsage().rss - before) / 2 ** 20)
        costs.push(`${count} runs ${((1e6 * seconds) / count).toFixed(0)} µs a run, ${more} MB more`)
      }
      report.say(`one thread: ${costs.join('; ')}`)
    },
    { threads: 1 },
  )
}

/** Sweeps, from the document to the committed results, against array programs and a tuner's loop. */
export async function sweep(report: Report): Promise<void> {
  const script = join(peers, 'sweep.py')
  const outside = (library: string, count: number) => async () =>
    inPython(library, script, [library, count, updates, 2])
  const within = (threads: number) => async () =>
    withLab(
      async (lab) => {
        await sweepIn(lab, 100)
        return repeated(() => sweepIn(lab, runs), { least: 2, most: 3, seconds: 1 })
      },
      { threads },
    )
  const measured: Row[] = []
  const contestants = {
    'numpy, all at once': outside('numpy', runs),
    'jax, vmap and jit': outside('jax', runs),
    'optuna in memory': outside('optuna', few),
    'its engine alone, one thread': () => repeated(engineAlone(), { least: 2, most: 3, seconds: 1 }),
    'the lab, one thread': within(1),
    'the lab, two threads': within(2),
  }
  for (const [name, seconds] of await inTurn(contestants, 2)) {
    const scale = name === 'optuna in memory' ? runs / few : 1
    if (seconds) measured.push({ name, ...timingOf(seconds, scale) })
    else report.say(`${name}: not on this machine`)
  }
  const title = `a sweep of ${runs} runs of ${updates} Adam updates on Rosenbrock, into the database`
  const ratio = report.compare(title, measured, 'the lab, two threads')
  const found = (name: string): number => measured.find((row) => row.name === name)?.median ?? NaN
  report.aim('10,000 runs on one thread', found('the lab, one thread'), { most: 2 }, 's')
  report.aim('10,000 runs on two threads', found('the lab, two threads'), { most: 2 }, 's')
  report.aim('numpy against the sweep', ratio('numpy, all at once'), { least: 10 }, 'x')
  report.aim('jax against the sweep', ratio('jax, vmap and jit'), { least: 1 }, 'x')
  report.aim('optuna against the sweep', ratio('optuna in memory'), { least: 100 }, 'x')
  await growth(report)
  await asked(report)
}

/** What pages ask with a large sweep in the database. */
async function asked(report: Report): Promise<void> {
  await withLab(async (lab) => {
    const sweep = await sweepIn(lab, runs)
    const timed = async (work: () => unknown): Promise<number> =>
      1_000 * timingOf(await repeated(work, { least: 5, seconds: 0.5 })).median
    const { handlers } = lab
    const results = await timed(() => handlers['sweeps.results']({ sweep, first: 0, limit: 100_000 }))
    const list = await timed(() => handlers['runs.list']({ trash: false }))
    report.aim('results of 10,000 runs', results, { most: 50 }, 'ms')
    report.aim('the history beside 10,000 runs', list, { most: 20 }, 'ms')
  })
}
