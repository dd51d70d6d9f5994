import { describe, expect, it } from 'vitest'
import {
  isSeedless,
  keyButSeed,
  leaderOf,
  verdictsOnRuns,
  type RunGroup,
  type RunResult,
} from '@core/comparison/runs'
import { verdictSentence } from '@core/comparison/wording'
import { parseExperiment, type Experiment } from '@core/experiment'

function experiment(document: Record<string, unknown> = {}): Experiment {
  const parsed = parseExperiment({
    format: 'descent-lab/experiment@1',
    name: 'two',
    objective: { id: 'rosenbrock' },
    iterations: 100,
    runs: [{ optimizer: 'gd', hyper: { lr: 0.001 } }],
    ...document,
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  return parsed.value
}
const keyOf = (of: Experiment): string => keyButSeed(of, of.runs[0])

const run = (seed: number, finalLoss: number, more: Partial<RunResult> = {}): RunResult => ({
  seed,
  lost: false,
  finalLoss,
  bestLoss: finalLoss,
  updates: undefined,
  evaluations: { spent: 100 * finalLoss, reached: true, gaveUp: false },
  ...more,
})
const group = (name: string, losses: readonly number[], seedless = false): RunGroup => ({
  name,
  seedless,
  runs: losses.map((loss, seed) => run(seed, loss)),
})
const byLoss = { measure: 'finalLoss', target: '0.1', climbs: false } as const
const said = (groups: readonly RunGroup[], asked: Parameters<typeof verdictsOnRuns>[1] = byLoss) =>
  verdictsOnRuns(groups, asked).map(({ verdict }) => verdictSentence(verdict))

describe('runs that differ in nothing but their seed', () => {
  it('have one key, whatever they are called and look like', () => {
    const named = experiment({
      runs: [{ optimizer: 'gd', hyper: { lr: 0.001 }, seed: 5, label: 'x', color: 3 }],
    })
    expect(keyOf(named)).toBe(keyOf(experiment()))
    expect(keyOf(experiment({ iterations: 99 }))).not.toBe(keyOf(experiment()))
    expect(keyOf(experiment({ runs: [{ optimizer: 'gd', hyper: { lr: 0.002 } }] }))).not.toBe(
      keyOf(experiment()),
    )
  })

  it('have the same rule, where they bring one', () => {
    const ruled = (update: string): Experiment =>
      experiment({ runs: [{ optimizer: 'rule', rule: { text: update } }] })
    expect(keyOf(ruled('theta = theta - 0.1 * g'))).not.toBe(keyOf(ruled('theta = theta - 0.2 * g')))
  })

  it('are the very same run where nothing is drawn', () => {
    expect(isSeedless(experiment(), { batch: 'full' })).toBe(true)
    expect(isSeedless(experiment(), { batch: 8 })).toBe(false)
    expect(isSeedless(experiment({ start: 'random' }), { batch: 'full' })).toBe(false)
    expect(isSeedless(experiment({ objective: { id: 'rosenbrock', sigma: 0.1 } }), { batch: 'full' })).toBe(
      false,
    )
  })
})

describe('a verdict on runs', () => {
  it('says of one run each what it is', () => {
    expect(said([group('GD', [2]), group('Adam', [1])])).toEqual([
      'one seed each: n = 1, nothing to test; GD has final loss 2, Adam has final loss 1: that of Adam is 50 % lower; that is of these two runs alone: with fewer than 6 seeds of each nothing can be told',
    ])
    expect(said([group('GD', [2], true), group('Adam', [1], true)])).toEqual([
      'every seed gives the same run: n = 1, nothing to test; GD has final loss 2, Adam has final loss 1: that of Adam is 50 % lower; that is of this problem from this start, not of others',
    ])
  })

  it('pairs two groups by their seeds', () => {
    const better = Array.from({ length: 8 }, (_, k) => 1 + k)
    const [verdict] = verdictsOnRuns(
      [
        group(
          'GD',
          better.map((loss) => 2 * loss),
        ),
        group('Adam', better),
      ],
      byLoss,
    )
    expect(verdict.pair).toEqual([0, 1])
    // scipy.stats.wilcoxon of eight pairs on one side: 2 / 2^8.
    expect(verdict.verdict).toMatchObject({
      kind: 'better',
      values: { winner: 'b', paired: true, effect: { value: 2 }, test: { p: 2 / 2 ** 8, holm: null } },
    })
  })

  it('takes what is the same under every seed for one run under each', () => {
    const [verdict] = verdictsOnRuns([group('GD', [9], true), group('SGD', [1, 2, 3, 4, 5, 6])], byLoss)
    expect(verdict.verdict).toMatchObject({
      kind: 'better',
      values: { winner: 'b', paired: true, sizes: [6, 6], test: { p: 2 / 2 ** 6 } },
    })
  })

  it('of more is the best against each other one, corrected for all pairs', () => {
    const losses = Array.from({ length: 9 }, (_, k) => 1 + k)
    const groups = [4, 1, 2].map((times) =>
      group(
        `x${times}`,
        losses.map((loss) => times * loss),
      ),
    )
    const verdicts = verdictsOnRuns(groups, byLoss)
    expect(verdicts.map(({ pair }) => pair)).toEqual([
      [0, 1],
      [1, 2],
    ])
    for (const { verdict } of verdicts)
      expect(verdict).toMatchObject({
        kind: 'better',
        values: { test: { holm: { comparisons: 3, p: 6 / 2 ** 9 } } },
      })
  })

  it('never has one that diverged for the best, nor one that climbs lower', () => {
    const lost = { ...group('gone', [0.1]), runs: [run(0, 0.1, { lost: true })] }
    expect(leaderOf([lost, group('GD', [3])], byLoss)).toBe(1)
    expect(leaderOf([group('low', [1]), group('high', [3])], { ...byLoss, climbs: true })).toBe(1)
  })

  it('is by what it took to a target, too', () => {
    const never = {
      ...group('GD', [3]),
      runs: [run(0, 3, { evaluations: { spent: 500, reached: false, gaveUp: true } })],
    }
    expect(said([never, group('Adam', [1])], { ...byLoss, measure: 'evaluations' })[0]).toContain(
      'GD never reached 0.1, Adam took 100 evaluations to 0.1',
    )
  })
})
