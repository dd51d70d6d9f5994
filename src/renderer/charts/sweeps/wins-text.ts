import type { Tally } from '@core/comparison/wins'
import { formatCount } from '../../model/format'

/** How often one was ahead of the other, a draw counting half; half where they never met. */
export const shareAhead = ({ wins, ties, losses }: Tally): number => {
  const pairs = wins + ties + losses
  return pairs === 0 ? 0.5 : (wins + ties / 2) / pairs
}

/** `9 : 1, 2 even`. */
export const tallyText = ({ wins, ties, losses }: Tally): string =>
  `${formatCount(wins)} : ${formatCount(losses)}${ties > 0 ? `, ${formatCount(ties)} even` : ''}`
