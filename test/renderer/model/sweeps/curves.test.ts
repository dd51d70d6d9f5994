import { describe, expect, it } from 'vitest'
import { createChoices } from '../../../../src/renderer/model/sweeps/choices'
import {
  curveGroups,
  leftOutText,
  measuredOn,
  measuresOn,
} from '../../../../src/renderer/model/sweeps/curves'
import { axisOf, madeView } from './results'

const view = madeView(
  [axisOf('hyper.lr', [0.01, 1])],
  [
    { trial: 0, seed: 0, values: [0.01], loss: 0.4 },
    { trial: 0, seed: 1, values: [0.01], loss: 0.6 },
    { trial: 1, seed: 0, values: [1], loss: 0.002 },
    { trial: 1, seed: 1, values: [1], loss: 0.001 },
    { method: 1, trial: 0, seed: 0, values: [NaN], loss: 7 },
  ],
  ['GD', 'Adam'],
)
const choices = createChoices(() => view)

describe('curves of points of a sweep', () => {
  it('are those of the best point of each method, over all of its seeds', () => {
    const { groups } = curveGroups(view, choices, 'best')
    expect(groups.map(({ name, runs }) => [name, runs])).toEqual([
      ['GD (hyper.lr 1)', [102, 103]],
      ['Adam', [104]],
    ])
    expect(groups[0].style).toBe(choices.methods.value[0].style)
  })

  it('are those of all points of a method, the best first, each with a look of its own', () => {
    const { groups } = curveGroups(view, choices, 'method')
    expect(groups.map(({ runs }) => runs)).toEqual([
      [102, 103],
      [100, 101],
    ])
    expect(new Set(groups.map(({ style }) => style)).size).toBe(2)
  })

  it('say how many points are left out', () => {
    const many = Array.from({ length: 30 }, (_, trial) => ({ trial, seed: 0, values: [trial], loss: trial }))
    const wide = madeView([axisOf('hyper.lr', [0, 29])], many)
    const found = curveGroups(
      wide,
      createChoices(() => wide),
      'method',
    )
    expect(found.groups).toHaveLength(12)
    expect(leftOutText(found)).toEqual(['The 12 best of 30 points.'])
  })

  it('are above the minimum only where one is known', () => {
    expect(measuredOn(view, 0, 'excess_loss')).toEqual({ series: 'loss', less: 0 })
    const unknown = { ...view, detail: { ...view.detail, minima: [null] } }
    expect(measuresOn(unknown, 0).map(({ value }) => value)).toEqual(['loss', 'gradient_norm'])
  })
})
