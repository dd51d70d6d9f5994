import { expect, test } from 'vitest'
import { reddi } from '@core/objectives/functions/reddi'
import { pathOf, plansOf, experimentWith } from '../../../support/experiments'

test.each([0, 1, 2])(
  'as suggested, Adam ends at the wrong wall and AMSGrad at the right one, seed %i',
  (seed) => {
    const { iterations, runs } = reddi.suggestion ?? {}
    const plans = plansOf(experimentWith({ objective: { id: 'reddi' }, iterations, runs, seed }))
    const [adam, amsgrad] = plans.map((plan) => pathOf({ ...plan, recordEvery: 1_000 }).at(-1))
    expect(plans.map(({ run }) => run.optimizer)).toEqual(['adam', 'amsgrad'])
    expect(adam?.theta[0]).toBeGreaterThan(0.5)
    expect(adam?.loss).toBeGreaterThan(0.05)
    expect(amsgrad?.theta[0]).toBeLessThan(-0.5)
    expect(amsgrad?.loss).toBeLessThan(-0.05)
    // Neither is cut short.
    expect([adam?.iteration, amsgrad?.iteration]).toEqual([60_000, 60_000])
  },
)
