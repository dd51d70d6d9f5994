import { optimizerById } from '@core/optimizers'
import type { DialectId, Problem } from '@core/optimizers/contract'
import type { HyperValues } from '@core/hyper'
import { describe, expect, test } from 'vitest'
import { advance, begin, subjects } from './drive'
import { leastSquares, parabola, rosenbrock } from './problems'

/** Where to start, and how far above the minimum counts as arrived. */
const tasks: Record<string, { problem: Problem; start: readonly number[]; within: number }> = {
  parabola: { problem: parabola, start: [0.7], within: 1e-6 },
  'least squares': { problem: leastSquares, start: [0, 0], within: 1e-6 },
  rosenbrock: { problem: rosenbrock, start: [-1.2, 1], within: 1e-3 },
}

type Row = readonly [method: string, task: keyof typeof tasks, hyper: HyperValues, updates: number]

/** Updates in which each method is to arrive: about a tenth more than it takes. */
const table: readonly Row[] = [
  ['gd chapter', 'parabola', { lr: 0.1 }, 33],
  ['gd chapter', 'least squares', { lr: 0.1 }, 35],
  ['gd chapter', 'rosenbrock', { lr: 0.002 }, 3_600],
  ['gd pytorch', 'parabola', { lr: 0.1 }, 33],
  ['gd pytorch', 'least squares', { lr: 0.1 }, 35],
  ['gd pytorch', 'rosenbrock', { lr: 0.002 }, 3_600],
  ['momentum chapter', 'parabola', { lr: 0.05 }, 92],
  ['momentum chapter', 'least squares', { lr: 0.05 }, 150],
  ['momentum chapter', 'rosenbrock', { lr: 0.001 }, 630],
  ['momentum pytorch', 'parabola', { lr: 0.05 }, 92],
  ['momentum pytorch', 'least squares', { lr: 0.05 }, 150],
  ['momentum pytorch', 'rosenbrock', { lr: 0.001 }, 630],
  ['nag chapter', 'parabola', { lr: 0.05 }, 39],
  ['nag chapter', 'least squares', { lr: 0.05 }, 50],
  ['nag chapter', 'rosenbrock', { lr: 0.001 }, 670],
  ['nag pytorch', 'parabola', { lr: 0.05 }, 39],
  ['nag pytorch', 'least squares', { lr: 0.05 }, 50],
  ['nag pytorch', 'rosenbrock', { lr: 0.001 }, 670],
  ['adagrad chapter', 'parabola', { lr: 0.3 }, 18],
  ['adagrad chapter', 'least squares', { lr: 0.5 }, 52],
  ['adagrad chapter', 'rosenbrock', { lr: 1 }, 3_250],
  ['adagrad pytorch', 'parabola', { lr: 0.3 }, 18],
  ['adagrad pytorch', 'least squares', { lr: 0.5 }, 52],
  ['adagrad pytorch', 'rosenbrock', { lr: 1 }, 3_250],
  ['adadelta chapter', 'parabola', {}, 150],
  ['adadelta chapter', 'least squares', {}, 320],
  ['adadelta chapter', 'rosenbrock', { gamma: 0.999, eps: 1e-6 }, 6_900],
  ['adadelta pytorch', 'parabola', {}, 330],
  ['adadelta pytorch', 'least squares', {}, 690],
  ['adadelta pytorch', 'rosenbrock', { lr: 0.02 }, 10_200],
  ['rmsprop chapter', 'parabola', { lr: 0.01 }, 110],
  ['rmsprop chapter', 'least squares', { lr: 0.002 }, 1_150],
  ['rmsprop chapter', 'rosenbrock', { lr: 0.002 }, 4_250],
  ['rmsprop pytorch', 'parabola', { lr: 0.01 }, 92],
  ['rmsprop pytorch', 'least squares', { lr: 0.002 }, 1_480],
  ['rmsprop pytorch', 'rosenbrock', { lr: 0.002 }, 4_550],
  ['adam chapter', 'parabola', { lr: 0.05 }, 67],
  ['adam chapter', 'least squares', { lr: 0.05 }, 165],
  ['adam chapter', 'rosenbrock', { lr: 0.05 }, 170],
  ['adam pytorch', 'parabola', { lr: 0.05 }, 18],
  ['adam pytorch', 'least squares', { lr: 0.05 }, 160],
  ['adam pytorch', 'rosenbrock', { lr: 0.05 }, 1_200],
  ['adamax chapter', 'parabola', { lr: 0.1 }, 71],
  ['adamax chapter', 'least squares', { lr: 0.1 }, 155],
  ['adamax chapter', 'rosenbrock', { lr: 0.5 }, 1_470],
  ['adamax pytorch', 'parabola', { lr: 0.1 }, 71],
  ['adamax pytorch', 'least squares', { lr: 0.1 }, 155],
  ['adamax pytorch', 'rosenbrock', { lr: 0.5 }, 1_470],
  ['amsgrad chapter', 'parabola', { lr: 0.05 }, 63],
  ['amsgrad chapter', 'least squares', { lr: 0.1 }, 127],
  ['amsgrad chapter', 'rosenbrock', { lr: 0.2 }, 4_350],
  ['amsgrad pytorch', 'parabola', { lr: 0.05 }, 18],
  ['amsgrad pytorch', 'least squares', { lr: 0.1 }, 143],
  ['amsgrad pytorch', 'rosenbrock', { lr: 0.2 }, 590],
  ['nadam chapter', 'parabola', { lr: 0.05 }, 18],
  ['nadam chapter', 'least squares', { lr: 0.1 }, 117],
  ['nadam chapter', 'rosenbrock', { lr: 0.02 }, 2_010],
  ['nadam pytorch', 'parabola', { lr: 0.05 }, 63],
  ['nadam pytorch', 'least squares', { lr: 0.1 }, 85],
  ['nadam pytorch', 'rosenbrock', { lr: 0.02 }, 2_130],
  ['nadam paper', 'parabola', { lr: 0.05 }, 63],
  ['nadam paper', 'least squares', { lr: 0.1 }, 85],
  ['nadam paper', 'rosenbrock', { lr: 0.02 }, 2_130],
  ['adamw pytorch', 'parabola', { lr: 0.05 }, 91],
  ['adamw pytorch', 'least squares', { lr: 0.1, weightDecay: 0 }, 155],
  ['adamw pytorch', 'rosenbrock', { lr: 0.1 }, 2_780],
  ['radam pytorch', 'parabola', { lr: 0.05 }, 124],
  ['radam pytorch', 'least squares', { lr: 0.1 }, 149],
  ['radam pytorch', 'rosenbrock', { lr: 0.005 }, 8_060],
  ['rprop pytorch', 'parabola', { lr: 0.1 }, 21],
  ['rprop pytorch', 'least squares', { lr: 0.1 }, 30],
  ['rprop pytorch', 'rosenbrock', { lr: 0.002 }, 1_540],
  ['asgd pytorch', 'parabola', { lr: 0.1 }, 33],
  ['asgd pytorch', 'least squares', { lr: 0.1 }, 36],
  ['asgd pytorch', 'rosenbrock', { lr: 0.002 }, 3_600],
  ['lion paper', 'parabola', { lr: 0.001 }, 770],
  ['lion paper', 'least squares', { lr: 0.001 }, 2_200],
  ['lion paper', 'rosenbrock', { lr: 0.001 }, 3_150],
  ['adabelief paper', 'parabola', { lr: 0.05 }, 59],
  ['adabelief paper', 'least squares', { lr: 0.1 }, 137],
  ['adabelief paper', 'rosenbrock', { lr: 0.1 }, 760],
  ['yogi paper', 'parabola', { lr: 0.1 }, 66],
  ['yogi paper', 'least squares', { lr: 0.1 }, 141],
  ['yogi paper', 'rosenbrock', { lr: 0.1 }, 650],
  ['armijo paper', 'parabola', {}, 1],
  ['armijo paper', 'least squares', {}, 3],
  ['armijo paper', 'rosenbrock', {}, 930],
  ['polyak paper', 'parabola', {}, 11],
  ['polyak paper', 'least squares', {}, 14],
  ['polyak paper', 'rosenbrock', {}, 280],
  ['newton paper', 'parabola', {}, 1],
  ['newton paper', 'least squares', {}, 1],
  ['newton paper', 'rosenbrock', {}, 6],
  ['lbfgs paper', 'parabola', {}, 2],
  ['lbfgs paper', 'least squares', {}, 5],
  ['lbfgs paper', 'rosenbrock', {}, 33],
]

describe('convergence', () => {
  // The others are held by their trajectories; most of their arithmetic is that of another dialect.
  test('every method in every other dialect is asked for every task', () => {
    const asked = table.map(([method, task]) => `${method}: ${task}`)
    const due = subjects
      .filter(({ dialectId }) => !['optax', 'keras', 'lab', 'pytorch-1.13'].includes(dialectId))
      .flatMap(({ optimizer, dialectId }) =>
        Object.keys(tasks).map((task) => `${optimizer.id} ${dialectId}: ${task}`),
      )
    expect(asked.toSorted()).toEqual(due.toSorted())
  })

  test.each(table)('%s, %s, %o: %i updates', (method, task, hyper, updates) => {
    const [id, dialectId] = method.split(' ')
    const dialect = optimizerById(id)?.dialects[dialectId as DialectId]
    if (!dialect) throw new Error(`there is no ${method}`)
    const { problem, start, within } = tasks[task]
    const lowest = problem.minimum ?? NaN
    const path = advance(dialect, problem, begin(dialect, start, hyper), updates)
    const gaps = path.map((theta) => problem.value(Float64Array.from(theta)) - lowest)
    expect(gaps[0]).toBeGreaterThan(within)
    expect(Math.min(...gaps)).toBeLessThan(within)
  })
})
