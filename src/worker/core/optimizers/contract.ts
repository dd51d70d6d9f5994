import type { HyperSpecs, HyperValues } from '../hyper'
import type { Pulse } from '../pulse'
import type { QuadraticTheory } from './quadratic-theory'

/**
 * Whose arithmetic: the textbook chapter's, a framework's, the lab's own, which no source has, or that of
 * a typed rule. Ids are stored: never rename one, and never change what one computes; what a source has
 * changed gets its version's name.
 */
export const dialectIds = [
  'chapter',
  'pytorch',
  'pytorch-1.13',
  'paper',
  'optax',
  'keras',
  'lab',
  'own',
] as const
export type DialectId = (typeof dialectIds)[number]

/**
 * An optimizer's memory: named, plain buffers, so that it can be shown, saved and
 * resumed. Per-coordinate quantities have the length of theta, scalars length 1.
 */
export type OptimizerState = Readonly<Record<string, Float64Array>>

/**
 * The problem as a line search or a second-order method sees it. First-order methods
 * need only the gradient they are handed. All functions are of the whole objective.
 */
export interface Problem {
  readonly dimension: number
  value(theta: Float64Array): number
  /** Writes the gradient into `out`. */
  gradient(theta: Float64Array, out: Float64Array): void
  /** Writes the Hessian into `out`, row-major, dimension x dimension. */
  hessian(theta: Float64Array, out: Float64Array): void
  /** The smallest value there is, where it is known. */
  readonly minimum: number | undefined
  /** To be called every few milliseconds by a step that works longer than that by itself. */
  readonly pulse: Pulse
}

/** A value that an update works with, besides theta, its gradient, t and the hyper-parameters. */
export interface Quantity {
  /** What the equations call it once the update has it, in TeX. */
  readonly tex: string
  /** What they call it as it was before the update; absent where they don't. */
  readonly before?: string
  /** In a sentence: what it is. */
  readonly says: string
  /** Where it is a direction in the parameters: which way it moves them. */
  readonly moves?: 'along' | 'against'
}

/** Hears values of an update by name: of one coordinate, or without one, of all. */
export type Note = (values: Readonly<Record<string, number>>, coordinate?: number) => void

/**
 * How a step finds what its code begins with, in Python: of `g`, `theta` and the hyper-parameters, asking
 * `value_of(theta)`, `slope_of(theta)` and `curvature_of(theta)` of the problem, and `lowest` for its known minimum.
 */
export interface SearchCode {
  /** Functions that the lines call. */
  readonly functions?: readonly string[]
  /** What is kept from one update to the next, before the first. */
  readonly begin?: readonly string[]
  readonly lines: readonly string[]
}

/** One method in one source's arithmetic. */
export interface Dialect<
  Specs extends HyperSpecs = HyperSpecs,
  State extends OptimizerState = OptimizerState,
> {
  /** What pickers call it, where its id would say too little or the wrong thing: `PyTorch 1.13`. */
  readonly label?: string
  /** Where the equations come from, as a citation. */
  readonly source: string
  /** The update in TeX, one line an element. */
  readonly equations: readonly string[]
  /** What its equations name, by the names of the state, the notes of a step and the code. */
  readonly quantities: Readonly<Record<string, Quantity>>
  /**
   * The update in NumPy, a line a named value, in the very order of the step's arithmetic: from the same
   * numbers, the same to the last bit. `gradient` is what the step is handed, `g` the same until a line
   * says otherwise; a name of the state that no line assigns is found by the step, a search's result.
   */
  readonly code: readonly string[]
  /** Where the step asks the problem: how `code` comes by what it takes as found. */
  readonly search?: SearchCode
  /** The point of `lookahead` in NumPy, as lines of which the last assigns `ahead`. */
  readonly lookaheadCode?: readonly string[]
  /** In a sentence: what differs from the other dialects, or what a reader should know. */
  readonly note: string
  readonly hyper: Specs
  /** State before the first update. `hyper` for methods whose memory starts at a given value. */
  init(dimension: number, hyper: Readonly<HyperValues<Specs>>): State
  /**
   * One update, in place on `theta` and `state`; allocates nothing.
   * @param gradient at `theta`, or at the lookahead point where the dialect has one
   * @param hyper of one object, nothing but `lr` changes from update to update
   * @param t counts updates from 1
   * @param note absent while a run descends; where there is one it hears what the step works out on its
   *   way and does not keep in its state
   */
  step(
    theta: Float64Array,
    gradient: Float64Array,
    state: State,
    hyper: Readonly<HyperValues<Specs>>,
    t: number,
    problem: Problem,
    note?: Note,
  ): void
  /**
   * On a quadratic, updates settle as long as lr times the largest curvature, to which an L2 penalty
   * adds its weightDecay, stays below this, whatever lr is; absent where no such bound is known.
   */
  stableBelow?(hyper: Readonly<HyperValues<Specs>>): number
  /** True where a step asks the problem for anything: how often is counted, and recorded along the curve. */
  readonly asksProblem?: boolean
  /** True where a step has asked for the gradient at the point it ends on: the next update begins with that one. */
  readonly endsOnGradient?: boolean
  /**
   * True where a step solves a system with the Hessian: it leads uphill where the curvature along it is
   * negative, and nowhere where the Hessian is singular.
   */
  readonly secondOrder?: boolean
  /** Writes the point at which the gradient is to be taken into `out`; absent: at theta itself. */
  lookahead?(theta: Float64Array, state: State, hyper: Readonly<HyperValues<Specs>>, out: Float64Array): void
}

export interface Optimizer {
  /** Stored in databases and files: never rename. */
  readonly id: string
  readonly label: string
  /** What its step is called in a sentence, where `<label>'s step` won't do. */
  readonly stepName?: string
  /** A line for the picker: what the method is for. */
  readonly summary: string
  readonly paper: string
  readonly dialects: Readonly<Partial<Record<DialectId, Dialect>>>
  readonly defaultDialect: DialectId
  /** True for methods that need exact whole-objective values (line searches): no mini-batches. */
  readonly fullBatchOnly: boolean
  /** True for methods whose step is measured by the distance to a known minimum. */
  readonly needsMinimum: boolean
  /** True for methods that only begin with the learning rate: a schedule of it would have no say. */
  readonly rateOnlyStarts: boolean
  /** What the field calls it with so many rows a batch; absent where it has one name for all. */
  readonly nameWith?: (batch: 'full' | number) => string
  /** Its best hyper-parameters on a quadratic, where theory knows them. */
  readonly bestOnQuadratic?: QuadraticTheory
}

/** Whether the learning rate of a method in a dialect can be scheduled. */
export const takesSchedule = ({ dialects, rateOnlyStarts }: Optimizer, dialect: DialectId): boolean =>
  !rateOnlyStarts && 'lr' in (dialects[dialect]?.hyper ?? {})

/**
 * Checks a dialect where it is written, then forgets its own hyper-parameter and state
 * types, so that all dialects fit in one catalog.
 */
export function defineDialect<Specs extends HyperSpecs, State extends OptimizerState>(
  dialect: Dialect<Specs, State>,
): Dialect {
  return dialect as unknown as Dialect
}

type Trait = 'fullBatchOnly' | 'needsMinimum' | 'rateOnlyStarts'
type OptimizerDraft = Omit<Optimizer, Trait | 'defaultDialect'> & Partial<Pick<Optimizer, Trait>>

/** The default dialect is the chapter's where there is one, else the first one listed. */
export function defineOptimizer(draft: OptimizerDraft): Optimizer {
  const listed = dialectIds.filter((id) => draft.dialects[id])
  if (listed.length === 0) throw new Error(`optimizer ${draft.id} has no dialect`)
  const traits = { fullBatchOnly: false, needsMinimum: false, rateOnlyStarts: false }
  return { ...traits, ...draft, defaultDialect: listed[0] }
}
