import type { z } from '../zod'
import type { DialectId } from '../optimizers/contract'
import type { Pulse } from '../pulse'

/** A point or a box side: [low, high]. */
export type Interval = readonly [number, number]

/** A known minimum: where, and how low. */
export interface Minimum {
  readonly theta: readonly number[]
  readonly value: number
}

/** What is large for an objective: each in the unit of what it measures. */
export interface Scales {
  /** The loss that differences are counted from. */
  readonly level: number
  /** A difference of the loss. */
  readonly loss: number
  /** A norm of the gradient. */
  readonly slope: number
  /** A distance between parameters. */
  readonly size: number
}

/**
 * Something to minimise, with its data bound in. theta has length `dimension`;
 * functions write into `out` and keep no reference to what they are given.
 */
export interface Objective {
  readonly dimension: number
  /** Rows of data it averages over; 0 for a plain function. */
  readonly rows: number
  /** Called in the course of long work on it; absent where no work on it is long, or nobody listens. */
  readonly pulse?: Pulse
  /** Whole objective. */
  value(theta: Float64Array): number
  /** Gradient of the whole objective, into `out`. */
  gradient(theta: Float64Array, out: Float64Array): void
  /** Both in one pass; returns the value. */
  evaluate(theta: Float64Array, out: Float64Array): number
  /**
   * Gradient over `rows[from..to)`, row indices into the data; only where `rows > 0`. Whoever goes
   * on in `rows` where the last call ended has not changed them since: they may be read ahead.
   */
  batchGradient(theta: Float64Array, rows: Int32Array, from: number, to: number, out: Float64Array): void
  /** Hessian at theta, row-major, where it has a closed form. */
  hessian?(theta: Float64Array, out: Float64Array): void
  /** True where the Hessian is the same everywhere, which is also when every batch's is. */
  readonly constantCurvature?: boolean
  /** The box worth drawing, one interval a parameter. */
  readonly domain: readonly Interval[]
  readonly defaultStart: readonly number[]
  /** Where its data have units of their own; else `scalesOf` takes them from the default start. */
  readonly scales?: Scales
  /** Global minima, where known; empty otherwise. */
  readonly minima: readonly Minimum[]
  /** What each parameter is called: `x`, `w (eruptions)`, `b`. */
  readonly parameterNames: readonly string[]
}

/** A table of numbers: `features[j][i]` is feature j of row i. */
export interface Table {
  readonly featureNames: readonly string[]
  readonly targetName: string
  readonly features: readonly Float64Array[]
  readonly target: Float64Array
  /** The features once more, row by row, where somebody has laid them out: number j of row i at `i * width + j`. */
  readonly rowMajor?: Float64Array
  /** Known where somebody has gone through the rows already; of more rows than these where they are a sample. */
  readonly moments?: Moments
}

/** What a linear regression needs to know of a table's rows, x_i the features of row i. */
export interface Moments {
  readonly rows: number
  /** Of each feature, to within rounding: c_i = x_i - means are the centred features. */
  readonly means: Float64Array
  /** sum c_i: what rounding leaves. */
  readonly sums: Float64Array
  /** sum c_i c_i', row-major. */
  readonly products: Float64Array
  /** Absent where the rows do not determine one. */
  readonly fit?: LeastSquares & {
    /** Of the residuals s_i at `theta`: sum s_i^2, sum s_i, sum s_i c_i. */
    readonly squares: number
    readonly residualSum: number
    readonly residualProducts: Float64Array
  }
}

/** The best linear fit of a target. */
export interface LeastSquares {
  /** One weight a feature, then the intercept. */
  readonly theta: readonly number[]
  /** Diagonal of (A'A)^-1, A the features with a column of ones: how loosely each is held. */
  readonly looseness: readonly number[]
}

/** A run as in the experiment file: what is left out is at its default. */
export interface SuggestedRun {
  readonly optimizer: string
  readonly dialect?: DialectId
  readonly batch?: number
  readonly hyper: Readonly<Record<string, number>>
}

/** Runs from the default start that show what the lesson says. */
export interface Suggestion {
  /** On the button that offers it. */
  readonly label: string
  readonly iterations: number
  readonly runs: readonly SuggestedRun[]
}

export interface ObjectiveKind<Options = unknown> {
  /** Stored in databases and files: never rename. */
  readonly id: string
  readonly label: string
  /** TeX. */
  readonly formula: string
  /** One line: what descending it teaches. */
  readonly lesson: string
  readonly suggestion?: Suggestion
  readonly family: 'one-dimensional' | 'two-dimensional' | 'n-dimensional' | 'data'
  /** The keys beside `id` in the experiment file, strict. */
  readonly options: z.ZodObject
  /**
   * `table` is there exactly when the family is `data`.
   * @param pulse called in the course of long work on the objective
   */
  create(options: Options, table?: Table, pulse?: Pulse): Objective
}

export function defineObjective<Shape extends z.ZodObject>(
  kind: Omit<ObjectiveKind<z.infer<Shape>>, 'options'> & { readonly options: Shape },
): ObjectiveKind {
  return kind as unknown as ObjectiveKind
}
