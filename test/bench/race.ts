import { join } from 'node:path'
import { documentOf, drained, plansOf } from './engine'
import { peers, runInLab, withLab } from './lab'
import { repeated, timingOf } from './measure'
import { compiled, inPython } from './peers/outside'
import { plainRace } from './peers/plain'
import type { Report, Row } from './report'

const methods = [
  ['gd', 1e-3],
  ['momentum', 1e-4],
  ['nag', 1e-4],
  ['adagrad', 0.1],
  ['adadelta', 1],
  ['rmsprop', 1e-3],
  ['adam', 1e-2],
  ['adamax', 1e-2],
  ['amsgrad', 1e-2],
  ['nadam', 1e-2],
  ['adamw', 1e-2],
  ['radam', 1e-2],
] as const

const steps = 20_000
const lab = 'Descent Lab, from the experiment to the committed curves'
const engine = 'its engine alone'

/** Twelve methods on Rosenbrock's function, as a mean of one step of one method, the loss at each. */
export async function race(report: Report): Promise<void> {
  const document = documentOf({
    objective: { id: 'rosenbrock' },
    start: [-1.2, 1],
    iterations: steps,
    runs: methods.map(([optimizer, lr]) => ({ optimizer, dialect: 'pytorch', hyper: { lr } })),
  })
  const plans = plansOf(document)
  const measured: Row[] = []
  const add = (name: string, seconds: readonly number[] | undefined, done: number, note?: string): void => {
    if (!seconds) return report.say(`${name}: not on this machine`)
    measured.push({ name, ...timingOf(seconds, 1 / done), note })
  }
  const few = 200
  const script = join(peers, 'race.py')
  add('PyTorch', inPython('torch', script, ['pytorch', few, 7]), few * methods.length)
  add('numpy', inPython('numpy', script, ['numpy', few, 7]), few * methods.length)
  const { tensorflowMethods, tensorflowRace } = await import('./peers/tensorflow')
  const theirs = await repeated(() => tensorflowRace(few))
  add('TensorFlow.js', theirs, few * tensorflowMethods, `the ${tensorflowMethods} that it has`)
  add('a plain loop in TypeScript', await repeated(() => plainRace(steps)), steps * methods.length)
  const program = compiled(join(peers, 'race.c'), '-O3', '-lm')
  add('C -O3', program?.([steps, 15]), steps * methods.length)
  const whole = await withLab((opened) => repeated(() => runInLab(opened, document)))
  add(lab, whole, steps * methods.length, 'four series committed')
  const ours = await repeated(() => plans.forEach(drained))
  add(engine, ours, steps * methods.length, 'four series recorded')
  const ratio = report.compare('Twelve methods on Rosenbrock, one step', measured, lab)
  report.aim('a step of the race against PyTorch', ratio('PyTorch'), { least: 500 }, 'x')
}
