import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Experiment } from '@core/experiment'
import type { RunRecord } from '../../contract'
import { shippedText } from '../../lab/datasets'
import { readExperiment } from '../../lab/experiment-file'
import { Fault, invalid } from '../../faults'
import { openLab, type Lab } from '../../lab/lab'
import { hasEnded, prepare } from '../../lab/runs'
import type { Surroundings } from './command-line'
import { progressTo } from './progress'
import { summaryOf } from './summary'

export interface RunOptions {
  readonly out?: string
  readonly db?: string
  readonly quiet: boolean
}

/** The text of a file; undefined where there is none. Anything else that is wrong with it is thrown. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Checks a file down to its data, so that nothing is written for one that can't run. */
function readFile(file: string, resources: string): { experiment: Experiment; csv: string | undefined } {
  const text = textOf(file)
  if (text === undefined) throw new Fault('invalid', `there is no file ${file}`)
  const read = readExperiment(text)
  if (!read.ok) throw inFile(file, invalid(read.issues))
  const experiment = read.value
  const beside = (path: string): string | undefined => textOf(resolve(dirname(file), path))
  try {
    prepare(experiment, (path) => beside(path) ?? shippedText(resources, path))
  } catch (error) {
    throw error instanceof Fault ? inFile(file, error) : error
  }
  const { data } = experiment.objective
  return { experiment, csv: data?.source === 'csv' ? beside(data.path) : undefined }
}

const inFile = (file: string, fault: Fault): Fault =>
  new Fault(fault.kind, `${file}: ${fault.message}`, fault.issues)

/** The experiment with its table in the lab, under the name the lab gave it. */
async function withTable(
  { handlers }: Lab,
  experiment: Experiment,
  csv: string | undefined,
): Promise<Experiment> {
  const { objective } = experiment
  const { data } = objective
  if (data?.source !== 'csv' || csv === undefined) return experiment
  const { name } = await handlers['datasets.import']({ name: basename(data.path), text: csv })
  return { ...experiment, objective: { ...objective, data: { ...data, path: name } } }
}

/** Settles when every run has ended; an interrupt from the keyboard cancels them and keeps what there is. */
function untilEnded(
  lab: Lab,
  runs: readonly RunRecord[],
  report: (runs: readonly RunRecord[]) => void,
): Promise<boolean> {
  const going = new Set(runs.map(({ id }) => id))
  return new Promise((settle) => {
    let interrupted = false
    const interrupt = (): void => {
      interrupted = true
      void lab.handlers['runs.control']({ runs: [...going], action: 'cancel', updates: 1 })
    }
    process.once('SIGINT', interrupt)
    const unsubscribe = lab.on('runs.changed', (changed) => {
      report(changed)
      for (const run of changed) if (hasEnded(run)) going.delete(run.id)
      if (going.size > 0) return
      unsubscribe()
      process.off('SIGINT', interrupt)
      settle(!interrupted)
    })
  })
}

/** @returns false if it was interrupted from the keyboard */
export async function runFile(
  file: string,
  options: RunOptions,
  surroundings: Surroundings,
): Promise<boolean> {
  const { out, db, quiet } = options
  const { experiment, csv } = readFile(file, surroundings.resources)
  if (out !== undefined) mkdirSync(out, { recursive: true })
  const database = db ?? ':memory:'
  const lab = await openLab({ ...surroundings, shell: 'command line', database, borrowed: true })
  try {
    const document = await withTable(lab, experiment, csv)
    const runs = await lab.handlers['runs.start']({ experiment: document, paused: false })
    const progress = progressTo(process.stderr, runs, quiet)
    const whole = await untilEnded(lab, runs, progress.report)
    progress.stop()
    const ids = runs.map(({ id }) => id)
    if (out !== undefined) {
      writeFileSync(join(out, 'runs.csv'), await lab.handlers['export.runs']({ runs: ids }))
      writeFileSync(join(out, 'curves.csv'), await lab.handlers['export.curves']({ runs: ids }))
    }
    const records = await Promise.all(ids.map((run) => lab.handlers['runs.get']({ run })))
    process.stdout.write(`${summaryOf(records)}\n`)
    return whole
  } finally {
    await lab.close()
  }
}
