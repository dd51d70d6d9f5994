import { expect, test } from 'vitest'
import { rankingOf, rankingSentence } from '@core/comparison/ranking'

/** One seed a problem. */
const columns = (table: readonly (readonly number[])[]) =>
  table[0].map((_, method) => table.map((row) => [row[method]]))

test('methods are ranked over problems, with those that cannot be told apart', () => {
  const table = Array.from({ length: 12 }, (_, k) => [1 + (k % 2), 2 - (k % 2), 9 + k])
  const ranking = rankingOf(['adam', 'nadam', 'gd'], columns(table))
  expect(ranking).toMatchObject({ meanRanks: [1.5, 1.5, 3], order: [0, 1, 2], problems: 12, alike: [[0, 1]] })
  expect(ranking.critical).toBeCloseTo(0.957, 3)
  expect(rankingSentence(ranking)).toBe(
    'mean ranks over 12 problems: adam 1.5, nadam 1.5, gd 3; ranks that differ by less than 0.957 cannot be told apart (Nemenyi) (Friedman p = 0.0001)',
  )
})

test('where no difference is shown there is no critical one, and all are alike', () => {
  const ranking = rankingOf(
    ['adam', 'gd'],
    columns([
      [1, 2],
      [2, 1],
    ]),
  )
  expect(ranking).toMatchObject({ critical: null, p: 1, alike: [[0, 1]] })
  expect(rankingSentence(ranking)).toBe(
    'mean ranks over 2 problems: adam 1.5, gd 1.5; no difference between the methods is shown (Friedman p = 1; with fewer than 10 problems this p is a coarse one)',
  )
  expect(rankingSentence(rankingOf([], []))).toBe('nothing to rank')
})

test('a problem counts once, by the median of its seeds; failures tie at the end', () => {
  const one = [
    [1, 2, Infinity],
    [Infinity, Infinity, 3],
  ]
  const other = [
    [5, 5, 5],
    [Infinity, Infinity, Infinity],
  ]
  expect(rankingOf(['a', 'b'], [one, other]).meanRanks).toEqual([1.25, 1.75])
})
