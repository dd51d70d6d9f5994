import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { optimizers } from '@core/optimizers'
import type {
  Finding,
  FindingValues,
  LimitValues,
  Reason,
  ReasonValues,
  Rule,
  RuleValues,
} from '@core/reasons/contract'
import { reasonText } from '@core/reasons/wording'
import { anyReason } from '../../support/reason-arbitraries'

/** Examples of every kind with their words: one that is missing is a type error. */
type Examples<Values> = {
  readonly [Kind in keyof Values]: readonly (readonly [values: Values[Kind], words: string])[]
}

const listed = <Values>(examples: Examples<Values>) =>
  Object.entries<readonly (readonly [unknown, string])[]>(examples).flatMap(([kind, cases]) =>
    cases.map(([values, words]) => ({ kind, values, words })),
  )

const ruled = (status: 'converged' | 'stalled' | 'finished' | 'diverged', rule: Rule): Reason => ({
  kind: 'rule',
  values: { status, rule, finding: null },
})

const found = (finding: Finding): string =>
  reasonText({
    kind: 'rule',
    values: { status: 'finished', rule: { kind: 'budget-used', values: { iterations: 9 } }, finding },
  }).replace('finished: 9 iterations done; ', '')

describe('the limit of a rule', () => {
  const limits: Examples<LimitValues> = {
    any: [[{ at: 5e-324 }, 'below any number']],
    typed: [[{ at: 0.001 }, 'below 0.001 (as typed)']],
    share: [
      [{ at: 1.4e-9, share: 1e-9, of: 'slope' }, "below 1.4e-9 (1e-9 of the objective's own slope)"],
      [{ at: 2e-12, share: 1e-12, of: 'size' }, "below 2e-12 (1e-12 of the objective's own size)"],
    ],
    growth: [
      [{ at: 1e26, times: 1e12, of: 'start' }, "below 1e26 (1e12 times the start's)"],
      [{ at: 4.9e11, times: 1e12, of: 'objective' }, "below 4.9e11 (1e12 times the objective's own)"],
    ],
  }

  test.each(listed(limits))('$words', ({ words, ...below }) => {
    const rule = { kind: 'small-gradient', values: { gradientNorm: 0, below } } as Rule
    expect(reasonText(ruled('converged', rule))).toBe(`converged: the gradient norm is 0, ${words}`)
  })
})

describe('a rule', () => {
  const bound = { kind: 'typed', values: { at: 100 } } as const
  const rules: Examples<RuleValues> = {
    'parameter-not-finite': [
      [{ update: 2, parameter: 'w (x)', value: -Infinity }, ' at update 2: the parameter w (x) is -Infinity'],
    ],
    'loss-not-finite': [[{ update: 0, loss: NaN }, ' at the start: the loss is NaN']],
    'gradient-not-a-number': [[{ update: 0 }, ' at the start: the gradient is not a number']],
    'loss-beyond-bound': [
      [{ update: 3, loss: 729, bound }, ' at update 3: the loss is 729, above 100 (as typed)'],
      [{ update: 3, loss: -729, bound }, ' at update 3: the loss is -729, below -100 (as typed)'],
      [
        { update: 0, loss: 729, bound },
        ' at the start: the loss is 729, above 100 (as typed); leave stop.divergeAbove out to measure growth against the start',
      ],
    ],
    'small-gradient': [
      [{ gradientNorm: 0.00097656, below: bound }, ': the gradient norm is 0.0009766, below 100 (as typed)'],
    ],
    'small-changes': [
      [{ updates: 1, below: bound }, ': parameters changed by less than 100 (as typed) for 1 update'],
      [
        { updates: 3, below: bound },
        ': parameters changed by less than 100 (as typed) for 3 updates in a row',
      ],
    ],
    'budget-used': [
      [{ iterations: 1 }, ': 1 iteration done'],
      [{ iterations: 50_000 }, ': 50000 iterations done'],
    ],
  }

  test.each(listed(rules))('$words', ({ words, ...rule }) => {
    expect(reasonText(ruled('diverged', rule as Rule))).toBe(`diverged${words}`)
  })
})

describe('a finding', () => {
  const range = { smallest: -2, largest: 2 }
  const stability = { product: 2.31234, bound: 2, stableRate: 0.1, decayed: false }
  const step = { rate: 0.1, curvature: 30, product: 3 }
  const swing = { kind: 'swing', values: { updates: 100, low: -1, high: 2 } } as const
  const findings: Examples<FindingValues> = {
    'unstable-rate': [
      [{ ...stability, of: 'whole', update: null }, 'lr x largest curvature = 2.312, stable below 2'],
      [
        { ...stability, of: 'batch', update: 41 },
        'lr x curvature of the batch = 2.312 at update 41, stable below 2',
      ],
      [
        { ...stability, decayed: true, of: 'minimum', update: 1 },
        'lr x (largest curvature at the minimum + weight decay) = 2.312 at update 1, stable below 2',
      ],
    ],
    overshoot: [
      [
        { ...step, ofBatch: true, isPlain: true, update: 5 },
        'lr x curvature of the batch along the step = 3 at update 5, stable below 2',
      ],
      [
        { ...step, ofBatch: false, isPlain: false, update: null },
        'effective step size x curvature along the step = 0.1 x 30 = 3, stable below 2',
      ],
    ],
    'unlike-batches': [
      [
        { product: 1.9, whole: 1.2, bound: 2, update: 7 },
        'lr x curvature of the batch = 1.9 at update 7, of the whole 1.2; stable below 2 only where batches are alike',
      ],
    ],
    'newton-uphill': [
      [{ update: 4 }, "Newton's step at update 4 led uphill, the curvature being negative along it"],
    ],
    'carried-uphill': [[{ update: 4 }, 'the step at update 4 led uphill, carried by earlier gradients']],
    'division-by-zero': [
      [
        { optimizer: 'adam', parameter: 'y' },
        '0/0: with epsilon 0, Adam divides by the size of past slopes, and that of y is 0',
      ],
    ],
    'variance-below-zero': [
      [{ parameter: 'x' }, 'the centred variance of x was rounded below 0, and has no root'],
    ],
    'outside-domain': [
      [{ operation: 'log', argument: -0.3, ofSlope: false, update: 12 }, 'log of -0.3 at update 12'],
      [{ operation: 'division', argument: 0, ofSlope: false, update: 0 }, 'a division by 0 at the start'],
      [
        { operation: 'sqrt', argument: 0, ofSlope: true, update: 3 },
        'sqrt of 0, which has no slope there at update 3',
      ],
    ],
    'above-found': [[{ above: 0.5 }, 'a local minimum: one was found that is lower by 0.5']],
    'lowest-found': [[{}, 'the lowest minimum that was found, not known to be the lowest there is']],
    kink: [
      [{ operation: 'abs', falls: false }, 'a minimum at a kink of abs: the loss rises on all sides'],
      [{ operation: 'max', falls: true }, 'a kink of max, not a minimum: the loss falls around it'],
    ],
    'singular-hessian': [
      [
        { update: 2, smallest: 1e-17 },
        "the Hessian is singular at update 2: its curvatures go down to 1e-17, and Newton's step divides by them",
      ],
    ],
    'endless-fall': [
      [
        { passedSaddle: true, curvature: -2 },
        'left a saddle along curvature -2: the objective has no known lower bound',
      ],
      [
        { passedSaddle: false, curvature: null },
        'the loss fell all the way: the objective has no known lower bound',
      ],
    ],
    plateau: [
      [{ ...range, above: null }, 'a plateau, not a minimum: curvature from -2 to 2 there'],
      [
        { ...range, above: 0.5 },
        'a plateau, not a minimum: curvature from -2 to 2 there, and the loss is 0.5 above the lowest known',
      ],
    ],
    saddle: [[range, 'a saddle, not a minimum: curvature from -2 to 2 there']],
    maximum: [[range, 'a maximum, not a minimum: curvature from -2 to 2 there']],
    'degenerate-saddle': [
      [
        range,
        'a degenerate saddle, not a minimum: curvature from -2 to 2 there, yet the loss falls around it',
      ],
    ],
    'top-reached': [
      [{ curvature: range }, 'a maximum: curvature from -2 to 2 there'],
      [{ curvature: null }, 'a maximum: the curvature there is not known'],
    ],
    'saddle-below-top': [[range, 'a saddle, not a maximum: curvature from -2 to 2 there']],
    'minimum-below-top': [[range, 'a minimum, not a maximum: curvature from -2 to 2 there']],
    'top-not-shown': [
      [{ curvature: range }, 'not shown to be a maximum: curvature from -2 to 2 there'],
      [{ curvature: null }, 'not shown to be a maximum: the curvature there is not known'],
    ],
    'endless-climb': [[{}, 'the loss climbed all the way: it has no known upper bound']],
    mirrored: [
      [
        { cause: { kind: 'newton-uphill', values: { update: 3 } } },
        "of the objective with its sign changed: Newton's step at update 3 led uphill, the curvature being negative along it",
      ],
    ],
    'local-minimum': [[{ above: 3 }, 'a local minimum: the loss is 3 above the lowest known']],
    held: [
      [{ gradientNorm: 0.5, rate: null }, 'held back by its weight decay: the gradient norm is still 0.5'],
    ],
    'shrunk-step': [
      [
        { optimizer: 'adagrad', share: 3.1e-7, gradientNorm: 0.5, rate: 1e-5 },
        "Adagrad's step fell to 3.1e-7 of its first while the gradient norm is still 0.5; the learning rate is 0.00001 by now",
      ],
      [
        { optimizer: 'newton', share: 3.1e-7, gradientNorm: 0.5, rate: null },
        "the step of Newton's method fell to 3.1e-7 of its first while the gradient norm is still 0.5",
      ],
    ],
    'slope-left': [[{ gradientNorm: 0.5, rate: null }, 'the gradient norm is still 0.5']],
    'above-lowest': [[{ above: 3 }, 'the loss is 3 above the lowest known']],
    'newton-fall': [[{ fall: 0.25 }, "Newton's step would lower the loss by 0.25"]],
    'not-minimum': [
      [
        { since: { kind: 'above-lowest', values: { above: 3 } } },
        'not a minimum: the loss is 3 above the lowest known',
      ],
    ],
    'not-shown': [
      [{ curvature: range }, 'not shown to be a minimum: curvature from -2 to 2 there'],
      [{ curvature: null }, 'not shown to be a minimum: the curvature there is not known'],
    ],
    growing: [
      [
        { factor: 1.5, cause: swing },
        'still growing, 1.5-fold at every update: in 100 more updates the loss goes between -1 and 2',
      ],
    ],
    bouncing: [[{ cause: swing }, 'still bouncing: in 100 more updates the loss goes between -1 and 2']],
    swing: [
      [{ updates: 100, low: -1, high: 2 }, 'in 100 more updates the loss goes between -1 and 2'],
      [
        { updates: 100, low: 1.00001, high: 1.00002 },
        'in 100 more updates the parameters go to and fro, and the loss stays at 1',
      ],
    ],
    descending: [
      [
        { updates: 1_000, fall: 0.5, above: null, rate: { kind: 'scheduled', rate: 0.01 } },
        'still descending: 1000 more iterations lower the loss by 0.5, at the learning rate of 0.01 that it has by now',
      ],
      [
        { updates: 10, fall: 0.25, above: 2, rate: { kind: 'raisable', rate: 0.01, stableRate: 0.5 } },
        'still descending: 10 more iterations take 13 % off the 2 above the lowest known loss; a learning rate above 0.01 is faster, and stable below 0.5',
      ],
      [
        { updates: 10, fall: 1.999, above: 2, rate: null },
        'still descending: 10 more iterations take more than 99 % off the 2 above the lowest known loss',
      ],
    ],
  }

  test.each(listed(findings))('$words', ({ words, ...finding }) => {
    expect(found(finding as Finding)).toBe(words)
  })
})

describe('any other reason', () => {
  const others: Examples<Omit<ReasonValues, 'rule'>> = {
    climbed: [
      [
        { rule: { kind: 'loss-not-finite', values: { update: 7, loss: Infinity } } },
        'climbed without bound at update 7: the loss is Infinity',
      ],
    ],
    stopped: [
      [{ updates: 1 }, 'stopped by hand after 1 update'],
      [{ updates: 20 }, 'stopped by hand after 20 updates'],
    ],
    closed: [
      [{ updates: null }, 'the lab was closed before this run began'],
      [{ updates: 1 }, 'the lab was closed after 1 update; the curve up to there was kept'],
    ],
    'lab-gone': [
      [{ updates: null, budget: 5 }, 'the lab stopped before this run began'],
      [
        { updates: 4, budget: 50_000 },
        'the lab stopped at update 4 of 50,000; the curve up to there was kept',
      ],
    ],
    error: [[{ message: 'unknown objective cube' }, 'unknown objective cube']],
    'thread-ended': [[{}, 'its thread ended unexpectedly']],
    'thread-crashed': [[{ message: 'out of memory' }, 'its thread crashed: out of memory']],
    'thread-replaced': [[{}, 'its thread did not answer and was replaced']],
    'not-stored': [[{ message: 'the disk is full' }, 'its points could not be stored: the disk is full']],
    sentence: [[{ text: 'loss is not finite' }, 'loss is not finite']],
  }

  test.each(listed(others))('$words', ({ words, ...reason }) => {
    expect(reasonText(reason as Reason)).toBe(words)
  })

  test('none, of a run that has not ended, is no words', () => {
    expect(reasonText(null)).toBe('')
  })
})

test('whatever the values, a reason is words', () => {
  fc.assert(
    fc.property(anyReason, (reason) => {
      const text = reasonText(reason)
      expect(text).not.toBe('')
      expect(text).not.toMatch(/undefined|null|\[object|function/)
    }),
  )
})

test("the words for a method's step have one possessive", () => {
  for (const { id } of optimizers) {
    const values = { optimizer: id, share: 0, gradientNorm: 1, rate: null }
    const [step] = found({ kind: 'shrunk-step', values }).split(' fell to ')
    expect(step.match(/'s\b/g)).toHaveLength(1)
  }
})
