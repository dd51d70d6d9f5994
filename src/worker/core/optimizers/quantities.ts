import type { Quantity } from './contract'

/** One that an update carries on: its equations have it before and after. */
export const carried = (symbol: string, says: string): Quantity => ({
  tex: `${symbol}_t`,
  before: `${symbol}_{t-1}`,
  says,
})

/** One that every update works out anew. */
export const fresh = (tex: string, says: string): Quantity => ({ tex, says })

const firstMoment = 'First moment: the mean of the gradients so far, the older the less they weigh.'
const secondMoment = 'Second moment: the mean of the squared gradients so far, the older the less they weigh.'
const shareCounted = (moment: string): string =>
  `Bias correction: the ${moment} moment started at zero, and this is the share of it that has come in.`

/** The same where it is a direction that moves the parameters. */
export const moving = (moves: 'along' | 'against', quantity: Quantity): Quantity => ({ ...quantity, moves })

/** A velocity, by whichever name. */
export const velocityAs = (symbol: string, moves: 'along' | 'against'): Quantity =>
  moving(moves, carried(symbol, 'Velocity: the steps so far, the older the less they weigh, and this one.'))

/** The largest recent gradient, by whichever name. */
export const largest = (symbol: string): Quantity =>
  carried(symbol, 'Size of the largest gradient so far, which fades with every update.')

/** The largest second moment, by whichever name. */
export const largestMoment = (symbol: string): Quantity =>
  carried(symbol, 'The largest second moment so far.')

/** What several methods have, by the names of their state and their steps. */
const shared = {
  g: moving(
    'against',
    fresh('g_t', 'Gradient that the update goes along, with the weight decay where the method adds one.'),
  ),
  shrunk: fresh(String.raw`\theta'_{t-1}`, 'Parameter after the weight decay has shrunk it.'),
  m: moving('against', carried('m', firstMoment)),
  v: carried('v', secondMoment),
  mHat: moving('against', fresh(String.raw`\hat m_t`, 'First moment, corrected for its start at zero.')),
  vHat: fresh(String.raw`\hat v_t`, 'Second moment, corrected for its start at zero.'),
  mBar: moving(
    'against',
    fresh(String.raw`\bar m_t`, 'First moment as the next update will have it, seen with this gradient.'),
  ),
  vMax: largestMoment(String.raw`v^{\max}`),
  correction1: fresh(String.raw`1 - \beta_1^t`, shareCounted('first')),
  correction2: fresh(String.raw`1 - \beta_2^t`, shareCounted('second')),
  correction1Next: fresh(
    String.raw`1 - \beta_1^{t+1}`,
    'Bias correction of the first moment at the next update.',
  ),
  buffer: moving('against', carried('b', 'Momentum: the gradients so far, the older the less they weigh.')),
  G: carried('G', 'Sum of all squared gradients so far.'),
  stepSize: fresh('s_t', 'Length of the step in gradients.'),
} satisfies Record<string, Quantity>

/** Those of the shared quantities that a dialect has. */
export const named = <Name extends keyof typeof shared>(
  ...names: readonly Name[]
): Readonly<Record<Name, Quantity>> =>
  Object.fromEntries(names.map((name) => [name, shared[name]])) as Record<Name, Quantity>
