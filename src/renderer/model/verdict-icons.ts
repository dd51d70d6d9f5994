import type { Verdict } from '@core/comparison/contract'

/** What stands before a verdict. */
export const verdictIcons: Readonly<Record<Verdict['kind'], string>> = {
  better: 'i-lucide-trophy',
  tied: 'i-lucide-equal',
  undecided: 'i-lucide-circle-help',
  single: 'i-lucide-circle-minus',
  unreached: 'i-lucide-circle-x',
  nothing: 'i-lucide-circle-minus',
}
