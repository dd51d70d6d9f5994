import { describe, expect, it } from 'vitest'
import { commonExperiment } from '../../../../src/renderer/pages/compare/common'
import { detail, experiment } from '../history/records'

describe('the objective runs share', () => {
  it('is there when all minimise the same function of one or two parameters', () => {
    const [a, b] = [experiment(), experiment({ iterations: 5, start: [0, 0] })]
    expect(commonExperiment([detail(a), detail(b)])).toBe(a)
  })

  it('is the same function with noise on its gradients and without', () => {
    const noisy = experiment({ objective: { id: 'rosenbrock', sigma: 0.5 } })
    expect(commonExperiment([detail(noisy), detail(experiment())])).toBe(noisy)
  })

  it('is not there when one differs, when there are more parameters, or no runs', () => {
    const beale = experiment({ objective: { id: 'beale' } })
    expect(commonExperiment([detail(experiment()), detail(beale)])).toBeUndefined()
    expect(commonExperiment([detail(experiment(), 0, { dimension: 3 })])).toBeUndefined()
    expect(commonExperiment([])).toBeUndefined()
  })
})
