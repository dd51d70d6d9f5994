import { optimizerById } from '@core/optimizers'
import type { RunRecord } from '../../../main/contract'
import { formatCount, formatExact, formatNumber } from '../format'
import type { Lens } from './lens'

/** A number of the lens, with its name. */
export interface Fact {
  readonly label: string
  readonly text: string
  /** Every digit. */
  readonly exact: string
  /** What it means, for who asks. */
  readonly about: string
}

const fact = (label: string, value: number | undefined, about: string): Fact => ({
  label,
  text: value === undefined || Number.isNaN(value) ? '–' : formatNumber(value),
  exact: value === undefined ? '' : formatExact(value),
  about,
})

/** Beyond it a number of updates says nothing. */
const countless = 1e6

function perDigit(rate: number): string {
  const updates = -1 / Math.log10(rate)
  return rate < 1 && updates < countless ? `, a digit in ${formatNumber(updates, 2)} updates` : ''
}

export function factsOf({
  curvature,
  stability,
  rate,
  swingless,
  predicted,
  observed,
}: Lens): readonly Fact[] {
  const { largest, smallest } = curvature ?? {}
  const condition =
    largest !== undefined && smallest !== undefined && smallest > 0 ? largest / smallest : undefined
  return [
    fact(
      'Largest curvature',
      largest,
      'The largest eigenvalue of the Hessian: how fast the slope turns at the steepest',
    ),
    fact(
      'Smallest curvature',
      smallest,
      'The smallest eigenvalue of the Hessian; below zero the surface curves downwards',
    ),
    fact('Condition number', condition, 'The largest curvature over the smallest, where both are above zero'),
    fact('Learning rate', rate, 'Of the next update'),
    fact(
      'Stable below',
      stability?.stableRate,
      'The bound over the largest curvature, for the learning rate',
    ),
    fact(
      'No swinging up to',
      swingless,
      'The learning rate up to which errors come down from one side, along the steepest direction too',
    ),
    fact(
      'Rate × curvature',
      stability?.product,
      'The learning rate times the largest curvature; stable below the bound',
    ),
    fact('Bound', stability?.bound, 'For that product: 2 of gradient descent, 2 (1 + β) of momentum'),
    fact('Predicted rate', predicted, 'What errors shrink to at every update, if all was as it is here'),
    fact('Observed rate', observed, 'What the norm of the gradient has shrunk to at every update lately'),
  ]
}

function shapeText({ curvature }: Lens): string {
  if (!curvature) return 'The curvature here is not known.'
  const { largest, smallest } = curvature
  if (!(largest > 0))
    return 'Nothing curves upwards here: there is no bowl to settle in, whatever the learning rate.'
  if (smallest < 0)
    return 'In some direction the surface curves downwards here: errors along it grow, whatever the learning rate.'
  if (smallest === 0) return 'In some direction the surface is flat here: errors along it stay.'
  const condition = largest / smallest
  if (condition < 3) return 'Nearly round here: one learning rate suits all directions.'
  return `${formatNumber(condition, 3)} times as steep in one direction as in another: a rate that suits the steep one is slow along the flat one.`
}

function stabilityText({ stability, curvature, rate }: Lens, run: RunRecord): string {
  const name = optimizerById(run.optimizer)?.label ?? run.optimizer
  if (!stability) {
    return curvature && curvature.largest > 0 && rate !== undefined
      ? `For ${name} curvature and learning rate alone tell no bound: it scales its steps itself, or its step is not linear. Where its last steps were too long for the curvature, the run’s reason says so.`
      : ''
  }
  const { product, bound, stableRate, decayed } = stability
  const steepness = decayed ? '(largest curvature + weight decay)' : 'largest curvature'
  const equation = `learning rate × ${steepness} = ${formatNumber(product)}`
  return product < bound
    ? `Stable here: ${equation}, below ${formatNumber(bound)}. The learning rate may go up to ${formatNumber(stableRate)}.`
    : `Unstable here: ${equation}, not below ${formatNumber(bound)}. Errors along the steepest direction grow; stable below learning rate ${formatNumber(stableRate)}.`
}

/** A digit in so many times the updates looked at is noise, and no shrinking. */
const hardly = 20

function seenText(observed: number, window: number): string {
  const over = `over the last ${formatCount(window)} updates`
  const updates = Math.abs(1 / Math.log10(observed))
  if (updates > hardly * window) return `${over} the gradient’s norm has not shrunk`
  const moved = observed < 1 ? 'shrunk' : 'grown'
  return `${over} the gradient’s norm has ${moved} to ${formatNumber(observed)} of itself an update${perDigit(observed)}`
}

function swingText({ swingless, rate, stability }: Lens): string {
  if (swingless === undefined || rate === undefined || !stability || stability.product >= stability.bound)
    return ''
  const edge = formatNumber(swingless)
  return rate > swingless
    ? `Errors along the steepest direction swing to and fro as they shrink; they stop swinging at learning rate ${edge} and below.`
    : `Errors shrink without swinging to and fro, which begins above learning rate ${edge}.`
}

function rateText({ predicted, observed, window }: Lens): string {
  const seen = Number.isFinite(observed) ? seenText(observed, window) : 'too few updates to observe one'
  if (predicted === undefined) return Number.isFinite(observed) ? `Observed: ${seen}.` : ''
  const should =
    predicted < 1
      ? `errors shrink to ${formatNumber(predicted)} of themselves at every update${perDigit(predicted)}`
      : predicted === 1
        ? 'some error stays as it is'
        : `some error grows to ${formatNumber(predicted)} of itself at every update`
  return `Predicted from here: ${should}. Observed: ${seen}.`
}

/** What the numbers mean, in sentences. */
export const lensTexts = (lens: Lens, run: RunRecord): readonly string[] =>
  [shapeText(lens), stabilityText(lens, run), swingText(lens), rateText(lens)].filter(Boolean)
