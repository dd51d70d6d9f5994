import { formatNumber } from '../../../../model/format'

/** Digits after which a guess is as good as the number. */
const enough = 5e-4

/** What to say of a guess at a parameter after an update that began at `from`. */
export function judgement(
  guess: number,
  from: number,
  to: number,
): { readonly right: boolean; readonly text: string } {
  if (Object.is(guess, to)) return { right: true, text: 'Right, to the last bit.' }
  const off = Math.abs(guess - to)
  const step = Math.abs(to - from)
  // Most of a parameter is there before the update: it is the step that was to be worked out.
  const share = step > 0 ? off / step : Infinity
  const right = share < enough || off <= enough * Number.EPSILON * Math.abs(to)
  const ofStep = Number.isFinite(share) ? `, ${formatNumber(100 * share, 2)} % of the step` : ''
  return { right, text: `${right ? 'Right: off by' : 'Off by'} ${formatNumber(off)}${ofStep}.` }
}
