import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Kernels } from '@core/batch'
import { bindObjective, planRun } from '@core/plan'
import { OutcomeMaker } from '@core/sweep/outcome'
import { outcomesTogether } from '@core/sweep/together'
import { experimentWith } from '../../support/experiments'

const targets = [0.5, 1e-2, 1e-6]

/** Runs of one method, each at a rate and from a seed of its own. */
function both(objective: string, optimizer: string, rates: readonly number[], iterations: number) {
  const problem = experimentWith({
    objective: { id: objective },
    start: 'random',
    iterations,
    runs: [{ optimizer }],
  })
  const bound = bindObjective(problem)
  const [run] = problem.runs
  const specs = rates.map((lr, seed) => ({ ...run, seed, hyper: { ...run.hyper, lr } }))
  const plans = specs.map((spec) => planRun(problem, spec, bound))
  const maker = new OutcomeMaker(targets)
  return {
    together: outcomesTogether(plans, targets, new Kernels()),
    single: specs.map((spec) => maker.outcomeOf(problem, spec, bound, () => undefined)),
  }
}

test.each([
  ['rosenbrock', 'adam'],
  ['rosenbrock', 'momentum'],
  ['himmelblau', 'gd'],
  ['beale', 'rmsprop'],
])('many runs at once on %s by %s come to what each comes to by itself', (objective, optimizer) => {
  const rates = fc.array(fc.double({ min: -6, max: 1, noNaN: true }), { minLength: 5, maxLength: 30 })
  fc.assert(
    fc.property(rates, fc.integer({ min: 1, max: 400 }), (exponents, iterations) => {
      const { together, single } = both(
        objective,
        optimizer,
        exponents.map((exponent) => 10 ** exponent),
        iterations,
      )
      expect(together).toBeDefined()
      together?.forEach((outcome, index) => {
        if (outcome) expect(outcome).toEqual(single[index])
      })
      expect(together?.filter((outcome) => outcome !== undefined).length).toBeGreaterThan(0)
    }),
    { numRuns: 20 },
  )
})
