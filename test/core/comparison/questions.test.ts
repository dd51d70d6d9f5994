import { expect, test } from 'vitest'
import type { Attempt } from '@core/comparison/attempts'
import { costQuestions, valueQuestions, type Group } from '@core/comparison/questions'
import { verdictsOf } from '@core/comparison/verdict'

const group = (
  name: string,
  results: Readonly<Record<string, number>>,
  repeats?: boolean,
): Group<number> => ({
  name,
  runs: Object.entries(results).map(([pair, result]) => ({ pair, result })),
  ...(repeats !== undefined && { repeats }),
})
const loss = { kind: 'value', of: 'final loss', goal: 'low' } as const

test('each group is asked about against each, runs of one seed and start together', () => {
  const groups = [
    group('adam', { one: 1, two: 2 }),
    group('gd', { two: 20, one: 10, three: 30 }),
    group('lion', { four: 4, one: 1 }),
  ]
  expect(valueQuestions(groups, loss)).toMatchObject([
    {
      a: 'adam',
      b: 'gd',
      paired: true,
      values: [
        [1, 2],
        [10, 20],
      ],
    },
    // Not every one of the fewer has a counterpart.
    {
      a: 'adam',
      b: 'lion',
      paired: false,
      values: [
        [1, 2],
        [4, 1],
      ],
    },
    {
      a: 'gd',
      b: 'lion',
      paired: false,
      values: [
        [20, 10, 30],
        [4, 1],
      ],
    },
  ])
})

test('the larger group may come first', () => {
  const [question] = valueQuestions([group('gd', { x: 7, y: 8 }), group('adam', { y: 1 })], loss)
  expect(question).toMatchObject({ paired: true, values: [[8], [1]] })
})

test('seeds that change nothing have to be known of both', () => {
  const of = (a?: boolean, b?: boolean) =>
    valueQuestions([group('a', { x: 1 }, a), group('b', { x: 2 }, b)], loss)[0].repeats
  expect([of(true, true), of(true, false), of(true), of()]).toEqual([true, false, undefined, undefined])
})

test('costs to a target become verdicts, corrected over all that were tested', () => {
  const runs = (times: number) =>
    Array.from({ length: 10 }, (_, k): { pair: string; result: Attempt } => ({
      pair: String(k),
      result: { spent: times * (100 + k * k), reached: true, gaveUp: false },
    }))
  const groups = [
    { name: 'adam', runs: runs(1) },
    { name: 'gd', runs: runs(2) },
    { name: 'rprop', runs: runs(3) },
  ]
  const verdicts = verdictsOf(costQuestions(groups, { kind: 'cost', of: 'updates', target: '1e-6' }))
  expect(verdicts.map(({ kind }) => kind)).toEqual(['better', 'better', 'better'])
  expect(verdicts[0]).toMatchObject({
    values: { winner: 'a', effect: { value: 0.5 }, test: { holm: { p: 6 / 2 ** 10, comparisons: 3 } } },
  })
})
