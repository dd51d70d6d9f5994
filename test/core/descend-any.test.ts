import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseExperiment } from '@core/experiment'
import { planRuns } from '@core/plan'
import { tableOf } from '../../src/main/lab/tables'
import { documents } from '../support/arbitraries'
import { pathOf } from '../support/experiments'

/** Few enough that a hundred experiments take a second. */
const iterations = 60

test('whatever the hyper-parameters, a run ends with a status and a reason, and no NaN goes unmentioned', () => {
  fc.assert(
    fc.property(documents, (document) => {
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
        expect(last?.outcome?.reason).toMatch(/^(converged|finished|diverged)( at .+)?: .+/)
        const numbers = path.map(({ recorded, loss, theta }) => [...(recorded ? [loss] : []), ...theta])
        const broken = numbers.findIndex((values) => !values.every(Number.isFinite))
        expect(broken < 0 || last?.outcome?.status === 'diverged').toBe(true)
        // The run ends at the very update that breaks it.
        if (broken >= 0) expect(broken).toBe(path.length - 1)
      }
    }),
    { numRuns: 300 },
  )
})
