import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseExperiment } from '@core/experiment'
import { distanceSeries, planRuns, rateSeries, type Plan } from '@core/plan'
import { tableOf } from '../../src/main/lab/tables/tables'
import { documentsWith, methods } from '../support/arbitraries'
import { pathOf, type Point } from '../support/experiments'

/** Few enough that a hundred experiments take a second. */
const iterations = 60

/** What is recorded beside loss and parameters; too large a number is Infinity. */
const beside = ({ series }: Plan, { gradientNorm, rate, distance }: Point): readonly number[] => [
  gradientNorm,
  ...(series.includes(rateSeries) ? [rate] : []),
  ...(series.includes(distanceSeries) ? [distance] : []),
]

test.each(methods)(
  '$name: whatever its hyper-parameters, a run ends with a status and a reason, and no NaN goes unmentioned',
  (method) => {
    fc.assert(
      fc.property(documentsWith(method), (document) => {
        const parsed = parseExperiment({ ...document, iterations })
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
        const experiment = parsed.value
        const { data } = experiment.objective
        const table = data && tableOf(data, () => undefined)
        if (table && !table.ok) return fc.pre(false)
        const plans = planRuns(experiment, table?.value)
        fc.pre(plans.ok)
        for (const plan of plans.value) {
          const path = pathOf(plan)
          const last = path.at(-1)
          expect(last?.outcome?.reason).toMatch(
            /^(converged|finished|diverged|stalled at the start)( at .+)?: .+/,
          )
          const recorded = path.filter((point) => point.recorded)
          const nothingMissing = !recorded.some((point) => beside(plan, point).some(Number.isNaN))
          expect(nothingMissing || last?.outcome?.status === 'diverged').toBe(true)
          const numbers = path.map(({ recorded, loss, theta }) => [...(recorded ? [loss] : []), ...theta])
          const broken = numbers.findIndex((values) => !values.every(Number.isFinite))
          expect(broken < 0 || last?.outcome?.status === 'diverged').toBe(true)
          // The run ends at the very update that breaks it.
          if (broken >= 0) expect(broken).toBe(path.length - 1)
        }
      }),
      { numRuns: 40 },
    )
  },
)
