import { describe, expect, it } from 'vitest'
import { membersBySeed } from '../../../../src/worker/core/comparison/runs'
import { experimentsOf } from '../../../../src/renderer/pages/compare/more-seeds'
import { caveats, comparisonOf, targetChoices } from '../../../../src/renderer/pages/compare/verdicts'
import { detail, experiment } from '../history/records'

const noisy = experiment({ objective: { id: 'rosenbrock', sigma: 0.1 } })
const of = (position: number, seed: number, finalLoss: number) =>
  detail(noisy, position, { id: 100 * position + seed + 1, seed, finalLoss, bestLoss: finalLoss })
const asked = { measure: 'finalLoss', target: '0.3', climbs: false } as const

describe('the verdict of a comparison', () => {
  it('tells of two runs their losses, and what they took to the target', () => {
    const [gd, adam] = [of(0, 0, 0.5), of(1, 0, 0.25)]
    const reached = new Map([
      [gd.id, undefined],
      [adam.id, { iteration: 40, after: 39, evaluations: 40 }],
    ])
    const { said, more } = comparisonOf([gd, adam], reached, asked)
    expect(more).toBe(5)
    expect(said).toEqual([
      {
        kind: 'single',
        method: '',
        more: 5,
        text: 'One seed each: n = 1, nothing to test; GD has final loss 0.5, Adam has final loss 0.25: that of Adam is 50 % lower; GD never reached 0.3, Adam took 40 evaluations to 0.3; that is of these two runs alone: with fewer than 6 seeds of each nothing can be told.',
      },
    ])
  })

  it('says how many more seeds would do, and starts just those that are missing', () => {
    const runs = [of(0, 0, 0.5), of(0, 1, 0.6), of(0, 2, 0.4), of(1, 0, 0.25)]
    expect(membersBySeed(runs).map((members) => members.map(({ seed }) => seed))).toEqual([[0, 1, 2], [0]])
    const [more] = experimentsOf(runs, 2)
    expect(more.runs.map(({ optimizer, seed }) => [optimizer, seed])).toEqual([
      ['gd', 3],
      ['gd', 4],
      ['adam', 1],
      ['adam', 2],
      ['adam', 3],
      ['adam', 4],
    ])
  })

  it('does not count a run that was repeated as a second observation', () => {
    const twice = [of(0, 0, 0.5), { ...of(0, 0, 0.5), id: 9 }, of(1, 0, 0.25)]
    expect(membersBySeed(twice).map((members) => members.length)).toEqual([1, 1])
  })

  it('says which budgets differ', () => {
    expect(caveats([of(0, 0, 1), { ...of(1, 0, 1), budget: 5 }], asked)).toHaveLength(1)
    expect(caveats([of(0, 0, 1), of(1, 0, 1)], asked)).toEqual([])
  })
})

describe('targets', () => {
  const runs = [of(0, 0, 0.5), of(1, 0, 0.25)]

  it('are above the known minimum where there is one', () => {
    expect(targetChoices(runs, [10, 10]).map(({ value }) => value)).toEqual([0.5, 0.1, 0.001, 1e-5])
  })

  it('are else above the best loss found, never called the minimum', () => {
    const unknown = runs.map((run) => ({ ...run, minimum: null }))
    const choices = targetChoices(unknown, [10.25, 10.25])
    expect(choices.map(({ value }) => value)).toEqual([0.5, 0.35, 0.251, 0.25001])
    expect(choices[1].label).toBe('0.01 of the start’s excess over the best found: 0.35')
    expect(choices[1].about).toContain('which need not be the minimum')
  })
})
