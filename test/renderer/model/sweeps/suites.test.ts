import { expect, test } from 'vitest'
import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { tournamentOf } from '@core/comparison/tournament'
import { standingsOf } from '@core/comparison/standings'
import { sweepLimits } from '@core/sweep/options'
import { problemLabelsOf, sweepRuns } from '@core/sweep/runs'
import { bindObjective, minimumOf } from '@core/plan'
import { trialsOf } from '@core/sweep/sizes'
import { suites } from '../../../../src/renderer/model/sweeps/suites'

test('every file among the suites is offered, as a fair tournament', () => {
  const files = readdirSync(resolve(import.meta.dirname, '../../../../resources/suites'))
  const known = files.filter((file) => file !== 'index.json').map((file) => file.replace('.json', ''))
  expect(suites.map(({ id }) => id).toSorted()).toEqual(known.toSorted())
  for (const { sweep, runs, problems } of suites) {
    const { options } = sweep
    expect(runs).toBeLessThan(sweepLimits.runs / 20)
    expect(new Set(trialsOf(sweep)).size, 'each method is tried at as many points').toBe(1)
    expect(options.tournament?.tuningSeeds).toBeGreaterThan(0)
    // Fewer pairs could not tell anything for so many methods.
    expect(options.seeds - (options.tournament?.tuningSeeds ?? 0)).toBeGreaterThan(9)
    expect(new Set(problemLabelsOf(sweep)).size, 'problems have names of their own').toBe(problems)
    for (const problem of sweepRuns(sweep).problems) {
      expect(problem.start).toBe('random')
      if (!problem.objective.data) expect(minimumOf(bindObjective(problem))).toBeDefined()
    }
  }
})

test('a suite without any run yet has standings of nothing', () => {
  const [{ sweep }] = suites
  const { tournament } = sweep.options
  if (!tournament) throw new Error('a suite is a tournament')
  const none = new Float64Array(0)
  const standings = standingsOf(
    tournamentOf({
      runs: {
        ...{ count: 0, method: none, problem: none, trial: none, seed: none, status: none, finalLoss: none },
        ...{ iterations: none, evaluations: none, duration: none },
        reachedUpdates: sweep.options.targets.map(() => none),
        reachedEvaluations: sweep.options.targets.map(() => none),
      },
      options: { ...sweep.options, tournament },
      methods: sweep.experiment.runs.map(({ label }) => label),
      problems: problemLabelsOf(sweep),
    }),
  )
  expect(standings.map(({ of }) => of)).toEqual(sweep.experiment.runs.map(() => 0))
})
