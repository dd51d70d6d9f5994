import type { Drawing } from '../data/sampler'
import type { DataSource } from '../data/source'
import type { PointReport } from '../formula'
import type { Program } from '../formula/program'
import type { Issue } from '../issues'
import type { z } from '../zod'
import type { DialectId } from '../optimizers/contract'
import type { Pulse } from '../pulse'

/** A point or a box side: [low, high]. */
export type Interval = readonly [number, number]

/** A minimum: where, and how low. */
export interface Minimum {
  readonly theta: readonly number[]
  readonly value: number
  /** True of one that a search came to: it is a minimum, and there may be lower ones. */
  readonly isFound?: true
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
 * What a linear model predicts, to be drawn with its data. With z = w.x + b, theta being a weight a
 * feature and the intercept, it is z itself, or the probability of class 1 of the classes 0 and 1,
 * which is even where z is 0.
 */
export interface Fit {
  readonly predicts: 'number' | 'probability'
  /** Above the picture of the data of one feature. */
  readonly title: string
  /** What the fit at the known minimum is called. */
  readonly bestLabel: string
  /** The prediction for a row of features. */
  predict(theta: ArrayLike<number>, row: ArrayLike<number>): number
}

/** Where a feature lies and how far it spreads: its mean and population standard deviation. */
export interface Scale {
  readonly mean: number
  readonly deviation: number
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
  /**
   * Local minima that a search has found, the lowest first, where it is not known whether any is lower:
   * certified by gradient and curvature.
   */
  readonly foundMinima?: readonly Minimum[]
  /** Where it is typed: which step of it has no result at a point, and which has a kink there. Slow. */
  reportAt?(theta: ArrayLike<number>): PointReport
  /** Where its arithmetic is written down, for many runs at once. */
  readonly arithmetic?: Arithmetic
  /** What each parameter is called: `x`, `w (eruptions)`, `b`. */
  readonly parameterNames: readonly string[]
  /** Where its data can be drawn with what it predicts. One of one or two parameters has a landscape anyway. */
  readonly fit?: Fit
}

/**
 * The value and the gradient as arithmetic that other machines repeat: in the very order of the objective's
 * own, so that it comes to the same to the last bit. Lines are NumPy: from the parameters by their names,
 * `f` is the value and `d_x` the derivative by x.
 */
export type Arithmetic =
  | { readonly kind: 'lines'; lines(): readonly string[] }
  /** Its result is the value. */
  | { readonly kind: 'program'; program(): Program }

/** A table of numbers: `features[j][i]` is feature j of row i. */
export interface Table {
  readonly featureNames: readonly string[]
  readonly targetName: string
  readonly features: readonly Float64Array[]
  readonly target: Float64Array
  /** Where the features have been standardised: what each of them was before. */
  readonly scales?: readonly Scale[]
  /** The features once more, row by row, where somebody has laid them out: number j of row i at `i * width + j`. */
  readonly rowMajor?: Float64Array
  /**
   * What the kind of objective this table is for knows of its rows, where somebody has gone through
   * them already: of all of them, also where the table holds a sample. Only that kind reads it.
   */
  readonly summary?: unknown
}

/**
 * An objective in Python, NumPy as `np`, for scripts: lines that assign, the last of them an expression. They
 * have `theta` and what `names` and `rows` name.
 */
export interface PythonLines {
  /** Of the coordinates, where lines use them instead of theta. */
  readonly names?: readonly string[]
  /** What it averages over, by name: arrays with an entry a row. Of a table: `X` and `y`, which are given. */
  readonly rows?: Readonly<Record<string, string>>
  readonly value: readonly string[]
  readonly gradient: readonly string[]
  readonly hessian: readonly string[]
  /** What the gradient is beside that of the value: a factor. */
  readonly factor?: string
  /** True where which lines are taken depends on numbers: they can't be compiled beforehand. */
  readonly branches?: boolean
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

/** What is wrong with a table for a kind of objective: in its features or its target, after "must". */
export interface DataFault {
  readonly part: 'x' | 'y'
  readonly message: string
}

/** A drawing that stands for a model and its data: points in shares of the frame, and the curve through them. */
export interface DataThumbnail {
  readonly points: readonly (readonly [number, number])[]
  readonly curve: readonly (readonly [number, number])[]
}

/** What is special about the data of a kind of objective. Tables are as `summarised` returns them. */
export interface DataKind {
  /** What a fresh one is given to look at. */
  readonly example: DataSource
  thumbnail(): DataThumbnail
  /** Number of parameters, which is asked for before the data are read. */
  dimension(options: unknown, features: number): number
  /** Undefined for a table that suits. */
  faultIn(table: Table): DataFault | undefined
  /** The same table with its summary, which is plain data: it goes to threads and pages. */
  summarised(table: Table): Table
  /**
   * True where the summary tells the loss anywhere, so that rows are only drawn. Else a view of a large
   * table holds rows that stand for all of them.
   */
  summaryTellsLoss(table: Table): boolean
  /** Rows that a picture has at the most, where the loss of many takes too long to colour a surface by. */
  readonly rowsInView?: number
  /** Numbers that a run holds for itself, beside the table that all runs share. */
  numbersOfRun(table: Table, run: Drawing): number
  /** Whether a run wants `rowMajor` in its table. */
  wantsRowMajor(table: Table, run: Drawing): boolean
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
  readonly family: 'one-dimensional' | 'two-dimensional' | 'n-dimensional' | 'data' | 'typed'
  /** There exactly when the family is `data`. */
  readonly data?: DataKind
  /** The keys beside `id` in the experiment file, strict. */
  readonly options: z.ZodObject
  /** What no single key of the options can tell to be wrong, with paths from there. */
  issues?(options: Options): readonly Issue[]
  /** The formula with these options, where it depends on them; undefined where they are at fault. */
  texOf?(options: Options): string | undefined
  /**
   * Everything about the objective may depend on its options: dimension, names of parameters, domain,
   * start, minima. `table` is there exactly when the family is `data`.
   * @param pulse called in the course of long work on the objective
   */
  create(options: Options, table?: Table, pulse?: Pulse): Objective
  /** The same in Python, held to the numbers of `create`. */
  python(options: Options): PythonLines
}

export function defineObjective<Shape extends z.ZodObject>(
  kind: Omit<ObjectiveKind<z.infer<Shape>>, 'options' | 'data'> & { readonly options: Shape },
): ObjectiveKind {
  return kind as unknown as ObjectiveKind
}
