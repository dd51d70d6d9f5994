import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Attempt } from '@core/comparison/attempts'
import type { Question, Verdict } from '@core/comparison/contract'
import { costsOf, verdictOf, verdictsOf } from '@core/comparison/verdict'
import { swapped } from '@core/comparison/wording'

const ask = (
  a: readonly number[],
  b: readonly number[],
  more: Partial<Omit<Question, 'values'>> = {},
): Question => ({
  a: 'Adam',
  b: 'RMSProp',
  measure: { kind: 'cost', of: 'evaluations', target: '1e-6' },
  values: [a, b],
  paired: true,
  unit: 'seed',
  ...more,
})

const turned = (question: Question): Question => ({
  ...question,
  a: question.b,
  b: question.a,
  values: [question.values[1], question.values[0]],
})

/** The findings of a verdict on something that was tested. */
function found(verdict: Verdict) {
  if (verdict.kind === 'better' || verdict.kind === 'tied' || verdict.kind === 'undecided')
    return verdict.values
  throw new Error(`nothing was tested: ${verdict.kind}`)
}

/** Costs of so many seeds, about `ratio` times those of the other. */
const spread = (count: number, ratio: number, noise: number): readonly [number[], number[]] => {
  const b = Array.from({ length: count }, (_, k) => 200 + 37 * ((k * 7) % 11))
  return [b.map((cost, k) => cost * ratio * Math.exp(noise * Math.sin(k * 2.4 + 1))), b]
}

const cost = fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 2000 }) }, fc.constant(Infinity))
const pairs = fc.array(fc.tuple(cost, cost), { minLength: 2, maxLength: 24 })
const questions = fc
  .record({ pairs, paired: fc.boolean(), goal: fc.constantFrom('low', 'high', undefined) })
  .map(({ pairs, paired, goal }) => {
    const side = (k: 0 | 1) =>
      pairs.map((pair) => (goal === 'high' && pair[k] === Infinity ? -Infinity : pair[k]))
    const measure = goal && ({ kind: 'value', of: 'final loss', goal } as const)
    return ask(side(0), side(1), { paired, ...(measure && { measure }) })
  })

describe('the verdict on two groups', () => {
  test('a difference below the margin is a tie, on however many seeds', () => {
    const b = Array.from({ length: 10 }, (_, k) => 100 + k)
    const tiny = verdictOf(
      ask(
        b.map((cost) => cost * (1 - 1.6e-10)),
        b,
      ),
    )
    expect(tiny).toMatchObject({ kind: 'tied', values: { margin: 0.05, tally: { wins: 10 } } })
    // Its interval reaches beyond the margin, its middle does not.
    const wide = verdictOf(
      ask(
        b.map((cost, k) => cost * (k < 7 ? 0.98 : 0.9)),
        b,
      ),
    )
    expect(found(wide).effect?.interval?.[0]).toBeLessThan(1 / 1.05)
    expect(wide.kind).toBe('tied')
  })

  test('better, with how often, how much and how sure', () => {
    const [a, b] = spread(20, 0.69, 0.25)
    const verdict = verdictOf(ask(a, b))
    const { effect, tally, test: tested } = found(verdict)
    expect(verdict).toMatchObject({ kind: 'better', values: { winner: 'a', sizes: [20, 20] } })
    expect(tally.wins).toBeGreaterThan(15)
    expect(effect?.value).toBeCloseTo(0.69, 1)
    expect(effect).toMatchObject({ kind: 'ratio', by: 'hodges-lehmann' })
    expect(tested).toMatchObject({ name: 'wilcoxon', exact: true, holm: null })
    expect(tested.p).toBeLessThan(0.01)
  })

  test('mirrors when they change places', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const [one, other] = [verdictOf(question), verdictOf(turned(question))]
        expect(other.kind).toBe(one.kind)
        if (one.kind === 'better' || one.kind === 'undecided' || one.kind === 'tied') {
          const mirror = swapped(found(one))
          const { test: tested, tally, effect } = found(other)
          expect(tally).toEqual(mirror.tally)
          expect(tested.p).toBeCloseTo(mirror.test.p, 10)
          expect(tested.p).toBeGreaterThan(0)
          expect(tested.p).toBeLessThanOrEqual(1)
          expect(effect === null).toBe(mirror.effect === null)
          if (effect && mirror.effect && Math.abs(effect.value) < 1e6)
            expect(effect.value / mirror.effect.value || 1).toBeCloseTo(1, 8)
        }
        if (one.kind === 'better' && other.kind === 'better')
          expect(other.values.winner).not.toBe(one.values.winner)
      }),
    )
  })

  test('is the same in other units', () => {
    fc.assert(
      fc.property(pairs, fc.boolean(), (both, paired) => {
        const of = (unit: number) =>
          verdictOf(
            ask(
              both.map(([a]) => a * unit),
              both.map(([, b]) => b * unit),
              { paired },
            ),
          )
        // A power of two keeps every last bit.
        const [one, scaled] = [of(1), of(8)]
        expect(scaled.kind).toBe(one.kind)
        if (one.kind !== 'better' && one.kind !== 'undecided') return
        expect(found(scaled).tally).toEqual(one.values.tally)
        expect(found(scaled).test.p).toBe(one.values.test.p)
      }),
    )
  })

  test('is never "better" with fewer than can tell', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const verdict = verdictOf(question)
        const least = question.paired ? 6 : 4
        if (question.values[0].length < least) expect(verdict.kind).not.toBe('better')
        if (verdict.kind === 'better') expect(verdict.values.test.p).toBeLessThanOrEqual(0.05)
      }),
    )
    const five = verdictOf(ask([1, 2, 3, 4, 5], [10, 20, 30, 40, 50]))
    expect(five).toMatchObject({ kind: 'undecided', values: { least: 6, more: 6 } })
    const three = verdictOf(ask([1, 2, 3], [10, 20, 30], { paired: false }))
    expect(three).toMatchObject({ kind: 'undecided', values: { least: 4 } })
  })

  test('false alarms are no more than one in twenty', () => {
    let [calls, state] = [0, 12345]
    const draw = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32
    for (let trial = 0; trial < 400; trial++) {
      const side = () => Array.from({ length: 10 }, () => 100 * Math.exp(draw() + draw()))
      if (verdictOf(ask(side(), side(), { paired: trial % 2 === 0 })).kind === 'better') calls++
    }
    expect(calls / 400).toBeLessThan(0.07)
  })
})

describe('nothing to test', () => {
  test('runs that are the same under every seed are one observation', () => {
    const question = ask([120, 120, 120, 120, 120, 120, 120], Array<number>(7).fill(174))
    expect(verdictOf(question)).toMatchObject({
      kind: 'single',
      values: { values: [120, 174], repeats: { count: 7, known: false } },
    })
    expect(verdictOf({ ...question, repeats: true })).toMatchObject({ values: { repeats: { known: true } } })
    // Somebody knows that they differ, and by chance took as long.
    expect(verdictOf({ ...question, repeats: false }).kind).toBe('better')
  })

  test('one run each', () => {
    expect(verdictOf(ask([3], [4]))).toMatchObject({ kind: 'single', values: { repeats: null } })
    expect(verdictOf(ask([Infinity], [4]))).toMatchObject({ kind: 'single' })
  })

  test('no run, or none that arrived', () => {
    expect(verdictOf(ask([], [])).kind).toBe('nothing')
    const never = [Infinity, Infinity]
    expect(verdictOf(ask(never, never))).toMatchObject({ kind: 'unreached', values: { sizes: [2, 2] } })
  })

  test('a pair of which one is missing is a mistake', () => {
    expect(() => verdictOf(ask([1, 2], [1]))).toThrow(
      'pairs need as many of one as of the other, got 2 and 1',
    )
  })
})

describe('ties', () => {
  test('on every pair', () => {
    expect(verdictOf(ask([3, 4, 9], [3, 4, 9]))).toMatchObject({
      kind: 'tied',
      values: { margin: null, tally: { wins: 0, ties: 3, losses: 0 } },
    })
  })

  test('within the margin, by the whole interval', () => {
    const [a, b] = spread(30, 1, 0.02)
    expect(verdictOf(ask(a, b))).toMatchObject({ kind: 'tied', values: { margin: 0.05 } })
    expect(verdictOf(ask(a, b), { margin: 0.001 }).kind).toBe('undecided')
  })

  test('of equal ratios stay ties of ranks, whatever the numbers round to', () => {
    const [a, b] = [
      [1, 3, 10, 7, 2, 30, 6, 9],
      [3, 1, 30, 21, 6, 10, 18, 27],
    ]
    // Eight ratios of 3, six of them one way: sums of signs 36 * 6 / 8 or as far, (1 + 8 + 28) * 2 / 2^8
    expect(found(verdictOf(ask(a, b))).test.p).toBe(74 / 256)
  })

  test('are of the very numbers, not of their logarithms', () => {
    const [a, b] = [
      [1e10, 1e10, 1e10],
      [1e10 + 1e-5, 1e10 + 1e-5, 3],
    ]
    expect(Math.log(a[0])).toBe(Math.log(b[0]))
    for (const paired of [true, false]) expect(found(verdictOf(ask(a, b, { paired }))).tally.ties).toBe(0)
  })

  test('are counted, and take no part in the test', () => {
    const a = [5, 5, 5, 1, 2, 3, 4, 2, 1, 3]
    const b = [5, 5, 5, 10, 20, 33, 40, 21, 11, 30]
    const { tally, test: tested } = found(verdictOf(ask(a, b)))
    expect(tally).toEqual({ wins: 7, ties: 3, losses: 0 })
    expect(tested.p).toBe(2 / 2 ** 7)
  })
})

describe('runs that failed', () => {
  test('lose, by the sign test, since nobody knows by how much', () => {
    const [a, b] = spread(20, 0.7, 0.05)
    const failing = b.map((value, k) => (k < 6 ? Infinity : value))
    const verdict = verdictOf(ask(a, failing))
    expect(verdict).toMatchObject({
      kind: 'better',
      values: { winner: 'a', reached: [20, 14], test: { name: 'sign' }, effect: { by: 'median' } },
    })
  })

  test('a loss that fell without end, or is not a number, is no better', () => {
    const measure = { kind: 'value', of: 'final loss', goal: 'low' } as const
    const verdict = verdictOf(ask([-Infinity, NaN, 3, 4], [1, 2, 5, 6], { measure }))
    expect(found(verdict)).toMatchObject({ tally: { wins: 2, ties: 0, losses: 2 }, reached: [2, 4] })
  })

  test('of which most failed there is no ratio, and still a winner', () => {
    const [a] = spread(20, 0.7, 0.1)
    const failing = a.map((value, k) => (k < 16 ? Infinity : value * 2))
    expect(verdictOf(ask(a, failing))).toMatchObject({ kind: 'better', values: { effect: null } })
  })

  test('diverged ones are the worst where high is good, too', () => {
    const [a, b] = spread(12, 3, 0.1)
    const failing = b.map((value, k) => (k < 4 ? -Infinity : value))
    const measure = { kind: 'value', of: 'likelihood', goal: 'high' } as const
    const verdict = verdictOf(ask(a, failing, { measure }))
    expect(verdict).toMatchObject({ kind: 'better', values: { winner: 'a', reached: [12, 8] } })
    expect(found(verdict).effect?.value).toBeGreaterThan(2)
  })

  const took = (spent: number): Attempt => ({ spent, reached: true, gaveUp: false })
  const stopped = (spent: number): Attempt => ({ spent, reached: false, gaveUp: false })
  const gone: Attempt = { spent: 7, reached: false, gaveUp: true }

  test('a run that was stopped says nothing about what lies beyond', () => {
    const a = [took(500), took(200), took(500), stopped(100)]
    const b = [stopped(300), stopped(300), gone, took(90)]
    expect(costsOf(a, b, true)).toEqual([
      [Infinity, 200, 500, Infinity],
      [Infinity, Infinity, Infinity, 90],
    ])
    expect(costsOf(a, b, false)).toEqual([
      [Infinity, Infinity, Infinity, Infinity],
      [Infinity, Infinity, Infinity, 90],
    ])
  })
})

describe('values that may be zero or less', () => {
  test('are told apart by differences', () => {
    const a = [-3, -2, -4, -1, 0, -2.5, -3.5, -1.5]
    const measure = { kind: 'value', of: 'final loss', goal: 'low' } as const
    const verdict = verdictOf(
      ask(
        a,
        a.map((value, k) => value + 1 + k / 100),
        { measure },
      ),
    )
    expect(verdict).toMatchObject({ kind: 'better', values: { winner: 'a', effect: { kind: 'difference' } } })
    expect(found(verdict).effect?.value).toBeCloseTo(-1.035, 10)
  })
})

describe('many comparisons', () => {
  test("are corrected by Holm's procedure, those that were tested", () => {
    const [a, b] = spread(7, 0.8, 0.05)
    const same = ask([4, 4], [5, 5])
    const alone = verdictOf(ask(a, b))
    expect(alone).toMatchObject({ kind: 'better', values: { test: { p: 2 / 2 ** 7, holm: null } } })
    const [first, single] = verdictsOf([ask(a, b), same, ask(a, b), ask(a, b), ask(a, b)])
    expect(first).toMatchObject({
      kind: 'undecided',
      values: { test: { p: 2 / 2 ** 7, holm: { p: 8 / 2 ** 7, comparisons: 4 } }, least: 8 },
    })
    expect(single.kind).toBe('single')
  })
})

describe('how many more', () => {
  test('fewer for a larger difference', () => {
    const moreAt = (ratio: number): number | null => {
      const [a, b] = spread(12, ratio, 0.6)
      const verdict = verdictOf(ask(a, b))
      return verdict.kind === 'undecided' ? verdict.values.more : NaN
    }
    expect(moreAt(0.8)).toBeGreaterThan(5)
    expect(moreAt(0.85) ?? Infinity).toBeGreaterThan(moreAt(0.8) ?? 0)
  })

  test('no number would do where there is no difference', () => {
    const verdict = verdictOf(ask([1, 2, 1, 2, 1, 2], [2, 1, 2, 1, 2, 1]))
    expect(verdict).toMatchObject({ kind: 'undecided', values: { more: null } })
  })

  test('with so many of the like it can be told', () => {
    const [a, b] = spread(12, 0.8, 0.6)
    const verdict = verdictOf(ask(a, b))
    if (verdict.kind !== 'undecided' || verdict.values.more === null) throw new Error(verdict.kind)
    const all = 12 + verdict.values.more
    const again = Math.ceil(all / 12)
    const repeated = (side: readonly number[]) =>
      Array.from({ length: again }, (_, k) => side.map((value) => value * (1 + k / 1e6)))
        .flat()
        .slice(0, all)
    expect(verdictOf(ask(repeated(a), repeated(b))).kind).toBe('better')
  })
})
