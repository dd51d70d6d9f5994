import { holm } from '../statistics/holm'
import { groupsFor, leastGroups, leastPairs, signedRankPairs, signPairs } from '../statistics/power'
import { groupShift, medianShift, signedShift, type Estimate } from '../statistics/shift'
import { rankSumTest, signedRankTest, signTest } from '../statistics/tests'
import type { Attempt } from './attempts'
import type { Effect, Findings, Question, Tested, Verdict } from './contract'
import { pairingsOf, tallyOf, type Tally } from './wins'

export interface VerdictOptions {
  /** The chance of calling a difference that is none; intervals are at 1 - alpha. */
  readonly alpha?: number
  /** A ratio within 1 + margin either way is none that matters. */
  readonly margin?: number
  /** The chance of telling, at which more observations are counted. */
  readonly power?: number
}

const mostMore = 1000

/** What an attempt cost under a budget: Infinity where it did not reach the target within it. */
const costWithin = ({ spent, reached }: Attempt, budget: number): number =>
  reached && spent <= budget ? spent : Infinity

/** What is known of an attempt: up to the end of its budget where it ran out of it. */
const horizon = ({ spent, reached, gaveUp }: Attempt): number => (reached || gaveUp ? Infinity : spent)

/**
 * Costs to a target as a question takes them, each pair (or all, where there are no pairs) held to what
 * was tried for both: one run's 500 updates say nothing against another that was stopped after 300.
 */
export function costsOf(
  a: readonly Attempt[],
  b: readonly Attempt[],
  paired: boolean,
): readonly [a: readonly number[], b: readonly number[]] {
  const all = [...a, ...b].reduce((least, attempt) => Math.min(least, horizon(attempt)), Infinity)
  const budget = (k: number): number => (paired ? Math.min(horizon(a[k]), horizon(b[k])) : all)
  return [
    a.map((attempt, k) => costWithin(attempt, budget(k))),
    b.map((attempt, k) => costWithin(attempt, budget(k))),
  ]
}

/** What a test needs to know of two groups. */
interface Groups {
  readonly question: Question
  /** Low is good, and Infinity has failed. */
  readonly a: readonly number[]
  readonly b: readonly number[]
  /** On which sizes are compared: logarithms where a ratio makes sense. */
  readonly scale: Effect['kind']
  readonly scaled: readonly [a: readonly number[], b: readonly number[]]
  /** To each pair a against b on that scale; of none where there are no pairs. */
  readonly differences: readonly number[]
  readonly failed: boolean
}

/** The same for 4 to 2 as for 2 to 1, and its opposite for 1 to 2: rounding must not break ties. */
function logRatio(x: number, y: number): number {
  if (x < y) return -logRatio(y, x)
  return x / y < Infinity ? Math.log(x / y) : Math.log(x) - Math.log(y)
}

function groupsOf(question: Question): Groups {
  const { measure, values, paired } = question
  const sign = measure.kind === 'value' && measure.goal === 'high' ? -1 : 1
  // What is not a number, and what fell without end, has failed as well.
  const [a, b] = values.map((side) => side.map((value) => (Number.isFinite(value) ? sign * value : Infinity)))
  const finite = [...a, ...b].filter(Number.isFinite)
  const isRatio = finite.every((value) => sign * value > 0)
  // Of what is high and good, the logarithm is of the value itself: only its order is turned.
  const far = (value: number): number =>
    isRatio && Number.isFinite(value) ? sign * Math.log(sign * value) : value
  const apart = (x: number, y: number): number => {
    if (x === y) return 0
    return isRatio && Number.isFinite(x - y) ? sign * logRatio(sign * x, sign * y) : x - y
  }
  const differences = paired ? a.map((value, k) => apart(value, b[k])) : []
  return {
    question,
    a,
    b,
    scaled: [a.map(far), b.map(far)],
    scale: isRatio ? 'ratio' : 'difference',
    differences,
    failed: finite.length < a.length + b.length,
  }
}

function testOf(
  { question, a, b, differences, failed }: Groups,
  { wins, losses }: Tally,
): Omit<Tested, 'holm'> {
  if (!question.paired) {
    const { p, exact } = rankSumTest(a, b)
    return { name: 'mann-whitney', p, exact }
  }
  // How far apart two are of which one failed is not known, only which is ahead.
  if (failed) return { name: 'sign', ...pick(signTest(wins, losses)) }
  return { name: 'wilcoxon', ...pick(signedRankTest(differences)) }
}

const pick = ({ p, exact }: { readonly p: number; readonly exact: boolean }) => ({ p, exact })

function effectOf({ question, scaled, differences, scale, failed }: Groups, level: number): Effect | null {
  const { measure, paired } = question
  const found: Estimate = !paired
    ? groupShift(...scaled, level)
    : failed
      ? medianShift(differences, level)
      : signedShift(differences, level)
  if (!Number.isFinite(found.value)) return null
  const turned = measure.kind === 'value' && measure.goal === 'high'
  const told = (value: number): number => {
    const signed = turned ? -value : value
    return scale === 'ratio' ? Math.exp(signed) : signed + 0
  }
  const ends = found.interval?.map(told) ?? null
  return {
    kind: scale,
    value: told(found.value),
    interval: ends && [Math.min(...ends), Math.max(...ends)],
    by: paired && failed ? 'median' : 'hodges-lehmann',
  }
}

function findingsOf(groups: Groups, alpha: number): Findings {
  const { question, a, b } = groups
  const { measure, unit, paired } = question
  const tally = paired ? tallyOf(a, b) : pairingsOf(a, b)
  const reached = [a, b].map((side) => side.filter(Number.isFinite).length)
  return {
    a: question.a,
    b: question.b,
    measure,
    unit,
    paired,
    sizes: [a.length, b.length],
    tally,
    reached: [reached[0], reached[1]],
    effect: effectOf(groups, 1 - alpha),
    test: { ...testOf(groups, tally), holm: null },
    alpha,
  }
}

const allSame = (values: readonly number[]): boolean => values.every((value) => value === values[0])

/** Of two groups that there is nothing to test of. */
function untested({ question, a, b }: Groups, alpha: number): Verdict | undefined {
  const { measure, unit, values, repeats, paired } = question
  const asked = { a: question.a, b: question.b, measure, unit }
  if (paired && a.length !== b.length)
    throw new RangeError(`pairs need as many of one as of the other, got ${a.length} and ${b.length}`)
  if (a.length === 0 || b.length === 0) return { kind: 'nothing', values: asked }
  const none = [...a, ...b].every((value) => value === Infinity)
  if (none) return { kind: 'unreached', values: { ...asked, sizes: [a.length, b.length] } }
  const count = Math.max(a.length, b.length)
  const same = repeats ?? (allSame(a) && allSame(b))
  if (count > 1 && !same) return undefined
  const known = repeats === true
  const isAlone = count === 1 && !known
  return {
    kind: 'single',
    values: {
      ...asked,
      values: [values[0][0], values[1][0]],
      repeats: isAlone ? null : { count, known },
      least: isAlone ? (paired ? leastPairs(alpha) : leastGroups(alpha)) : null,
    },
  }
}

function moreIn(
  groups: Groups,
  { tally, sizes, test }: Findings,
  alpha: number,
  power: number,
): number | null {
  const { wins, ties, losses } = tally
  const options = { alpha, power }
  const [m, n] = sizes
  const chance = (wins + ties / 2) / (wins + ties + losses)
  const needed = {
    wilcoxon: () => Math.max(signedRankPairs(groups.differences, options), leastPairs(alpha)) - n,
    sign: () => Math.max(signPairs(wins, ties, losses, options), leastPairs(alpha)) - n,
    'mann-whitney': () =>
      Math.max(
        Math.ceil((groupsFor(chance, m / (m + n), options) - m - n) / 2),
        leastGroups(alpha) - Math.min(m, n),
      ),
  }
  const more = Math.max(1, needed[test.name]())
  return more > mostMore ? null : more
}

/** Whose the difference is: all that was found has to be on one side. */
function winnerOf({ effect, tally, measure }: Findings): 'a' | 'b' | undefined {
  const ahead = Math.sign(tally.wins - tally.losses)
  const winner = ahead > 0 ? 'a' : 'b'
  if (ahead === 0 || effect === null) return ahead === 0 ? undefined : winner
  const none = effect.kind === 'ratio' ? 1 : 0
  const [low, high] = effect.interval ?? [none, none]
  const isHigh = measure.kind === 'value' && measure.goal === 'high'
  const isOfA = isHigh ? low > none : high < none
  const isOfB = isHigh ? high < none : low > none
  return (winner === 'a' ? isOfA : isOfB) ? winner : undefined
}

function decided(
  groups: Groups,
  findings: Findings,
  { alpha, margin, power }: Required<VerdictOptions>,
): Verdict {
  const { effect, test, tally, sizes, paired } = findings
  const comparisons = test.holm?.comparisons ?? 1
  if (tally.wins === 0 && tally.losses === 0) return { kind: 'tied', values: { ...findings, margin: null } }
  const p = test.holm?.p ?? test.p
  const winner = winnerOf(findings)
  const isWithin = (ratio: number): boolean => ratio >= 1 / (1 + margin) && ratio <= 1 + margin
  if (p <= alpha && winner)
    return effect?.kind === 'ratio' && isWithin(effect.value)
      ? { kind: 'tied', values: { ...findings, margin } }
      : { kind: 'better', values: { ...findings, winner } }
  if (effect?.kind === 'ratio' && effect.interval?.every(isWithin))
    return { kind: 'tied', values: { ...findings, margin } }
  const share = alpha / comparisons
  const least = paired ? leastPairs(share) : leastGroups(share)
  return {
    kind: 'undecided',
    values: {
      ...findings,
      more: moreIn(groups, findings, share, power),
      least: Math.min(...sizes) < least ? least : null,
    },
  }
}

/**
 * The verdicts of one family of comparisons, in the order given, with Holm's correction over those that
 * were tested. "Better" is said where the corrected p is at most alpha, the interval leaves "no
 * difference" out, more pairs were won than lost, and the difference is more than the margin: however
 * sure, a smaller one is a tie.
 *
 * @throws RangeError for pairs of which one is missing
 */
export function verdictsOf(
  questions: readonly Question[],
  { alpha = 0.05, margin = 0.05, power = 0.8 }: VerdictOptions = {},
): readonly Verdict[] {
  const asked = questions.map(groupsOf).map((groups) => {
    const verdict = untested(groups, alpha)
    return verdict ? { verdict } : { groups, findings: findingsOf(groups, alpha) }
  })
  const tested = asked.flatMap(({ findings }) => findings ?? [])
  const corrected = holm(tested.map(({ test }) => test.p))
  return asked.map(({ verdict, groups, findings }) => {
    if (verdict) return verdict
    const p = corrected[tested.indexOf(findings)]
    const family = tested.length > 1 ? { p, comparisons: tested.length } : null
    const test = { ...findings.test, holm: family }
    return decided(groups, { ...findings, test }, { alpha, margin, power })
  })
}

/** The verdict of one comparison on its own. */
export const verdictOf = (question: Question, options: VerdictOptions = {}): Verdict =>
  verdictsOf([question], options)[0]

/** Observations (of each group) that are wanted yet, as far as that is known; 0 where it is told. */
export function moreOf(verdict: Verdict): number {
  if (verdict.kind === 'undecided') return verdict.values.more ?? 0
  return verdict.kind === 'single' ? (verdict.values.least ?? 1) - 1 : 0
}
