import type { Reason } from '@core/reasons/contract'
import { reasonText } from '@core/reasons/wording'

/** The same with why it ended in words. */
export const worded = <Ended extends { readonly reason: Reason | null }>({ reason, ...rest }: Ended) => ({
  ...rest,
  reason: reasonText(reason),
})

/** A reason with the given words. */
export const sentenceOf = (text: string): Reason => ({ kind: 'sentence', values: { text } })
