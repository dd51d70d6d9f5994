import type { Axis, Design } from './designs'

export type { Axis, AxisValue } from './designs'

/** A setting of one of the experiment's runs that a sweep varies. */
export interface SweepAxis {
  /** Place of the run in the experiment, from 0. */
  readonly run: number
  /** Where it stands in the run: `hyper.lr`, `batch`, `schedule.gamma`. */
  readonly path: string
  /** What the form calls it. */
  readonly label: string
  readonly axis: Axis
}

/** The field `sweep` of an experiment file, defaults filled in. */
export interface SweepOptions {
  readonly design: Design
  /** Points of the design for each method; of a grid it follows from the steps. */
  readonly trials?: number
  /** Of the design's draws. */
  readonly seed: number
  /** Runs of each point, with seeds counted up from that of the first run: the same for all methods and problems. */
  readonly seeds: number
  /** What is stored besides what each run came to: nothing, or its curve as the experiment's `record` says. */
  readonly keep: 'values' | 'curves'
  /**
   * How far down is counted as reached: shares of what the loss is above the lowest known value at the
   * start (More and Wild 2009). Where neither that nor a `reference` is known, or a run climbs, none is
   * ever reached.
   */
  readonly targets: readonly number[]
  /**
   * The loss that targets are above where the lowest value of the experiment's own problem is not known:
   * the best that some run has found, or typed. It need not be the minimum.
   */
  readonly reference?: number
  /** Problems besides the experiment's own; each with its start where its default won't do. */
  readonly problems: readonly {
    readonly objective: { readonly id: string; readonly [option: string]: unknown }
    readonly start?: 'random' | readonly number[]
    readonly label?: string
    readonly reference?: number
  }[]
  /** The rules of a tournament; left out where the sweep is none. */
  readonly tournament?: {
    /** Each method's point of the design is chosen for every problem, or once for all. */
    readonly tune: 'problem' | 'suite'
    /** So many of the seeds, the first ones, choose it; the others are what is compared. */
    readonly tuningSeeds: number
    /** What is counted, and how much of it each run may take. */
    readonly budget: { readonly of: 'updates' | 'evaluations' | 'milliseconds'; readonly most: number }
  }
}
