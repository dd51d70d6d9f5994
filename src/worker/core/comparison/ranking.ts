/** Many methods at once, over problems: who comes before whom, and which cannot be told apart. */
import { alikeRows, criticalDifference, friedmanTest, nemenyiP } from '../statistics/many'
import { medianOf } from '../statistics/summary'
import { plainly, type Writing } from '../reasons/wording'
import { pText } from './wording'

export interface Ranking {
  readonly names: readonly string[]
  /** To each method: 1 would be the best on every problem. */
  readonly meanRanks: readonly number[]
  /** Methods from the best mean rank to the worst. */
  readonly order: readonly number[]
  /** Problems, of which each has one value to each method. */
  readonly problems: number
  /** Friedman's, of "all methods alike". */
  readonly p: number
  readonly alpha: number
  /**
   * Nemenyi's: mean ranks that differ by less cannot be told apart. Null where Friedman's test finds no
   * difference at all, and with fewer than two methods or problems.
   */
  readonly critical: number | null
  /** The longest rows of methods that cannot be told apart, best first: the bars of the diagram. */
  readonly alike: readonly (readonly number[])[]
}

/** Below it Friedman's chi-square approximation is coarse. */
const fewProblems = 10

/**
 * @param values to each method a list over problems of its values over seeds, low being good and
 * Infinity a failure; a problem's is their median, so that problems are the observations, however many
 * seeds each has
 */
export function rankingOf(
  names: readonly string[],
  values: readonly (readonly (readonly number[])[])[],
  alpha = 0.05,
): Ranking {
  const medians = values.map((problems) => problems.map(medianOf))
  const problems = medians[0]?.length ?? 0
  const table = Array.from({ length: problems }, (_, problem) => medians.map((method) => method[problem]))
  const { meanRanks, p } = friedmanTest(table)
  const methods = names.length
  const canTell = methods > 1 && problems > 1 && p <= alpha
  const critical = canTell ? criticalDifference(methods, problems, alpha) : null
  return {
    names,
    meanRanks,
    order: meanRanks.map((_, i) => i).sort((i, j) => meanRanks[i] - meanRanks[j]),
    problems,
    p: problems === 0 ? 1 : p,
    alpha,
    critical,
    alike: alikeRows(meanRanks, critical ?? Infinity),
  }
}

/** Nemenyi's p of two methods, by their places; NaN where Friedman's test finds no difference to look into. */
export const pairP = ({ meanRanks, names, problems, critical }: Ranking, a: number, b: number): number =>
  critical === null ? NaN : nemenyiP(meanRanks[a] - meanRanks[b], names.length, problems)

/** What the ranks say, in words. Begins small and has no full stop. */
export function rankingSentence(ranking: Ranking, write: Writing = plainly): string {
  const { names, meanRanks, order, problems, p, critical } = ranking
  const { number, count, text } = write
  if (problems === 0 || names.length < 2) return 'nothing to rank'
  const ranks = order.map((i) => `${text(names[i])} ${number(Number(meanRanks[i].toFixed(2)))}`).join(', ')
  const over = `over ${count(problems)} ${problems === 1 ? 'problem' : 'problems'}`
  const friedman = `Friedman ${pText(p, write)}`
  const few =
    problems < fewProblems ? `; with fewer than ${count(fewProblems)} problems this p is a coarse one` : ''
  const told =
    critical === null
      ? 'no difference between the methods is shown'
      : `ranks that differ by less than ${number(Number(critical.toPrecision(3)))} cannot be told apart (Nemenyi)`
  return `mean ranks ${over}: ${ranks}; ${told} (${friedman}${few})`
}
