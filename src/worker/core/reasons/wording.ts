import { shortNumber } from '../issues'
import { optimizerById } from '../optimizers'
import type {
  Finding,
  FindingValues,
  Limit,
  LimitValues,
  RateLeft,
  Reason,
  ReasonValues,
  RuleValues,
} from './contract'

/** How what stands in a sentence is written. */
export interface Writing {
  /** In four digits. */
  number(value: number): string
  /** Whole, in all its digits. */
  count(value: number): string
  /** Words that come from elsewhere. */
  text(words: string): string
}

/** For files and terminals. */
export const plainly: Writing = { number: shortNumber, count: String, text: (words) => words }

/** A sentence for every kind. */
export type Wording<Values> = {
  readonly [Kind in keyof Values]: (values: Readonly<Values[Kind]>, write: Writing) => string
}

export const worded = <Values, Kind extends keyof Values>(
  wording: Wording<Values>,
  { kind, values }: { readonly kind: Kind; readonly values: Readonly<Values[Kind]> },
  write: Writing,
): string => wording[kind](values, write)

const counted = (value: number, one: string, many: string, { count }: Writing): string =>
  `${count(value)} ${value === 1 ? one : many}`

const grouped = (count: number): string => count.toLocaleString('en-US')

/** What is multiplied by the learning rate. */
export const steepnessText = (curvature: string, decayed: boolean): string =>
  decayed ? `(${curvature} + weight decay)` : curvature

const atUpdate = (update: number | null, { count }: Writing): string =>
  update === null ? '' : ` at update ${count(update)}`

const atPoint = (update: number, write: Writing): string =>
  update === 0 ? ' at the start' : atUpdate(update, write)

/** What a limit is a share or a multiple of stands in brackets, as an experiment file would have it. */
const limits: Wording<LimitValues> = {
  any: () => 'any number',
  typed: ({ at }, { number }) => `${number(at)} (as typed)`,
  share: ({ at, share, of }, { number }) =>
    `${number(at)} (${shortNumber(share)} of the objective's own ${of})`,
  growth: ({ at, times, of }, { number }) =>
    `${number(at)} (${shortNumber(times)} times the ${of === 'start' ? "start's" : "objective's own"})`,
}

const limitText = (limit: Limit, write: Writing): string =>
  worded<LimitValues, Limit['kind']>(limits, limit, write)

/** The same below zero. */
const negative = (write: Writing): Writing => ({ ...write, number: (value) => write.number(-value) })

/** What comes after the status: at which point, if that matters, and why. */
const rules: Wording<RuleValues> = {
  'parameter-not-finite': ({ update, parameter, value }, write) =>
    `${atPoint(update, write)}: the parameter ${parameter} is ${write.number(value)}`,
  'loss-not-finite': ({ update, loss }, write) =>
    `${atPoint(update, write)}: the loss is ${write.number(loss)}`,
  'gradient-not-a-number': ({ update }, write) => `${atPoint(update, write)}: the gradient is not a number`,
  'loss-beyond-bound'({ update, loss, bound }, write) {
    // Without a lower bound a loss runs away downwards.
    const beyond =
      loss > 0 ? `above ${limitText(bound, write)}` : `below ${limitText(bound, negative(write))}`
    const remedy = update === 0 ? '; leave stop.divergeAbove out to measure growth against the start' : ''
    return `${atPoint(update, write)}: the loss is ${write.number(loss)}, ${beyond}${remedy}`
  },
  'small-gradient': ({ gradientNorm, below }, write) =>
    `: the gradient norm is ${write.number(gradientNorm)}, below ${limitText(below, write)}`,
  'small-changes': ({ updates, below }, write) =>
    `: parameters changed by less than ${limitText(below, write)} for ${counted(updates, 'update', 'updates in a row', write)}`,
  'budget-used': ({ iterations }, write) => `: ${counted(iterations, 'iteration', 'iterations', write)} done`,
}

const rangeText = (
  { smallest, largest }: { readonly smallest: number; readonly largest: number },
  { number }: Writing,
): string => `curvature from ${number(smallest)} to ${number(largest)} there`

const knownRange = (
  curvature: { readonly smallest: number; readonly largest: number } | null,
  write: Writing,
): string => (curvature ? rangeText(curvature, write) : 'the curvature there is not known')

const slopeText = (
  { gradientNorm, rate }: Readonly<FindingValues['slope-left']>,
  { number }: Writing,
): string => {
  const now = rate === null ? '' : `; the learning rate is ${number(rate)} by now`
  return `the gradient norm is still ${number(gradientNorm)}${now}`
}

const curvatureOf = {
  whole: 'largest curvature',
  batch: 'curvature of the batch',
  minimum: 'largest curvature at the minimum',
} as const

/** Old runs may be of a method that is no longer there. */
const labelOf = (optimizer: string): string => optimizerById(optimizer)?.label ?? optimizer
const stepOf = (optimizer: string): string =>
  optimizerById(optimizer)?.stepName ?? `${labelOf(optimizer)}'s step`

const percentText = (share: number, { number }: Writing): string =>
  share > 0.99 ? 'more than 99 %' : `${number(Number((100 * share).toPrecision(2)))} %`

function rateText(rate: RateLeft | null, { number }: Writing): string {
  if (rate === null) return ''
  return rate.kind === 'scheduled'
    ? `, at the learning rate of ${number(rate.rate)} that it has by now`
    : `; a learning rate above ${number(rate.rate)} is faster, and stable below ${number(rate.stableRate)}`
}

const findingText = (finding: Finding, write: Writing): string =>
  worded<FindingValues, Finding['kind']>(findings, finding, write)

const findings: Wording<FindingValues> = {
  'unstable-rate'({ product, bound, decayed, of, update }, write) {
    const steepness = steepnessText(curvatureOf[of], decayed)
    return `lr x ${steepness} = ${write.number(product)}${atUpdate(update, write)}, stable below ${write.number(bound)}`
  },
  overshoot({ rate, curvature, product, ofBatch, isPlain, update }, write) {
    const where = `curvature${ofBatch ? ' of the batch' : ''} along the step`
    const at = atUpdate(update, write)
    if (isPlain) return `lr x ${where} = ${write.number(product)}${at}, stable below 2`
    const factors = `${write.number(rate)} x ${write.number(curvature)} = ${write.number(product)}`
    return `effective step size x ${where} = ${factors}${at}, stable below 2`
  },
  'unlike-batches': ({ product, whole, bound, update }, write) =>
    `lr x curvature of the batch = ${write.number(product)}${atUpdate(update, write)}, of the whole ` +
    `${write.number(whole)}; stable below ${write.number(bound)} only where batches are alike`,
  'newton-uphill': ({ update }, write) =>
    `Newton's step${atUpdate(update, write)} led uphill, the curvature being negative along it`,
  'carried-uphill': ({ update }, write) =>
    `the step${atUpdate(update, write)} led uphill, carried by earlier gradients`,
  'division-by-zero': ({ optimizer, parameter }) =>
    `0/0: with epsilon 0, ${labelOf(optimizer)} divides by the size of past slopes, and that of ${parameter} is 0`,
  'variance-below-zero': ({ parameter }) =>
    `the centred variance of ${parameter} was rounded below 0, and has no root`,
  'outside-domain'({ operation, argument, ofSlope, update }, write) {
    const of =
      operation === 'division' ? 'a division by' : `${operation === 'power' ? 'a power' : operation} of`
    const slope = ofSlope ? ', which has no slope there' : ''
    return `${of} ${write.number(argument)}${slope}${atPoint(update, write)}`
  },
  'singular-hessian': ({ update, smallest }, write) =>
    `the Hessian is singular${atUpdate(update, write)}: its curvatures go down to ${write.number(smallest)}, ` +
    "and Newton's step divides by them",
  'endless-fall'({ passedSaddle, curvature }, { number }) {
    const along = curvature === null ? '' : ` along curvature ${number(curvature)}`
    const story = passedSaddle ? 'left a saddle' : 'the loss fell all the way'
    return `${story}${along}: the objective has no known lower bound`
  },
  plateau({ above, ...range }, write) {
    const height = above === null ? '' : `, and the loss is ${write.number(above)} above the lowest known`
    return `a plateau, not a minimum: ${rangeText(range, write)}${height}`
  },
  saddle: (range, write) => `a saddle, not a minimum: ${rangeText(range, write)}`,
  maximum: (range, write) => `a maximum, not a minimum: ${rangeText(range, write)}`,
  'degenerate-saddle': (range, write) =>
    `a degenerate saddle, not a minimum: ${rangeText(range, write)}, yet the loss falls around it`,
  'top-reached': ({ curvature }, write) => `a maximum: ${knownRange(curvature, write)}`,
  'saddle-below-top': (range, write) => `a saddle, not a maximum: ${rangeText(range, write)}`,
  'minimum-below-top': (range, write) => `a minimum, not a maximum: ${rangeText(range, write)}`,
  'top-not-shown': ({ curvature }, write) => `not shown to be a maximum: ${knownRange(curvature, write)}`,
  'endless-climb': () => 'the loss climbed all the way: it has no known upper bound',
  mirrored: ({ cause }, write) => `of the objective with its sign changed: ${findingText(cause, write)}`,
  'local-minimum': ({ above }, { number }) =>
    `a local minimum: the loss is ${number(above)} above the lowest known`,
  'above-found': ({ above }, { number }) =>
    `a local minimum: one was found that is lower by ${number(above)}`,
  'lowest-found': () => 'the lowest minimum that was found, not known to be the lowest there is',
  kink: ({ operation, falls }) =>
    falls
      ? `a kink of ${operation}, not a minimum: the loss falls around it`
      : `a minimum at a kink of ${operation}: the loss rises on all sides`,
  held: (slope, write) => `held back by its weight decay: ${slopeText(slope, write)}`,
  'shrunk-step': ({ optimizer, share, ...slope }, write) =>
    `${stepOf(optimizer)} fell to ${write.number(share)} of its first while ${slopeText(slope, write)}`,
  'slope-left': slopeText,
  'above-lowest': ({ above }, { number }) => `the loss is ${number(above)} above the lowest known`,
  'newton-fall': ({ fall }, { number }) => `Newton's step would lower the loss by ${number(fall)}`,
  'not-minimum': ({ since }, write) => `not a minimum: ${findingText(since, write)}`,
  'not-shown': ({ curvature }, write) => `not shown to be a minimum: ${knownRange(curvature, write)}`,
  growing: ({ factor, cause }, write) =>
    `still growing, ${write.number(factor)}-fold at every update: ${findingText(cause, write)}`,
  bouncing: ({ cause }, write) => `still bouncing: ${findingText(cause, write)}`,
  swing({ updates, low, high }, { number, count }) {
    const [least, most] = [number(low), number(high)]
    return least === most
      ? `in ${count(updates)} more updates the parameters go to and fro, and the loss stays at ${least}`
      : `in ${count(updates)} more updates the loss goes between ${least} and ${most}`
  },
  descending({ updates, fall, above, rate }, write) {
    const gain =
      above === null
        ? `lower the loss by ${write.number(fall)}`
        : `take ${percentText(fall / above, write)} off the ${write.number(above)} above the lowest known loss`
    return `still descending: ${write.count(updates)} more iterations ${gain}${rateText(rate, write)}`
  },
}

const reasons: Wording<ReasonValues> = {
  rule({ status, rule, finding }, write) {
    const ended = `${status}${worded<RuleValues, keyof RuleValues>(rules, rule, write)}`
    return finding === null ? ended : `${ended}; ${findingText(finding, write)}`
  },
  climbed: ({ rule }, write) =>
    `climbed without bound${worded<RuleValues, keyof RuleValues>(rules, rule, write)}`,
  stopped: ({ updates }, write) => `stopped by hand after ${counted(updates, 'update', 'updates', write)}`,
  closed: ({ updates }, write) =>
    updates === null
      ? 'the lab was closed before this run began'
      : `the lab was closed after ${counted(updates, 'update', 'updates', write)}; the curve up to there was kept`,
  'lab-gone': ({ updates, budget }) =>
    updates === null
      ? 'the lab stopped before this run began'
      : `the lab stopped at update ${grouped(updates)} of ${grouped(budget)}; the curve up to there was kept`,
  error: ({ message }, { text }) => text(message),
  'thread-ended': () => 'its thread ended unexpectedly',
  'thread-crashed': ({ message }, { text }) => `its thread crashed: ${text(message)}`,
  'thread-replaced': () => 'its thread did not answer and was replaced',
  'not-stored': ({ message }, { text }) => `its points could not be stored: ${text(message)}`,
  sentence: ({ text: words }, { text }) => text(words),
}

/** Why a run ended, in words with numbers; empty where it has not. Begins small and has no full stop. */
export const reasonText = (reason: Reason | null, write = plainly): string =>
  reason === null ? '' : worded<ReasonValues, Reason['kind']>(reasons, reason, write)
