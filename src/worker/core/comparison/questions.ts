/** From groups of runs to the questions that verdicts answer: each group against each. */
import type { Attempt } from './attempts'
import type { Measure, Question, Unit } from './contract'
import { costsOf } from './verdict'

/** Runs of one method, or of one setting. */
export interface Group<Result> {
  readonly name: string
  readonly runs: readonly {
    /** What a counterpart has in common with it: problem, start and seed. */
    readonly pair: string
    readonly result: Result
  }[]
  /** Whether its seeds are known to change nothing: full batches from a fixed start. */
  readonly repeats?: boolean
}

type Values<Result> = (a: readonly Result[], b: readonly Result[], paired: boolean) => Question['values']

/** Both in the same order where each of the fewer has a counterpart, which leaves out what is more of the other. */
function matched<Result>(a: Group<Result>, b: Group<Result>) {
  const [fewer, more] = a.runs.length <= b.runs.length ? [a, b] : [b, a]
  const others = new Map(more.runs.map(({ pair, result }) => [pair, result]))
  const paired = fewer.runs.length > 0 && fewer.runs.every(({ pair }) => others.has(pair))
  if (!paired) return { paired, results: [a, b].map(({ runs }) => runs.map(({ result }) => result)) }
  const partners = fewer.runs.flatMap(({ pair, result }) => {
    const other = others.get(pair)
    return other === undefined ? [] : [fewer === a ? [result, other] : [other, result]]
  })
  return { paired, results: [0, 1].map((k) => partners.map((both) => both[k])) }
}

/** One knows that seeds matter: they do. Both know that they do not: they do not. Else nobody says. */
function repeatsOf(a: Group<unknown>, b: Group<unknown>): boolean | undefined {
  if (a.repeats === false || b.repeats === false) return false
  return a.repeats === true && b.repeats === true ? true : undefined
}

const questionsOf = <Result>(
  groups: readonly Group<Result>[],
  measure: Measure,
  unit: Unit,
  valuesOf: Values<Result>,
): readonly Question[] =>
  groups.flatMap((a, i) =>
    groups.slice(i + 1).map((b): Question => {
      const { paired, results } = matched(a, b)
      const repeats = repeatsOf(a, b)
      return {
        a: a.name,
        b: b.name,
        measure,
        values: valuesOf(results[0], results[1], paired),
        paired,
        unit,
        ...(repeats !== undefined && { repeats }),
      }
    }),
  )

/** Each group against each of those after it, by what it took to a target. */
export const costQuestions = (
  groups: readonly Group<Attempt>[],
  measure: Extract<Measure, { readonly kind: 'cost' }>,
  unit: Unit = 'seed',
): readonly Question[] => questionsOf(groups, measure, unit, costsOf)

/** The same by what was reached; a run that diverged has Infinity, or -Infinity where high is good. */
export const valueQuestions = (
  groups: readonly Group<number>[],
  measure: Extract<Measure, { readonly kind: 'value' }>,
  unit: Unit = 'seed',
): readonly Question[] => questionsOf(groups, measure, unit, (a, b) => [a, b])
