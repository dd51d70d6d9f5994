import { epsilon, learningRate, number, weightDecay, type NumberHyper } from '../hyper'
import { symbolOf } from './names'
import { defaultOf, rangeOf, type RuleSpec } from './spec'

/** Names that methods have: what the form calls them, their symbol and how they are spaced. */
const usual: Readonly<Record<string, (value: number) => NumberHyper>> = {
  lr: learningRate,
  eps: epsilon,
  weightDecay,
}

/** Ends of the sliders of hyper-parameters whose rule says nothing of them: any number. */
const unbounded = { min: -Number.MAX_VALUE, max: Number.MAX_VALUE }

function specOf(name: string, given: RuleSpec['hyper'][string], isStart: boolean): NumberHyper {
  const value = defaultOf(given)
  const { min, max } = rangeOf(given)
  const known = Object.hasOwn(usual, name)
    ? usual[name](value)
    : number(name, symbolOf(name), value, unbounded)
  return {
    ...known,
    ...(min === undefined ? {} : { min, minExclusive: name === 'lr' && min === 0 }),
    ...(max === undefined ? {} : { max }),
    ...(isStart ? { onlyStarts: true } : {}),
  }
}

/**
 * The hyper-parameters that a rule describes.
 * @param read names that its lines read: of the others only the start depends
 */
export const hyperOf = (
  { hyper }: RuleSpec,
  read: ReadonlySet<string>,
): Readonly<Record<string, NumberHyper>> =>
  Object.fromEntries(
    Object.entries(hyper).map(([name, given]) => [name, specOf(name, given, !read.has(name))]),
  )

/** What is wrong with the ends of a hyper-parameter's range; undefined where nothing is. */
export function rangeFault(name: string, given: RuleSpec['hyper'][string]): string | undefined {
  const value = defaultOf(given)
  const { min = -Infinity, max = Infinity } = rangeOf(given)
  if (!(min < max)) return `must have a min below its max, got ${min} and ${max}`
  if (value < min || value > max) return `must have a default from ${min} to ${max}, got ${value}`
  if (name === 'lr' && value <= 0) return `must have a default above 0, got ${value}`
  if (name === 'lr' && min < 0 && min !== -Infinity) return `must have a min of 0 or more, got ${min}`
  return undefined
}
