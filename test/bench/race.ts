import { join } from 'node:path'
import { drained, plansOf } from './engine'
import { peers } from './lab'
import { repeated, timingOf } from './measure'
import { inPython } from './peers/outside'
import { plainRace } from './peers/plain'
import { tensorflowMethods, tensorflowRace } from './peers/tensorflow'
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
const engine = "Descent Lab's engine"

/** Twelve methods on Rosenbrock's function, as a mean of one step of one method, the loss at each. */
export async function race(report: Report): Promise<void> {
  const plans = plansOf({
    objective: { id: 'rosenbrock' },
    start: [-1.2, 1],
    iterations: steps,
    runs: methods.map(([optimizer, lr]) => ({ optimizer, dialect: 'pytorch', hyper: { lr } })),
  })
  const measured: Row[] = []
  const add = (name: string, seconds: readonly number[] | undefined, done: number, note?: string): void => {
    if (!seconds) return report.say(`${name}: not on this machine`)
    measured.push({ name, ...timingOf(seconds, 1 / done), note })
  }
  const few = 200
  add('PyTorch', inPython('torch', join(peers, 'race.py'), [few, 7]), few * methods.length)
  const theirs = await repeated(() => tensorflowRace(few))
  add('TensorFlow.js', theirs, few * tensorflowMethods, `the ${tensorflowMethods} that it has`)
  add('a plain loop in TypeScript', await repeated(() => plainRace(steps)), steps * methods.length)
  const ours = await repeated(() => plans.forEach(drained))
  add(engine, ours, steps * methods.length, 'loss and gradient norm recorded')
  report.compare('Twelve methods on Rosenbrock, one step', measured, engine)
}
