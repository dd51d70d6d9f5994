import { shortNumber } from '@core/issues'
import type { Reason } from '@core/reasons/contract'
import { verdictText, type Verdict } from '@core/reasons/verdict'
import { reasonText, type Writing } from '@core/reasons/wording'
import { formatCount, readable, sentenceOf } from './format'

/** As numbers and words stand everywhere else on the screen. */
const onScreen: Writing = {
  number: (value) => readable(shortNumber(value)),
  count: formatCount,
  text: readable,
}

/** Why a run ended; empty until then. */
export const formatReason = (reason: Reason | null): string => reasonText(reason, onScreen)

/** The same as a sentence of its own. */
export const reasonSentence = (reason: Reason): string => sentenceOf(formatReason(reason))

/** What came of running a run once more, as a sentence. */
export const verdictSentence = (verdict: Verdict): string => sentenceOf(verdictText(verdict, onScreen))
