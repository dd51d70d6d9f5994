import { oneLine } from '@core/plain-text'
import { dialectsOf } from '@core/optimizers/dialects'
import { optimizerById } from '@core/optimizers'
import { Fault } from '../../../faults'
import type { RemadeRun, RunToWrite } from '../contract'
import { mostNumbers } from './data'
import { missingFunctions, type Library } from './library'
import { problemKey, problemOf, type Problem } from './problem'
import { recordedLines, checkLines, toleranceLines } from './recorded'
import { batchFunction, drawsBatches, runLines } from './run'

/** A part of a script, which is a cell of a notebook. */
export interface Section {
  /** A heading, and what is to be said below it. */
  readonly title: string
  readonly says?: readonly string[]
  readonly lines: readonly string[]
}

/** `run 12 (Adam)` */
const nameOf = ({ record }: RunToWrite): string => `run ${record.id} (${oneLine(record.label)})`

/** @throws Fault where a script can't have a run: in a sentence that names it and the remedy */
export function checkRuns(runs: readonly RunToWrite[]): void {
  for (const run of runs) {
    const { rows, dimension, points, experimentName } = run.record
    if (points === 0)
      throw new Fault(
        'conflict',
        `${nameOf(run)} has no recorded points to hold a script against; let it run first`,
      )
    // A row has an entry a parameter, the target's in the place of the intercept's.
    const numbers = rows * dimension
    if (numbers > mostNumbers) {
      const counts = [numbers, mostNumbers].map((count) => count.toLocaleString('en-US'))
      const remedy = 'run it on fewer rows, or export its curves and save its experiment instead'
      throw new Fault(
        'limit',
        `the data of ${nameOf(run)} in ${oneLine(experimentName)} are ${counts[0]} numbers, and a script carries ${counts[1]} at the most; ${remedy}`,
      )
    }
    const { dialect } = run.remade().plan
    if (dialect.asksProblem && !dialect.search) {
      const method = optimizerById(run.record.optimizer)?.label ?? run.record.optimizer
      throw new Fault(
        'invalid',
        `${method}, the method of ${nameOf(run)}, has no search in Python yet; leave that run out, or export its curves instead`,
      )
    }
  }
}

/** In a line: the method, in whose arithmetic. */
function methodOf({ plan: { run, dialect } }: RemadeRun): string {
  const optimizer = optimizerById(run.optimizer)
  const name = optimizer && dialectsOf(optimizer).find(({ id }) => id === run.dialect)?.name
  const whose = name === undefined ? dialect.source : `${name} (${dialect.source})`
  return `${optimizer?.label ?? run.optimizer}, ${whose}${run.maximize ? ', going up' : ''}`
}

/** The problems of some runs, each once. */
function problemsOf(remade: readonly RemadeRun[], library: Library): ReadonlyMap<string, Problem> {
  const keys = [...new Set(remade.map(problemKey))]
  return new Map(
    keys.map((key, index) => {
      const runs = remade.filter((each) => problemKey(each) === key)
      const mark = keys.length === 1 ? '' : `_${index + 1}`
      const bends = runs.some(({ plan }) => plan.dialect.secondOrder)
      return [key, problemOf(runs[0], library, { mark, bends })]
    }),
  )
}

/** Blocks of lines with two empty ones between them. */
const apart = (blocks: readonly (readonly string[])[]): readonly string[] =>
  blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : ['', '', ...block]))

/** The sections of a script that makes runs again, as they are asked for; none for a pause. */
export function* sectionsOf(
  runs: readonly RunToWrite[],
  library: Library,
): Generator<Section | undefined, void> {
  const remade = runs.map((run) => run.remade())
  const problems = problemsOf(remade, library)
  const problem = (run: RemadeRun): Problem => problems.get(problemKey(run)) ?? [...problems.values()][0]
  const written = remade.map((run, index) =>
    runLines(
      { plan: run.plan, problem: problem(run), updates: runs[index].record.iterations },
      library,
      `run_${index + 1}`,
    ),
  )
  const usesOptax = written.flat().some((line) => line.includes('optax.'))
  const searches = [
    ...new Set(remade.flatMap(({ plan }) => plan.dialect.search?.functions?.join('\n') ?? [])),
  ]
  const searchLines = searches.map((text) => text.split('\n').map(library.translated))
  const draws = remade.some(drawsBatches)
  yield {
    title: 'What it needs, and how near is near enough',
    lines: [
      'import numpy as np',
      ...(usesOptax ? ['import optax'] : []),
      ...library.imports,
      '',
      ...toleranceLines,
    ],
  }
  for (const each of problems.values()) yield { title: `The objective: ${each.title}`, lines: each.lines }
  const shared = [
    ...missingFunctions(library, [...written.flat(), ...searchLines.flat()]).filter(
      ([head]) => ![...problems.values()].some(({ lines }) => lines.includes(head)),
    ),
    ...(draws ? [batchFunction] : []),
    ...searchLines,
  ]
  if (shared.length > 0) yield { title: 'What the runs share', lines: apart(shared) }
  for (const [index, run] of remade.entries()) {
    const { label, experimentName } = runs[index].record
    yield {
      title: `Run ${index + 1}: ${oneLine(label)}`,
      says: [`In ${oneLine(experimentName)}: ${methodOf(run)}`],
      lines: written[index],
    }
  }
  const entries: string[] = []
  for (const [index, run] of runs.entries()) {
    const lines = yield* recordedLines(run, {
      label: oneLine(run.record.label),
      positions: `run_${index + 1}`,
      loss: problem(remade[index]).loss,
    })
    entries.push(...lines.map((line) => `    ${line}`))
  }
  yield { title: 'What was recorded', lines: ['RUNS = [', ...entries, ']'] }
  yield { title: 'Once more, and compared', lines: checkLines }
}

const needs = ({ id }: Library): string =>
  ({ numpy: 'numpy', pytorch: 'numpy and torch', jax: 'numpy, jax and optax' })[id]

/** In sentences: what the file is. */
export const introduction = (runs: readonly RunToWrite[], library: Library): readonly string[] => [
  `${runs.length === 1 ? 'A run' : `${runs.length} runs`} of Descent Lab, made again with ${library.label} and held against what was recorded.`,
  `Needs ${needs(library)}; fails where a loss is not the recorded one.`,
]

/** The script, piece by piece. */
export function* scriptOf(runs: readonly RunToWrite[], library: Library): Generator<string> {
  yield `"""${introduction(runs, library).join('\n\n')}\n"""\n\n`
  let first = true
  for (const section of sectionsOf(runs, library)) {
    if (!section) {
      yield ''
      continue
    }
    const { title, says = [], lines } = section
    const comments = first ? [] : [title, ...says].map((line) => `# ${line}`)
    yield [...(first ? [] : ['', '']), ...comments, ...lines, ''].join('\n')
    first = false
  }
  yield '\n\nif __name__ == "__main__":\n    main()\n'
}
