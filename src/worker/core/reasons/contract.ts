/**
 * Why a run ended, as data: a kind and its values, plain and readonly, so that a screen can act on
 * them and any door can word them. A new kind is an entry here and one in `wording.ts`.
 */

/** One of so many kinds, with its values. */
export type Kinds<Values> = {
  readonly [Kind in keyof Values]: { readonly kind: Kind; readonly values: Readonly<Values[Kind]> }
}[keyof Values]

type Nothing = Readonly<Record<string, never>>

/** A number that a stopping rule holds another against, and where it comes from. */
export interface LimitValues {
  /** The smallest positive number: only zero is below. */
  any: { at: number }
  /** As the experiment says. */
  typed: { at: number }
  /** A share of what is large for the objective. */
  share: { at: number; share: number; of: 'slope' | 'size' }
  /** So many times the loss at the start, or what is large for the objective where that is more. */
  growth: { at: number; times: number; of: 'start' | 'objective' }
}
export type Limit = Kinds<LimitValues>

/** What ends a run by itself. `update` counts from 1; 0 is the start. */
export interface RuleValues {
  'parameter-not-finite': { update: number; parameter: string; value: number }
  'loss-not-finite': { update: number; loss: number }
  'gradient-not-a-number': { update: number }
  /** Above the bound, or below its negative. */
  'loss-beyond-bound': { update: number; loss: number; bound: Limit }
  'small-gradient': { gradientNorm: number; below: Limit }
  /** So many updates in a row that each changed no parameter by as much. */
  'small-changes': { updates: number; below: Limit }
  'budget-used': { iterations: number }
}
export type Rule = Kinds<RuleValues>

/** The learning rate against a curvature: updates settle while `product`, their product, is below `bound`. */
export interface StabilityValues {
  /** Learning rate times curvature, to which an L2 penalty adds its weight. */
  readonly product: number
  readonly bound: number
  /** The learning rate at which the product reaches the bound: the remedy is one below it. */
  readonly stableRate: number
  /** Whether a weight decay has been added to the curvature. */
  readonly decayed: boolean
}

interface CurvatureRange {
  smallest: number
  largest: number
}

interface SlopeLeft {
  gradientNorm: number
  /** What a schedule has brought the learning rate down to; null where it has not. */
  rate: number | null
}

/** What was found out about how a run ended. An `update` is null where there is none to name. */
export interface FindingValues {
  /** A learning rate beyond the bound: for the largest curvature, or that of the batch, or of the known minimum. */
  'unstable-rate': StabilityValues & { of: 'whole' | 'batch' | 'minimum'; update: number | null }
  /**
   * A step too far downhill: the rate that it took along the gradient, the mean curvature that it met,
   * and their product, which is 2 or more.
   */
  overshoot: {
    rate: number
    curvature: number
    product: number
    ofBatch: boolean
    /** Whether the step was the learning rate times the gradient. */
    isPlain: boolean
    update: number | null
  }
  /** Batches steeper than the whole, under a bound that holds for like ones only. */
  'unlike-batches': { product: number; whole: number; bound: number; update: number }
  'newton-uphill': { update: number }
  'carried-uphill': { update: number }
  /** 0/0 in a parameter: `optimizer` is the method's id. */
  'division-by-zero': { optimizer: string; parameter: string }
  'variance-below-zero': { parameter: string }
  /** A step of a typed formula without a result, or with one that has no slope: a function's name, `division` or `power`. */
  'outside-domain': { operation: string; argument: number; ofSlope: boolean; update: number }
  'singular-hessian': { update: number; smallest: number }
  /** Along negative curvature, where there is one. */
  'endless-fall': { passedSaddle: boolean; curvature: number | null }
  /** `above`: of the loss over the lowest known. */
  plateau: CurvatureRange & { above: number | null }
  saddle: CurvatureRange
  maximum: CurvatureRange
  'degenerate-saddle': CurvatureRange
  /** Where a run that climbs has come to rest; null where the curvature is not known. */
  'top-reached': { curvature: Readonly<CurvatureRange> | null }
  'saddle-below-top': CurvatureRange
  'minimum-below-top': CurvatureRange
  'top-not-shown': { curvature: Readonly<CurvatureRange> | null }
  /** The loss of a run that climbs has no known upper bound. */
  'endless-climb': Nothing
  /** Found of the descent of -f, which makes the same updates as the run that climbs f. */
  mirrored: { cause: Finding }
  'local-minimum': { above: number }
  /** A minimum, and a search found one that is lower by that. */
  'above-found': { above: number }
  /** A minimum, and a search found none that is lower. */
  'lowest-found': Nothing
  /** Where the slope of a function, by its name, jumps; a minimum unless the loss falls around it. */
  kink: { operation: string; falls: boolean }
  /** Held back by its weight decay. */
  held: SlopeLeft
  /** The last step as a share of the first. */
  'shrunk-step': SlopeLeft & { optimizer: string; share: number }
  'slope-left': SlopeLeft
  'above-lowest': { above: number }
  'newton-fall': { fall: number }
  /** Whatever the finding says, it is no minimum. */
  'not-minimum': { since: Finding }
  /** Nobody can tell whether it is a minimum; null where its curvature is not known. */
  'not-shown': { curvature: Readonly<CurvatureRange> | null }
  /** The loss grows by the factor at every update. */
  growing: { factor: number; cause: Finding }
  bouncing: { cause: Finding }
  /** Of the loss in so many more updates. */
  swing: { updates: number; low: number; high: number }
  /** How far the loss would fall in so many more updates; `above`: what there is to fall, where known. */
  descending: { updates: number; fall: number; above: number | null; rate: RateLeft | null }
}
export type Finding = Kinds<FindingValues>

/** What is to be said of a learning rate that is slow. */
export type RateLeft =
  | { readonly kind: 'scheduled'; readonly rate: number }
  /** A constant one that may be raised: above `rate` it is faster, and below `stableRate` stable. */
  | { readonly kind: 'raisable'; readonly rate: number; readonly stableRate: number }

/** How a run can end by itself. */
export type OwnEnd = 'converged' | 'stalled' | 'finished' | 'diverged'

export interface ReasonValues {
  /** By itself, as a rule of its experiment has it; with what was found out about that. */
  rule: { status: OwnEnd; rule: Rule; finding: Finding | null }
  /** Up, as it was asked to, and beyond the bound that ends a run. */
  climbed: { rule: Rule }
  /** By hand. */
  stopped: { updates: number }
  /** With the lab; null: before it began. */
  closed: { updates: number | null }
  /** The lab died; null: before it began. */
  'lab-gone': { updates: number | null; budget: number }
  /** Its own arithmetic or objective said so. */
  error: { message: string }
  'thread-ended': Nothing
  'thread-crashed': { message: string }
  'thread-replaced': Nothing
  'not-stored': { message: string }
  /** As an earlier version kept it. */
  sentence: { text: string }
}
export type Reason = Kinds<ReasonValues>
/** A reason of one kind. */
export type ReasonOf<Kind extends Reason['kind']> = Extract<Reason, { readonly kind: Kind }>
