import { describe, expect, test } from 'vitest'
import type { Effect, Findings, Verdict } from '@core/comparison/contract'
import { verdictMethod, verdictSentence } from '@core/comparison/wording'
import { plainly } from '@core/reasons/wording'

const effect: Effect = { kind: 'ratio', value: 0.69, interval: [0.6, 0.78], by: 'hodges-lehmann' }
const found: Findings = {
  a: 'Adam',
  b: 'RMSProp',
  measure: { kind: 'cost', of: 'evaluations', target: '1e-6' },
  unit: 'seed',
  paired: true,
  sizes: [20, 20],
  tally: { wins: 18, ties: 0, losses: 2 },
  reached: [20, 20],
  effect,
  test: { name: 'wilcoxon', p: 0.0004, exact: true, holm: null },
  alpha: 0.05,
}
const better = (more: Partial<Findings>, winner: 'a' | 'b' = 'a'): Verdict => ({
  kind: 'better',
  values: { ...found, ...more, winner },
})
const undecided = (more: Partial<Findings>, needed: number | null, least: number | null = null): Verdict => ({
  kind: 'undecided',
  values: { ...found, ...more, more: needed, least },
})
const { a, b, measure, unit } = found
const asked = { a, b, measure, unit }
const seconds = { kind: 'cost', of: 'seconds', target: '0.01' } as const
const loss = { kind: 'value', of: 'final loss', goal: 'low' } as const

const sentences: readonly (readonly [Verdict, string])[] = [
  [
    better({}),
    'Adam beats RMSProp on 18 of 20 seeds (median 31 % fewer evaluations to 1e-6, 95 % interval 22-40 %, Wilcoxon p = 0.0004)',
  ],
  [
    better(
      {
        tally: { wins: 1, ties: 2, losses: 17 },
        effect: { ...effect, value: 1 / 0.69, interval: [1 / 0.78, 1 / 0.6] },
        test: { ...found.test, p: 2e-9, holm: { p: 0.012, comparisons: 6 } },
      },
      'b',
    ),
    'RMSProp beats Adam on 17 of 20 seeds, 2 tied (median 31 % fewer evaluations to 1e-6, 95 % interval 22-40 %, Wilcoxon p < 0.0001, p = 0.012 by Holm for 6 comparisons)',
  ],
  [
    better({
      reached: [20, 14],
      effect: { ...effect, interval: [0, 0.7], by: 'median' },
      test: { ...found.test, name: 'sign', p: 0.0002 },
    }),
    'Adam beats RMSProp on 18 of 20 seeds (median 31 % fewer evaluations to 1e-6, 95 % interval at least 30 %, sign test p = 0.0002; Adam reached the target on 20 of 20, RMSProp on 14 of 20)',
  ],
  [
    better({ reached: [20, 4], effect: null, measure: loss }),
    'Adam beats RMSProp on 18 of 20 seeds (Wilcoxon p = 0.0004; Adam kept a finite value on 20 of 20, RMSProp on 4 of 20)',
  ],
  [
    better({ effect: { ...effect, value: 0.02, interval: [0.0123, 0.05] }, measure: seconds }),
    'Adam beats RMSProp on 18 of 20 seeds (median 50 times less time to 0.01, 95 % interval 20-81 times, Wilcoxon p = 0.0004)',
  ],
  [
    better({ effect: { ...effect, kind: 'difference', value: -1.5, interval: [-2, -0.25] }, measure: loss }),
    'Adam beats RMSProp on 18 of 20 seeds (median 1.5 lower final loss, 95 % interval 0.25 to 2, Wilcoxon p = 0.0004)',
  ],
  [
    better({
      paired: false,
      sizes: [20, 18],
      reached: [20, 18],
      tally: { wins: 300, ties: 20, losses: 40 },
      test: { ...found.test, name: 'mann-whitney' },
      alpha: 0.01,
    }),
    'Adam beats RMSProp in 86 % of all pairings of 20 with 18 seeds (median 31 % fewer evaluations to 1e-6, 99 % interval 22-40 %, Mann-Whitney p = 0.0004)',
  ],
  [
    undecided(
      {
        tally: { wins: 8, ties: 0, losses: 12 },
        effect: { ...effect, value: 1 / 0.96, interval: [1 / 1.2, 1 / 0.75] },
        test: { ...found.test, p: 0.31 },
      },
      12,
    ),
    'not decided: RMSProp is ahead of Adam on 12 of 20 seeds (median 4 % fewer evaluations to 1e-6, 95 % interval 20 % more to 25 % fewer, Wilcoxon p = 0.31); about 12 more seeds would be needed to tell, if the difference is what it looks like',
  ],
  [
    undecided(
      {
        tally: { wins: 5, ties: 0, losses: 0 },
        sizes: [5, 5],
        reached: [5, 5],
        effect: { ...effect, interval: null },
      },
      1,
      6,
    ),
    'not decided: Adam is ahead of RMSProp on 5 of 5 seeds (median 31 % fewer evaluations to 1e-6, Wilcoxon p = 0.0004); with 5 seeds nothing can be told, whatever they show: 6 are the least; about 1 more seed would be needed to tell, if the difference is what it looks like',
  ],
  [
    undecided(
      { tally: { wins: 10, ties: 0, losses: 10 }, effect: { ...effect, value: 1, interval: [0.5, 1] } },
      null,
    ),
    'not decided: Adam and RMSProp are level, each ahead on 10 of 20 seeds (Adam: median no difference in evaluations to 1e-6, 95 % interval none to 50 % fewer, Wilcoxon p = 0.0004); more than 1000 more seeds would be needed to tell',
  ],
  [
    { kind: 'tied', values: { ...found, tally: { wins: 0, ties: 20, losses: 0 }, margin: null } },
    'Adam and RMSProp are tied: the same evaluations to 1e-6 on all 20 seeds',
  ],
  [
    {
      kind: 'tied',
      values: { ...found, effect: { ...effect, value: 0.996, interval: [0.98, 1.01] }, margin: 0.05 },
    },
    'Adam and RMSProp are tied within 5 % (Adam: median 0.4 % fewer evaluations to 1e-6, 95 % interval 1 % more to 2 % fewer, Wilcoxon p = 0.0004)',
  ],
  [
    {
      kind: 'single',
      values: { ...asked, values: [120, 174], repeats: { count: 20, known: true }, least: null },
    },
    'every seed of 20 gives the same run: n = 1, nothing to test; Adam took 120 evaluations to 1e-6, RMSProp took 174 evaluations to 1e-6: Adam has 31 % fewer; that is of this problem from this start, not of others',
  ],
  [
    { kind: 'single', values: { ...asked, values: [8, 8], repeats: { count: 1, known: true }, least: null } },
    'every seed gives the same run: n = 1, nothing to test; Adam took 8 evaluations to 1e-6, RMSProp took 8 evaluations to 1e-6: the same; that is of this problem from this start, not of others',
  ],
  [
    { kind: 'single', values: { ...asked, measure: loss, values: [0.5, -0.25], repeats: null, least: 6 } },
    'one seed each: n = 1, nothing to test; Adam has final loss 0.5, RMSProp has final loss -0.25: that of RMSProp is 0.75 lower; that is of these two runs alone: with fewer than 6 seeds of each nothing can be told',
  ],
  [
    {
      kind: 'single',
      values: { ...asked, measure: loss, values: [0.25, Infinity], repeats: null, least: 6 },
    },
    'one seed each: n = 1, nothing to test; Adam has final loss 0.25, RMSProp diverged; that is of these two runs alone: with fewer than 6 seeds of each nothing can be told',
  ],
  [
    {
      kind: 'single',
      values: { ...asked, measure: seconds, values: [1.5, Infinity], repeats: null, least: 6 },
    },
    'one seed each: n = 1, nothing to test; Adam took 1.5 seconds to 0.01, RMSProp never reached 0.01; that is of these two runs alone: with fewer than 6 seeds of each nothing can be told',
  ],
  [
    { kind: 'unreached', values: { ...asked, sizes: [20, 20] } },
    'neither Adam nor RMSProp ever reached 1e-6 (20 and 20 runs)',
  ],
  [{ kind: 'nothing', values: asked }, 'nothing to compare Adam and RMSProp by: they have no seed in common'],
]

test.each(sentences)('a verdict in words: %#', (verdict, sentence) => {
  expect(verdictSentence(verdict)).toBe(sentence)
})

test('every kind has its words', () => {
  expect(new Set(sentences.map(([{ kind }]) => kind)).size).toBe(6)
})

describe('how it was found', () => {
  test('is said of what was tested', () => {
    expect(verdictMethod(better({}))).toBe(
      "Wilcoxon's signed-rank test of pairs, equal pairs left out, two-sided, exact; the ratio is Hodges and Lehmann's median of pairs, its interval that of the test",
    )
    const many = better({ test: { ...found.test, exact: false, holm: { p: 0.01, comparisons: 3 } } })
    expect(verdictMethod(many)).toContain('by the normal approximation')
    expect(verdictMethod(many)).toContain('corrected by Holm')
    expect(verdictMethod({ kind: 'nothing', values: asked })).toBe('')
  })
})

test('names are written as the door writes them', () => {
  const write = { ...plainly, text: (words: string) => `<${words}>` }
  expect(verdictSentence(better({}), write)).toContain('<Adam> beats <RMSProp>')
})
