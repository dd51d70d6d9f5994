import { z } from '@core/zod'
import {
  afterEnds,
  groupSummaries,
  type AfterEnd,
  type GroupCounts,
  type GroupCurve,
  type GroupSummary,
} from '@core/comparison/groups'
import { list } from '@core/lists'
import { call, id } from './call'

/**
 * Recorded points `first .. first + count - 1` of a run's curve, or of these the ones that a picture
 * needs. Which iterations they are follows from how it records: `iterationOf(point, every, last)`.
 */
export interface CurveSlice {
  readonly run: number
  readonly first: number
  readonly count: number
  /** Points recorded so far. */
  readonly total: number
  /** Updates from one point to the next. */
  readonly every: number
  /** Iteration of the newest point. */
  readonly last: number
  readonly series: Readonly<Record<string, Float64Array>>
  /**
   * Which points the values of a series are, in their order; there is none of a series that has every
   * point of the slice.
   */
  readonly picked?: Readonly<Record<string, Float64Array>>
}

/** A group of runs as one curve with a band around it. Its x are iterations. */
export interface CurveBand extends GroupCurve {
  readonly counts: GroupCounts
  /** Iterations that it was worked out at; those left out of the answer lie within what it spans beside them. */
  readonly places: number
}

/** What is measured at each point of a run. */
const measured = z.union([
  /** A recorded series, and what is taken from it: the lowest known value, for what a loss is above it. */
  z.strictObject({ series: z.string().max(40), less: z.number().default(0) }),
  /** How far the parameters are from the nearest of some points. */
  z.strictObject({ distanceTo: list(list(z.number(), 1, 1_000), 1, 100) }),
])

const oneOf = <Key extends string>(entries: Readonly<Record<Key, unknown>>) =>
  z.enum(Object.keys(entries) as [Key, ...Key[]])

/** A range of iterations in so many pixel columns of equal width on the given scale. */
const picture = z
  .strictObject({
    /** Iterations, both ends included; left out: from the first, to the last of all these runs. */
    from: z.number().min(0).optional(),
    to: z.number().min(0).optional(),
    columns: z.int().min(1).max(10_000),
    scale: z.enum(['linear', 'log']).default('linear'),
  })
  .refine(({ from = 0, to = Infinity }) => from <= to, {
    path: ['to'],
    message: 'must not be below from',
  })

export const curveCalls = {
  /**
   * The points of some runs, each from where its reader stands. Runs that are gone are left out, and so
   * are series that a run has not recorded.
   *
   * Without a picture every point: an answer holds up to 500,000 numbers, which the runs share; ask on
   * until there is `total`.
   *
   * For a picture those that it needs: of every pixel column the first, the last, the lowest and the
   * highest finite one, and the first and the last that is not finite, so that a line is broken wherever
   * values are not finite. One more point stands on either side of the range, if there is one, so that a
   * line runs to the edge. A point on an edge between two columns is in the right one. On a log scale
   * there is no iteration 0. A curve is whole where it has up to four points a column.
   */
  'curves.read': call(
    z
      .strictObject({
        runs: list(
          z.strictObject({ run: id, first: z.int().min(0).default(0), limit: z.int().min(1).optional() }),
          1,
          10_000,
        ),
        series: list(z.string().max(40), 1, 32),
        picture: picture.optional(),
      })
      .refine(
        ({ runs, series, picture }) => runs.length * series.length * (picture?.columns ?? 0) <= 250_000,
        { path: ['picture', 'columns'], message: 'must be at most 250,000 over all runs and series' },
      ),
  ).returns<readonly CurveSlice[]>(),

  /**
   * Some runs as a group, at every iteration at which any of them has a point, and over all of them at
   * each; as far as those have come that are still going. Of very many places a picture's: the ends and
   * the extremes of each of so many stretches, all of which were worked out.
   */
  'curves.band': call(
    z.strictObject({
      runs: list(id, 1, 10_000),
      measured,
      summary: oneOf<GroupSummary>(groupSummaries),
      afterEnd: oneOf<AfterEnd>(afterEnds),
      goal: z.enum(['low', 'high']).default('low'),
    }),
  ).returns<CurveBand>(),
} as const
