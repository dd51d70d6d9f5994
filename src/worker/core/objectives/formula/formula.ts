import {
  formulaPython,
  formulaTex,
  kernelOf,
  programsOf,
  readFormula,
  reportAt,
  variableNames,
  type Formula,
  type Kernel,
} from '../../formula'
import type { Pulse } from '../../pulse'
import { defineObjective, type Interval, type Minimum, type Objective } from '../contract'
import { noBatches } from '../functions/plain'
import { boxAround, searchBox, startFor } from './box'
import { formulaOptions, issueOf, sliderIssues, specOf } from './options'
import { findMinima } from './search'

/** What is looked up once and then known. */
function lazily<Value>(workOut: () => Value): () => Value {
  let known: { readonly value: Value } | undefined
  return () => (known ??= { value: workOut() }).value
}

/** Steps of arithmetic that looking for minima may take: about a twentieth of a second without compiling. */
const affordable = 2e6

/** The Hessian by a product with every direction, symmetrised: the two ways to an entry round differently. */
function hessianBy(kernel: () => Kernel, dimension: number, pulse?: Pulse) {
  const direction = new Float64Array(dimension)
  const turned = new Float64Array(dimension)
  return (theta: Float64Array, out: Float64Array): void => {
    const { turn } = kernel()
    for (let i = 0; i < dimension; i++) {
      pulse?.()
      direction[i] = 1
      turn(theta, direction, turned)
      direction[i] = 0
      for (let j = 0; j < dimension; j++) {
        const [here, there] = [j * dimension + i, i * dimension + j]
        out[here] = turned[j]
        if (j < i) out[here] = out[there] = (out[here] + out[there]) / 2
      }
    }
  }
}

/** Everything that takes time is done when it is asked for: a document is read far more often than it is run. */
function objectiveOf(formula: Formula, pulse?: Pulse): Objective {
  const { dimension } = formula.meaning
  let made: Kernel | undefined
  const kernel = (): Kernel => (made ??= kernelOf(formula))
  const value = (theta: Float64Array): number => kernel().value(theta)
  const evaluate = (theta: Float64Array, out: Float64Array): number => kernel().evaluate(theta, out)
  const hessian = hessianBy(kernel, dimension, pulse)
  const start = lazily(() => startFor({ dimension, evaluate }))
  const found = lazily((): readonly Minimum[] =>
    findMinima({ dimension, value, evaluate, hessian }, searchBox(dimension), affordable / formula.size),
  )
  const domain = lazily((): readonly Interval[] => boxAround(start(), found()))
  return {
    dimension,
    rows: 0,
    pulse,
    value,
    gradient(theta, out) {
      kernel().evaluate(theta, out)
    },
    evaluate,
    batchGradient: noBatches,
    hessian,
    reportAt: (theta) => reportAt(formula, theta),
    arithmetic: { kind: 'program', program: lazily(() => programsOf(formula).gradient) },
    get domain() {
      return domain()
    },
    get defaultStart() {
      return start()
    },
    minima: [],
    get foundMinima() {
      return found()
    },
    parameterNames: variableNames(formula.meaning),
  }
}

/**
 * A function that somebody has typed. Its derivatives are exact; of its minima only those are known that a
 * search found, and none of them is known to be the lowest.
 */
export const formula = defineObjective({
  id: 'formula',
  label: 'Your own function',
  formula: String.raw`f(x, y, \dots) = \;?`,
  lesson:
    'Type any function; its slopes and curvatures are worked out exactly, and its minima are looked for.',
  family: 'typed',
  options: formulaOptions,
  issues(options) {
    const read = readFormula(specOf(options))
    return read.ok ? sliderIssues(options) : [issueOf(read.fault)]
  },
  texOf(options) {
    const read = readFormula(specOf(options))
    return read.ok ? formulaTex(read.formula.written) : undefined
  },
  create(options, _table, pulse) {
    const read = readFormula(specOf(options))
    if (read.ok) return objectiveOf(read.formula, pulse)
    const { path, message } = issueOf(read.fault)
    throw new Error(`${path}: ${message}`)
  },
  python(options) {
    const read = readFormula(specOf(options))
    if (!read.ok) throw new Error(issueOf(read.fault).message)
    return formulaPython(read.formula)
  },
})
