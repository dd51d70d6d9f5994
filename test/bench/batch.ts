import { join } from 'node:path'
import { descendAll, Kernels } from '@core/batch'
import { parseExperiment } from '@core/experiment'
import { bindObjective, planRun } from '@core/plan'
import { descend } from '@core/descend'
import { documentOf } from './engine'
import { peers } from './lab'
import { inTurn, repeated, timingOf } from './measure'
import { inPython } from './peers/outside'
import type { Report, Row } from './report'

const count = 10_000
const updates = 1_000
/** Of what is slow, so many runs stand for all. */
const few = 20

const parsed = parseExperiment(
  documentOf({
    objective: { id: 'rosenbrock' },
    iterations: updates,
    runs: [{ optimizer: 'adam', dialect: 'pytorch' }],
    stop: {},
  }),
)

/** Runs of Adam on Rosenbrock at as many learning rates, with their final and best losses, on one thread. */
export async function batch(report: Report): Promise<void> {
  if (!parsed.ok) throw new Error('the experiment of the benchmark is at fault')
  const experiment = parsed.value
  const [run] = experiment.runs
  const objective = bindObjective(experiment)
  const plansOf = (runs: number) =>
    Array.from({ length: runs }, (_, k) =>
      planRun(experiment, { ...run, hyper: { ...run.hyper, lr: 10 ** (-4 + (3 * k) / runs) } }, objective),
    )
  const kernels = new Kernels()
  const atOnce = (): void => {
    const results = descendAll(plansOf(count), [], kernels)
    if (!results) throw new Error('these runs are not made at once')
    for (const { loss, best } of results)
      if (!(best.loss <= loss)) throw new Error('the best is not the best')
  }
  const singly = (): void => {
    for (const plan of plansOf(few)) for (const { outcome } of descend(plan).positions) if (outcome) break
  }
  const outside = (library: string, runs: number, repetitions: number) => async () =>
    inPython(library, join(peers, 'batch.py'), [library, runs, updates, repetitions])
  const found = await inTurn(
    {
      'numpy, all at once': outside('numpy', count, 2),
      'jax, vmap and jit': outside('jax', count, 3),
      'optuna, in memory': outside('optuna', few, 2),
      'the lab, one after the other': () => repeated(singly, { least: 3, seconds: 0.3 }),
      'the lab': () => repeated(atOnce, { least: 4, seconds: 0.5 }),
    },
    3,
  )
  const isFew = (name: string): boolean => name.includes('optuna') || name.includes('after')
  const rows: Row[] = []
  for (const [name, seconds] of found) {
    if (seconds) rows.push({ name, ...timingOf(seconds, isFew(name) ? count / few : 1) })
    else report.say(`${name}: not on this machine`)
  }
  const title = `${count.toLocaleString('en')} runs of ${updates.toLocaleString('en')} updates: Adam on Rosenbrock, one thread`
  const ratio = report.compare(title, rows, 'the lab')
  const seconds = rows.find(({ name }) => name === 'the lab')?.median ?? NaN
  report.say(`runs a second, on one thread: ${Math.round(count / seconds).toLocaleString('en')}`)
  report.aim('numpy against many runs at once', ratio('numpy, all at once'), { least: 10 }, 'x')
  report.aim('jax against many runs at once', ratio('jax, vmap and jit'), { least: 1 }, 'x')
  report.aim('optuna against many runs at once', ratio('optuna, in memory'), { least: 100 }, 'x')
}
