import { plainly, worded, type Wording, type Writing } from '../reasons/wording'
import type { Effect, Findings, Measure, Tested, Unit, Verdict, VerdictValues } from './contract'

const units = {
  seed: ['seed', 'seeds'],
  start: ['start', 'starts'],
  problem: ['problem', 'problems'],
} as const satisfies Record<Unit, readonly [string, string]>

const counted = (value: number, unit: Unit, { count }: Writing): string =>
  `${count(value)} ${units[unit][value === 1 ? 0 : 1]}`

/** `evaluations to 1e-6`, `final loss` */
function subject(measure: Measure, { text }: Writing): string {
  if (measure.kind === 'value') return text(measure.of)
  return `${measure.of === 'seconds' ? 'time' : measure.of} to ${text(measure.target)}`
}

/** What less, and what more, of the measure is called. */
function comparatives(measure: Measure): readonly [less: string, more: string] {
  if (measure.kind === 'value') return ['lower', 'higher']
  return [measure.of === 'seconds' ? 'less' : 'fewer', 'more']
}

/** Ratios beyond it are told as times. */
const manyTimes = 10

/** How far a ratio is from 1, in whole per cent, or in as many digits as tell it from 0 and 100. */
function percent(ratio: number, { count, number }: Writing): string {
  const share = 100 * Math.abs(1 - ratio)
  return share < 1 || (share > 99 && share < 100)
    ? number(Number(share.toPrecision(2)))
    : count(Math.round(share))
}

/** How far a number is from none: `31 %`, `12 times`, `0.4`. */
function sizeText(effect: Pick<Effect, 'kind'>, value: number, write: Writing): string {
  if (effect.kind === 'difference') return write.number(Math.abs(value))
  const times = Math.max(value, 1 / value)
  if (times === Infinity) return 'any number of times'
  if (times < manyTimes) return `${percent(value, write)} %`
  return `${times < 100 ? write.number(Number(times.toPrecision(2))) : write.count(Math.round(times))} times`
}

const noneOf = ({ kind }: Effect): number => (kind === 'ratio' ? 1 : 0)

/** `31 % fewer`; `no` of none. */
function amountText(effect: Effect, value: number, measure: Measure, write: Writing): string {
  const none = noneOf(effect)
  if (value === none) return 'no difference in'
  return `${sizeText(effect, value, write)} ${comparatives(measure)[value < none ? 0 : 1]}`
}

/** `22-40 %`, or `9 % more to 15 % fewer` where it goes past none. */
function intervalText(effect: Effect, measure: Measure, write: Writing): string | undefined {
  if (effect.interval === null) return undefined
  const none = noneOf(effect)
  const [low, high] = effect.interval
  if (low < none === high < none && low !== none && high !== none) {
    const [near, far] = low < none ? [high, low] : [low, high]
    const [from, to] = [sizeText(effect, near, write), sizeText(effect, far, write)]
    if (!Number.isFinite(far) || (effect.kind === 'ratio' && far === 0)) return `at least ${from}`
    const unit = / (%|times)$/.exec(from)?.[0]
    return unit !== undefined && to.endsWith(unit)
      ? `${from.slice(0, -unit.length)}-${to}`
      : `${from} to ${to}`
  }
  const told = (value: number): string =>
    value === none ? 'none' : amountText(effect, value, measure, write)
  return `${told(high)} to ${told(low)}`
}

const testNames: Readonly<Record<Tested['name'], string>> = {
  wilcoxon: 'Wilcoxon',
  sign: 'sign test',
  'mann-whitney': 'Mann-Whitney',
}

/** In two digits; below 0.0001 nobody can trust them. */
export function pText(p: number, write: Writing): string {
  if (p < 1e-4) return `p < ${write.number(1e-4)}`
  return `p = ${write.number(Number(p.toPrecision(p < 1e-3 ? 1 : 2)))}`
}

function testText({ name, p, holm }: Tested, write: Writing): string {
  const own = `${testNames[name]} ${pText(p, write)}`
  if (!holm) return own
  return `${own}, ${pText(holm.p, write)} by Holm for ${write.count(holm.comparisons)} comparisons`
}

/** `median 31 % fewer evaluations to 1e-6, 95 % interval 22-40 %` */
function effectText({ effect, measure, alpha }: Findings, write: Writing): string | undefined {
  if (!effect) return undefined
  const median = `median ${amountText(effect, effect.value, measure, write)} ${subject(measure, write)}`
  const interval = intervalText(effect, measure, write)
  if (interval === undefined) return median
  return `${median}, ${write.number(100 * (1 - alpha))} % interval ${interval}`
}

/** `; Adam reached it on 20 of 20, RMSProp on 14 of 20`, where one failed. */
function reachedText({ a, b, reached, sizes, measure }: Findings, write: Writing): string {
  const { count, text } = write
  if (reached[0] === sizes[0] && reached[1] === sizes[1]) return ''
  const [did, what] = measure.kind === 'cost' ? ['reached', 'the target'] : ['kept', 'a finite value']
  return `; ${text(a)} ${did} ${what} on ${count(reached[0])} of ${count(sizes[0])}, ${text(b)} on ${count(reached[1])} of ${count(sizes[1])}`
}

/** @param whose where it has not been said: the effect is a's */
const inBrackets = (findings: Findings, write: Writing, whose = ''): string => {
  const parts = [effectText(findings, write), testText(findings.test, write)]
  return `(${findings.effect ? whose : ''}${parts.filter((part) => part !== undefined).join(', ')}${reachedText(findings, write)})`
}

/** `on 18 of 20 seeds, 1 tied`, or how many of all pairings. */
function winsText({ tally, sizes, unit, paired }: Findings, write: Writing): string {
  const { count } = write
  const { wins, ties, losses } = tally
  if (paired) {
    const tied = ties === 0 ? '' : `, ${count(ties)} tied`
    return `on ${count(wins)} of ${counted(sizes[0], unit, write)}${tied}`
  }
  const share = (100 * (wins + ties / 2)) / (wins + ties + losses)
  return `in ${count(Math.round(share))} % of all pairings of ${count(sizes[0])} with ${counted(sizes[1], unit, write)}`
}

const mirrored = (effect: Effect): Effect => {
  const turn = (value: number): number => (effect.kind === 'ratio' ? 1 / value : 0 - value)
  const ends = effect.interval?.map(turn)
  return { ...effect, value: turn(effect.value), interval: ends ? [ends[1], ends[0]] : null }
}

/** The same findings with a and b in each other's place. */
export const swapped = <Found extends Findings>(findings: Found): Found => ({
  ...findings,
  a: findings.b,
  b: findings.a,
  sizes: [findings.sizes[1], findings.sizes[0]],
  reached: [findings.reached[1], findings.reached[0]],
  tally: { wins: findings.tally.losses, ties: findings.tally.ties, losses: findings.tally.wins },
  effect: findings.effect && mirrored(findings.effect),
})

/** The one that is ahead first. */
const aheadFirst = <Found extends Findings>(findings: Found): Found =>
  findings.tally.losses > findings.tally.wins ? swapped(findings) : findings

function moreText({ more, least, unit, paired, sizes }: VerdictValues['undecided'], write: Writing): string {
  const each = paired ? '' : ' of each'
  const few =
    least === null
      ? ''
      : `; with ${counted(Math.min(...sizes), unit, write)}${each} nothing can be told, whatever they show: ${write.count(least)} are the least`
  if (more === null)
    return `${few}; more than ${write.count(1000)} more ${units[unit][1]} would be needed to tell`
  return `${few}; about ${write.count(more)} more ${units[unit][more === 1 ? 0 : 1]}${each} would be needed to tell, if the difference is what it looks like`
}

/** `120 evaluations to 1e-6`, `final loss 0.3`; undefined of one that failed. */
function valueText(measure: Measure, value: number, write: Writing): string | undefined {
  if (!Number.isFinite(value)) return undefined
  if (measure.kind === 'value') return `${subject(measure, write)} ${write.number(value)}`
  if (measure.of === 'seconds') return `${write.number(value)} seconds to ${write.text(measure.target)}`
  return `${write.number(value)} ${subject(measure, write)}`
}

type Single = VerdictValues['single']

/** `: Adam has 31 % fewer`; empty where one failed or both are the same. */
function apartText({ a, b, measure, values }: Single, write: Writing): string {
  const [first, second] = values
  if (!values.every(Number.isFinite)) return ''
  if (first === second) return ': the same'
  const isRatio = values.every((value) => value > 0)
  const [lower, value] =
    first < second
      ? [a, isRatio ? first / second : first - second]
      : [b, isRatio ? second / first : second - first]
  const kind = isRatio ? 'ratio' : 'difference'
  const amount = `${sizeText({ kind }, value, write)} ${comparatives(measure)[0]}`
  return measure.kind === 'cost'
    ? `: ${write.text(lower)} has ${amount}`
    : `: that of ${write.text(lower)} is ${amount}`
}

function toldText(single: Single, write: Writing): string {
  const { a, b, measure, values } = single
  const failed = measure.kind === 'cost' ? `never reached ${write.text(measure.target)}` : 'diverged'
  const told = [a, b].map((name, i) => {
    const value = valueText(measure, values[i], write)
    return `${write.text(name)} ${value === undefined ? failed : `${measure.kind === 'cost' ? 'took' : 'has'} ${value}`}`
  })
  return `${told.join(', ')}${apartText(single, write)}`
}

function whyText({ unit, repeats }: Single, { count }: Writing): string {
  const [one] = units[unit]
  if (!repeats) return `one ${one} each: n = 1, nothing to test`
  if (repeats.count === 1) return `every ${one} gives the same run: n = 1, nothing to test`
  return `every ${one} of ${count(repeats.count)} gives the same ${repeats.known ? 'run' : 'value'}: n = 1, nothing to test`
}

/** What it says nothing about, and what would. */
function beyondText({ unit, repeats, least }: Single, { count }: Writing): string {
  if (least !== null)
    return `; that is of these two runs alone: with fewer than ${count(least)} ${units[unit][1]} of each nothing can be told`
  return repeats?.known ? '; that is of this problem from this start, not of others' : ''
}

/** Verdicts on the same two runs by several measures, one of them first. */
export function singleSentence(singles: readonly [Single, ...Single[]], write = plainly): string {
  const told = singles.map((single) => toldText(single, write)).join('; ')
  return `${whyText(singles[0], write)}; ${told}${beyondText(singles[0], write)}`
}

const verdicts: Wording<VerdictValues> = {
  better(values, write) {
    const found = values.winner === 'a' ? values : swapped(values)
    return `${write.text(found.a)} beats ${write.text(found.b)} ${winsText(found, write)} ${inBrackets(found, write)}`
  },
  tied(values, write) {
    const found = aheadFirst(values)
    const [a, b] = [write.text(found.a), write.text(found.b)]
    if (values.margin === null)
      return `${a} and ${b} are tied: the same ${subject(values.measure, write)} on all ${counted(values.sizes[0], values.unit, write)}${reachedText(found, write)}`
    return `${a} and ${b} are tied within ${write.number(100 * values.margin)} % ${inBrackets(found, write, `${a}: `)}`
  },
  undecided(values, write) {
    const found = aheadFirst(values)
    const { wins, losses } = found.tally
    const [a, b] = [write.text(found.a), write.text(found.b)]
    const said =
      wins === losses
        ? `${a} and ${b} are level, each ahead ${winsText(found, write)} ${inBrackets(found, write, `${a}: `)}`
        : `${a} is ahead of ${b} ${winsText(found, write)} ${inBrackets(found, write)}`
    return `not decided: ${said}${moreText(values, write)}`
  },
  single: (values, write) => singleSentence([values], write),
  unreached: ({ a, b, measure, sizes }, write) =>
    measure.kind === 'cost'
      ? `neither ${write.text(a)} nor ${write.text(b)} ever reached ${write.text(measure.target)} (${write.count(sizes[0])} and ${write.count(sizes[1])} runs)`
      : `${write.text(a)} and ${write.text(b)} diverged in all of their runs (${write.count(sizes[0])} and ${write.count(sizes[1])})`,
  nothing: ({ a, b, unit }, { text }) =>
    `nothing to compare ${text(a)} and ${text(b)} by: they have no ${units[unit][0]} in common`,
}

/** A verdict as a sentence: what was found first, then how sure it is. Begins as names do and has no full stop. */
export const verdictSentence = (verdict: Verdict, write = plainly): string =>
  worded<VerdictValues, Verdict['kind']>(verdicts, verdict, write)

/**
 * What a verdict on two of many points is worth to somebody who picked them for how they look: Bonferroni's
 * bound over all pairs. Empty where that takes nothing away.
 */
export function pickedText(verdict: Verdict, points: number, write = plainly): string {
  const pairs = (points * (points - 1)) / 2
  if (verdict.kind !== 'better' || pairs <= 1) return ''
  const { test, alpha } = verdict.values
  const p = Math.min(1, test.p * pairs)
  const picked = `${pText(p, write)} by Bonferroni for the ${write.count(pairs)} pairs of ${write.count(points)} points`
  return p <= alpha
    ? `that holds for two picked for how they look, too: ${picked}`
    : `that holds for two chosen beforehand; for two picked for how they look it is not shown: ${picked}`
}

/** How it was found, for a note beside the sentence; empty where nothing was tested. */
export function verdictMethod(verdict: Verdict): string {
  if (verdict.kind !== 'better' && verdict.kind !== 'tied' && verdict.kind !== 'undecided') return ''
  const { test, effect, paired } = verdict.values
  const how = test.exact ? 'exact' : 'by the normal approximation'
  const named = {
    wilcoxon: "Wilcoxon's signed-rank test of pairs, equal pairs left out",
    sign: 'the sign test of pairs, since how far apart two are of which one failed is not known',
    'mann-whitney': 'the Mann-Whitney test of groups without pairs',
  }[test.name]
  const estimate =
    effect &&
    (effect.by === 'median'
      ? `the ${effect.kind} is the median over pairs, its interval between order statistics`
      : `the ${effect.kind} is Hodges and Lehmann's median of ${paired ? 'pairs' : 'all pairings'}, its interval that of the test`)
  const family = test.holm && 'p is corrected by Holm for all comparisons, intervals are each on their own'
  return [`${named}, two-sided, ${how}`, estimate, family].filter(Boolean).join('; ')
}
