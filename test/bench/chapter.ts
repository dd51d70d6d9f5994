import { join } from 'node:path'
import { normalTable } from '@core/data/normal'
import { drained, documentOf, plansOf } from './engine'
import { peers, runInLab, withLab } from './lab'
import { inTurn, repeated, timingOf, type Contestant } from './measure'
import { compiled, inPython, rowsOf } from './peers/outside'
import { plainRegression } from './peers/plain'
import type { Report, Row } from './report'

const rows = 500
const iterations = 50_000
/** What takes long is measured on a part of the work. */
const part = 500
const scale = iterations / part

const documentWith = (gradient: 'mean' | 'as-printed'): object =>
  documentOf({
    objective: { id: 'linear-regression', gradient, data: { source: 'normal', rows } },
    start: [0, 0],
    iterations,
    runs: [{ optimizer: 'gd', hyper: { lr: 0.01 } }],
  })

const python = "the chapter's Python, row by row"
const numpy = 'numpy, vectorised'
const c = 'C -O3'
const lab = 'Descent Lab, from the experiment to the committed curve'
const printed = 'the same with the gradient as printed'
const engine = 'its engine alone'

/** A lab of its own for a document. */
async function withRuns<T>(document: object, work: (samples: Contestant) => Promise<T>): Promise<T> {
  return withLab(async (opened) => {
    const [run] = await runInLab(opened, document)
    const { status, points } = await opened.handlers['runs.get']({ run })
    if (status !== 'finished' || points !== iterations + 1) throw new Error(`${status} with ${points} points`)
    return work(() => repeated(() => runInLab(opened, document), { least: 15, seconds: 1 }))
  })
}

/** The chapter's experiment: 500 random rows, 50,000 iterations, the loss at each. */
export async function chapter(report: Report): Promise<void> {
  const table = normalTable(rows, 0)
  const measured: Row[] = []
  const add = (name: string, seconds: readonly number[] | undefined, by = 1): void => {
    if (!seconds) return report.say(`${name}: not on this machine`)
    const note = by === 1 ? undefined : `${iterations / by} iterations, scaled`
    measured.push({ name, ...timingOf(seconds, by), note })
  }
  const [plan] = plansOf(documentWith('mean'), table)
  const script = join(peers, 'chapter.py')
  const program = compiled(join(peers, 'chapter.c'), '-O3')
  const fast = compiled(join(peers, 'chapter.c'), '-O3', '-march=native', '-ffast-math')
  const input = rowsOf(table)
  const seconds = await withRuns(documentWith('mean'), (mean) =>
    withRuns(documentWith('as-printed'), (asPrinted) =>
      inTurn({
        [lab]: mean,
        [printed]: asPrinted,
        [numpy]: async () => inPython('numpy', script, ['numpy', rows, iterations, 2]),
        [c]: async () => program?.([rows, iterations, 10], input),
        [python]: async () => inPython('numpy', script, ['printed', rows, part, 2]),
        [engine]: () => repeated(() => drained(plan), { seconds: 0.5 }),
      }),
    ),
  )
  add(python, seconds.get(python), scale)
  add('PyTorch', inPython('torch', script, ['pytorch', rows, part * 5, 5]), scale / 5)
  add(numpy, seconds.get(numpy))
  // Last of all that has to share this process: it leaves much behind.
  const { tensorflowRegression } = await import('./peers/tensorflow')
  add('TensorFlow.js', await repeated(() => tensorflowRegression(table, part), { least: 5 }), scale)
  add('a plain loop in TypeScript', await repeated(() => plainRegression(table, iterations)))
  add(c, seconds.get(c))
  add('C -O3 -ffast-math', fast?.([rows, iterations, 15], input))
  add(lab, seconds.get(lab))
  // It gets nowhere so soon: every value is another one, which takes more room.
  add(printed, seconds.get(printed))
  add(engine, seconds.get(engine))
  const title = `Linear regression, ${rows} rows, 50,000 iterations, the loss at each`
  const ratio = report.compare(title, measured, lab)
  report.aim("the chapter's experiment against its Python", ratio(python), { least: 5_000 }, 'x')
  report.aim("the chapter's experiment against numpy", ratio(numpy), { least: 70 }, 'x')
  report.aim("the chapter's experiment against C", ratio(c), { least: 5 }, 'x')
}
