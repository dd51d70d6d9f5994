import { join } from 'node:path'
import { normalTable } from '@core/data/normal'
import { drained, documentOf, plansOf } from './engine'
import { peers, runInLab, withLab } from './lab'
import { repeated, timingOf } from './measure'
import { inC, inPython, rowsOf } from './peers/outside'
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

async function inLab(document: object): Promise<readonly number[]> {
  return withLab(async (opened) => {
    const samples = await repeated(() => runInLab(opened, document), { least: 15, seconds: 3 })
    const [run] = await runInLab(opened, document)
    const { status, points } = await opened.handlers['runs.get']({ run })
    if (status !== 'finished' || points !== iterations + 1) throw new Error(`${status} with ${points} points`)
    return samples
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
  // First, as in an app that has just been opened: others leave much behind in this process.
  const mean = await inLab(documentWith('mean'))
  const printed = await inLab(documentWith('as-printed'))
  const [plan] = plansOf(documentWith('mean'), table)
  const engine = await repeated(() => drained(plan))
  const script = join(peers, 'chapter.py')
  add(python, inPython('numpy', script, ['printed', rows, part, 5]), scale)
  add('PyTorch', inPython('torch', script, ['pytorch', rows, part * 5, 5]), scale / 5)
  add(numpy, inPython('numpy', script, ['numpy', rows, iterations, 5]))
  const { tensorflowRegression } = await import('./peers/tensorflow')
  add('TensorFlow.js', await repeated(() => tensorflowRegression(table, part), { least: 5 }), scale)
  add('a plain loop in TypeScript', await repeated(() => plainRegression(table, iterations)))
  const source = join(peers, 'chapter.c')
  const compiled = (...flags: string[]): readonly number[] | undefined =>
    inC(source, ['-O3', ...flags], [rows, iterations, 15], rowsOf(table))
  add(c, compiled())
  add('C -O3 -ffast-math', compiled('-march=native', '-ffast-math'))
  add(lab, mean)
  // It gets nowhere so soon: every value is another one, which takes more room.
  add('the same with the gradient as printed', printed)
  add('its engine alone', engine)
  const title = `Linear regression, ${rows} rows, 50,000 iterations, the loss at each`
  const ratio = report.compare(title, measured, lab)
  report.aim("the chapter's experiment against its Python", ratio(python), { least: 5_000 }, 'x')
  report.aim("the chapter's experiment against numpy", ratio(numpy), { least: 70 }, 'x')
  report.aim("the chapter's experiment against C", ratio(c), { least: 5 }, 'x')
}
