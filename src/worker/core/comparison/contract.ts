/**
 * Which of two is better, as data: a kind and its values, plain and readonly. A new kind is an entry here,
 * where `verdict.ts` finds it, and one in `wording.ts`.
 */
import type { Kinds } from '../reasons/contract'
import type { Tally } from './wins'

/** What two groups are compared by. Ratios are told where all values are above zero, else differences. */
export type Measure =
  /** What it took to a target, the less the better. */
  | {
      readonly kind: 'cost'
      readonly of: 'updates' | 'evaluations' | 'seconds'
      /** As a person reads it: `1e-6`. */
      readonly target: string
    }
  /** What was reached: `final loss`. */
  | { readonly kind: 'value'; readonly of: string; readonly goal: 'low' | 'high' }

/** What an observation is one of. */
export type Unit = 'seed' | 'start' | 'problem'

export interface Question {
  readonly a: string
  readonly b: string
  readonly measure: Measure
  /**
   * An observation each: of `paired` ones k of both is under the same seed and start. One that failed (did
   * not reach the target, diverged) is Infinity, or -Infinity where high is good: `costsOf` makes them.
   */
  readonly values: readonly [a: readonly number[], b: readonly number[]]
  readonly paired: boolean
  readonly unit: Unit
  /**
   * Whether every seed is known to give the very same run: full batches from a fixed start. Where nobody
   * says, groups of which all values are the same are taken for such.
   */
  readonly repeats?: boolean
}

/** How far apart two groups are, as a is to b. */
export interface Effect {
  /** a / b, or a - b. */
  readonly kind: 'ratio' | 'difference'
  readonly value: number
  /** At 1 - alpha, of this comparison alone; null of too few. An end may be infinite (or 0, of a ratio). */
  readonly interval: readonly [low: number, high: number] | null
  /** Hodges and Lehmann's; the plain median and order statistics where runs failed. */
  readonly by: 'hodges-lehmann' | 'median'
}

export interface Tested {
  readonly name: 'wilcoxon' | 'sign' | 'mann-whitney'
  readonly p: number
  readonly exact: boolean
  /** Holm's, for the comparisons of one family; null where there is but one. */
  readonly holm: { readonly p: number; readonly comparisons: number } | null
}

interface Asked {
  readonly a: string
  readonly b: string
  readonly measure: Measure
  readonly unit: Unit
}

/** What was found of two groups with something to test. */
export interface Findings extends Asked {
  readonly paired: boolean
  readonly sizes: readonly [a: number, b: number]
  /** Of a against b, over pairs, or over every one of a with every one of b. */
  readonly tally: Tally
  /** Observations that did not fail. */
  readonly reached: readonly [a: number, b: number]
  /** Null where the middle of it is not a number: most have failed. */
  readonly effect: Effect | null
  readonly test: Tested
  readonly alpha: number
}

export interface VerdictValues {
  /** The test and the interval both say so, and it is more than the margin. */
  better: Findings & { readonly winner: 'a' | 'b' }
  /** Every pair is a tie (margin null), or the ratio is within the margin of 1: its whole interval, or itself where it is sure. */
  tied: Findings & { readonly margin: number | null }
  undecided: Findings & {
    /** Observations (of each group) beyond those there are; null: more than 1,000, or no number would do. */
    readonly more: number | null
    /** With fewer (in each group) nothing can be told, whatever they show; null where there are as many. */
    readonly least: number | null
  }
  /** One observation each: nothing to test. */
  single: Asked & {
    readonly values: readonly [a: number, b: number]
    /** Of so many seeds that all gave the same, or are known to; null where others may give something else. */
    readonly repeats: { readonly count: number; readonly known: boolean } | null
    /** With fewer (of each) nothing could be told; null where more of them would be the same again. */
    readonly least: number | null
  }
  /** Neither ever reached the target. */
  unreached: Asked & { readonly sizes: readonly [a: number, b: number] }
  /** Nothing in common to compare by. */
  nothing: Asked
}
export type Verdict = Kinds<VerdictValues>
