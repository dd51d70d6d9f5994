import { expect, it } from 'vitest'
import { curvatureAt } from '@core/curvature'
import { format, parseExperiment, type Experiment } from '@core/experiment'
import { bindObjective } from '@core/plan'
import { stabilityWarnings, type StabilityWarning } from '../../../src/renderer/composer/stability'

function experimentWith(hyper: object): Experiment {
  const parsed = parseExperiment({
    format,
    name: 'steep',
    objective: { id: 'quadratic', curvatures: [1, 100] },
    iterations: 10,
    runs: [{ optimizer: 'gd', hyper }],
  })
  if (!parsed.ok) throw new Error(parsed.issues[0].message)
  return parsed.value
}

function warningFor(lr: number): StabilityWarning | undefined {
  const experiment = experimentWith({ lr })
  const objective = bindObjective(experiment)
  const curvature = curvatureAt(objective, Float64Array.of(1, 1))
  if (!curvature) throw new Error('a quadratic has a curvature')
  return stabilityWarnings(experiment, objective, curvature).get(0)
}

it('warns beyond the bound and offers a rate that is stable', () => {
  const warning = warningFor(0.05)
  expect(warning?.product).toBeCloseTo(5)
  expect(warning?.suggested).toBe(0.018)
  expect(warningFor(warning?.suggested ?? NaN)).toBeUndefined()
})

it('is silent below the bound', () => {
  expect(warningFor(0.0199)).toBeUndefined()
})
