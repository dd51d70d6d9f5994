import type { Kinds } from './contract'
import { plainly, worded, type Wording } from './wording'

interface VerdictValues {
  /** Every number that could be compared. */
  same: { values: number; points: number }
  /** The first difference, in the order of the points. */
  'value-differs': { series: string; iteration: number; stored: number; found: number }
  /** It came to an end before the stored curve does. */
  'fewer-points': { iterations: number; points: number; stored: number }
  /** What is stored is the same, but not what was recorded once. */
  'other-hash': Readonly<Record<string, never>>
}

/** What came of comparing a run with its repetition, as data. */
export type Verdict = Kinds<VerdictValues>

/** Numbers that differ by their last bits must not look the same. */
const asWritten = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))

const verdicts: Wording<VerdictValues> = {
  same({ values, points }, { count }) {
    const compared = `${count(values)} ${values === 1 ? 'value' : 'values'}`
    return `all ${compared} of ${count(points)} ${points === 1 ? 'point' : 'points'} came out the same, bit for bit`
  },
  'value-differs': ({ series, iteration, stored, found }, { count, text }) =>
    `${series} differs first at iteration ${count(iteration)}: ${text(asWritten(stored))} was stored, ${text(asWritten(found))} came out now`,
  'fewer-points': ({ iterations, points, stored }, { count }) =>
    `it ended after ${count(iterations)} iterations, with ${count(points)} of the ${count(stored)} points stored`,
  'other-hash': () => 'every stored point came out the same, but the hash kept with the run is another one',
}

/** A verdict in words with numbers. Begins small and has no full stop. */
export const verdictText = (verdict: Verdict, write = plainly): string =>
  worded<VerdictValues, Verdict['kind']>(verdicts, verdict, write)
