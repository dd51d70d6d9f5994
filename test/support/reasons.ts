import type { Reason } from '@core/reasons/contract'
import { reasonText } from '@core/reasons/wording'

/** The same with why it ended in words. */
export function worded<Ended extends { readonly reason: Reason | null }>(ended: Ended | undefined) {
  if (!ended) throw new Error('there is no such run')
  return { ...ended, reason: reasonText(ended.reason) }
}

/** A reason with the given words. */
export const sentenceOf = (text: string): Reason => ({ kind: 'sentence', values: { text } })
