import type { HyperSpecs, HyperValues } from '../hyper'

/**
 * How the learning rate changes over a run. Stateless: the rate of any update follows from its
 * number alone, so that it can be plotted before a run and resumed in the middle of one.
 */
export interface Schedule<Options extends HyperSpecs = HyperSpecs> {
  /** Stored in databases and files: never rename. */
  readonly id: string
  readonly label: string
  /** The rate in TeX: update u = 0, 1, ..., of N, base rate \eta. */
  readonly formula: string
  /** A line for the picker. */
  readonly summary: string
  readonly options: Options
  /** True where the factor is always 1. */
  readonly isConstant?: boolean
  /**
   * What the base learning rate is multiplied by.
   * @param update how many updates have been made: 0 for the first one
   * @param total how many there will be
   */
  factor(update: number, total: number, options: Readonly<HyperValues<Options>>): number
  /** The factor as an expression in Python, of `update`, `total` and the options. */
  readonly python: string
}

/** Checks a schedule where it is written, then forgets its own options' type. */
export function defineSchedule<Options extends HyperSpecs>(schedule: Schedule<Options>): Schedule {
  return schedule as unknown as Schedule
}
