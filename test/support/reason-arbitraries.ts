import fc from 'fast-check'
import { optimizers } from '@core/optimizers'
import type {
  Finding,
  FindingValues,
  Limit,
  LimitValues,
  RateLeft,
  Reason,
  ReasonValues,
  Rule,
  RuleValues,
} from '@core/reasons/contract'

/** Values for every kind: one that is missing here is a type error. */
type Arbitraries<Values> = { readonly [Kind in keyof Values]: fc.Arbitrary<Values[Kind]> }

const ofAny = <Values>(arbitraries: Arbitraries<Values>) =>
  fc.oneof(
    ...Object.entries<fc.Arbitrary<unknown>>(arbitraries).map(([kind, values]) =>
      fc.record({ kind: fc.constant(kind), values }),
    ),
  )

/** NaN, infinities and -0 among them. */
const number = fc.double()
const count = fc.nat({ max: 10_000_000 })
const flag = fc.boolean()
const optimizer = fc.constantFrom(...optimizers.map(({ id }) => id), 'gone')
const parameter = fc.constantFrom('x', 'theta_12', 'w (miles per gallon)', 'b')
const orNull = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> => fc.option(value)

const limits: Arbitraries<LimitValues> = {
  any: fc.record({ at: number }),
  typed: fc.record({ at: number }),
  share: fc.record({ at: number, share: number, of: fc.constantFrom('slope', 'size') }),
  growth: fc.record({ at: number, times: number, of: fc.constantFrom('start', 'objective') }),
}
const limit = ofAny(limits) as fc.Arbitrary<Limit>

const rules: Arbitraries<RuleValues> = {
  'parameter-not-finite': fc.record({ update: count, parameter, value: number }),
  'loss-not-finite': fc.record({ update: count, loss: number }),
  'gradient-not-a-number': fc.record({ update: count }),
  'loss-beyond-bound': fc.record({ update: count, loss: number, bound: limit }),
  'small-gradient': fc.record({ gradientNorm: number, below: limit }),
  'small-changes': fc.record({ updates: count, below: limit }),
  'budget-used': fc.record({ iterations: count }),
}
const rule = ofAny(rules) as fc.Arbitrary<Rule>

const range = fc.record({ smallest: number, largest: number })
const slope = fc.record({ gradientNorm: number, rate: orNull(number) })
const rateLeft: fc.Arbitrary<RateLeft | null> = orNull(
  fc.oneof(
    fc.record({ kind: fc.constant('scheduled' as const), rate: number }),
    fc.record({ kind: fc.constant('raisable' as const), rate: number, stableRate: number }),
  ),
)

const nothing = fc.constant<Readonly<Record<string, never>>>({})

const { finding } = fc.letrec<{ finding: Finding }>((tie) => {
  const findings: Arbitraries<FindingValues> = {
    'unstable-rate': fc.record({
      product: number,
      bound: number,
      stableRate: number,
      decayed: flag,
      of: fc.constantFrom('whole', 'batch', 'minimum'),
      update: orNull(count),
    }),
    overshoot: fc.record({
      rate: number,
      curvature: number,
      product: number,
      ofBatch: flag,
      isPlain: flag,
      update: orNull(count),
    }),
    'unlike-batches': fc.record({ product: number, whole: number, bound: number, update: count }),
    'newton-uphill': fc.record({ update: count }),
    'carried-uphill': fc.record({ update: count }),
    'division-by-zero': fc.record({ optimizer, parameter }),
    'variance-below-zero': fc.record({ parameter }),
    'outside-domain': fc.record({ operation: parameter, argument: number, ofSlope: flag, update: count }),
    'above-found': fc.record({ above: number }),
    'lowest-found': nothing,
    kink: fc.record({ operation: parameter, falls: flag }),
    'singular-hessian': fc.record({ update: count, smallest: number }),
    'endless-fall': fc.record({ passedSaddle: flag, curvature: orNull(number) }),
    plateau: fc.record({ smallest: number, largest: number, above: orNull(number) }),
    saddle: range,
    maximum: range,
    'degenerate-saddle': range,
    'top-reached': fc.record({ curvature: orNull(range) }),
    'saddle-below-top': range,
    'minimum-below-top': range,
    'top-not-shown': fc.record({ curvature: orNull(range) }),
    'endless-climb': nothing,
    mirrored: fc.record({ cause: tie('finding') }),
    'local-minimum': fc.record({ above: number }),
    held: slope,
    'shrunk-step': fc.record({ gradientNorm: number, rate: orNull(number), optimizer, share: number }),
    'slope-left': slope,
    'above-lowest': fc.record({ above: number }),
    'newton-fall': fc.record({ fall: number }),
    'not-minimum': fc.record({ since: tie('finding') }),
    'not-shown': fc.record({ curvature: orNull(range) }),
    growing: fc.record({ factor: number, cause: tie('finding') }),
    bouncing: fc.record({ cause: tie('finding') }),
    swing: fc.record({ updates: count, low: number, high: number }),
    descending: fc.record({ updates: count, fall: number, above: orNull(number), rate: rateLeft }),
  }
  return { finding: ofAny(findings) as fc.Arbitrary<Finding> }
})

const message = fc.string({ unit: 'grapheme', minLength: 1 })

const reasons: Arbitraries<ReasonValues> = {
  rule: fc.record({
    status: fc.constantFrom('converged', 'stalled', 'finished', 'diverged'),
    rule,
    finding: orNull(finding),
  }),
  climbed: fc.record({ rule }),
  stopped: fc.record({ updates: count }),
  closed: fc.record({ updates: orNull(count) }),
  'lab-gone': fc.record({ updates: orNull(count), budget: count }),
  error: fc.record({ message }),
  'thread-ended': nothing,
  'thread-crashed': fc.record({ message }),
  'thread-replaced': nothing,
  'not-stored': fc.record({ message }),
  sentence: fc.record({ text: message }),
}

/** Any reason of any kind. */
export const anyReason = ofAny(reasons) as fc.Arbitrary<Reason>
