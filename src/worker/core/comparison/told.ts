import type { Verdict } from './contract'
import { verdictsOnPairs, verdictsOnRuns, type RunGroup, type RunMeasure, type RunsAsked } from './runs'
import { moreOf } from './verdict'
import { singleSentence, verdictMethod, verdictSentence } from './wording'

/** A verdict in words. */
export interface Told {
  readonly kind: Verdict['kind']
  /** Begins as names do and has no full stop. */
  readonly text: string
  /** How it was found; empty where nothing was tested. */
  readonly method: string
  /** Seeds of each that it takes yet; 0 where it is told, or no number of them would do. */
  readonly more: number
}

/** What two single runs are told by, besides what was asked for. */
const beside: readonly RunMeasure[] = ['finalLoss', 'evaluations']

/** The best group against each other one, in words. */
export function toldOfRuns(groups: readonly RunGroup[], asked: RunsAsked): readonly Told[] {
  const also = beside
    .filter((measure) => measure !== asked.measure)
    .flatMap((measure) => verdictsOnPairs(groups, { ...asked, measure }))
  return verdictsOnRuns(groups, asked).map(({ verdict, pair: [a, b] }) => {
    const others = also.flatMap(({ verdict: other, pair }) =>
      other.kind === 'single' && pair[0] === a && pair[1] === b ? [other.values] : [],
    )
    const text =
      verdict.kind === 'single' ? singleSentence([verdict.values, ...others]) : verdictSentence(verdict)
    return { kind: verdict.kind, text, method: verdictMethod(verdict), more: moreOf(verdict) }
  })
}
