import { createReadStream, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { DataSource, Experiment } from '@core/experiment'
import type { ReadOptions } from '@core/read-options'
import { Fault, invalid } from '../../faults'
import type { LabOptions } from '../../lab/lab'
import { readCsv } from '../../lab/tables/csv'
import { shippedFile } from '../../lab/tables/datasets'
import { readExperiment } from '../../lab/experiments/experiment-file'
import { longestText } from '../../lab/experiments/json-scan'
import { prepare } from '../../lab/runs/prepare'
import { readTableFile, type TableFile } from '../../lab/tables/table-file'
import { TableKeeper } from '../../lab/tables/table-keeper'
import type { TableSource } from '../../lab/tables/table-source'
import { isMissing, reasonOf } from './terminal-text'

/** What the command line needs to open a lab. */
export type Surroundings = Pick<LabOptions, 'resources' | 'worker' | 'reader'>

export interface ReadExperiment {
  readonly experiment: Experiment
  /** The table it names, where that is a file of its own and no shipped one. */
  readonly csv: TableFile | undefined
  /** What its format meant by words that mean something else now. */
  readonly notes: readonly string[]
}

const atPath = (message: string): Fault => invalid([{ path: 'objective.data.path', message }])

export function textOf(file: string): string {
  try {
    const { size } = statSync(file)
    if (size > longestText) {
      const message = `it has ${Math.ceil(size / 2 ** 20)} MB; the limit is ${longestText / 2 ** 20} MB: keep the data in a CSV file`
      throw new Fault('invalid', message)
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  } catch (error) {
    if (error instanceof Fault) throw error
    if (isMissing(error)) throw new Fault('invalid', 'there is no such file')
    if (error instanceof TypeError) throw new Fault('invalid', 'it is not a text in UTF-8')
    throw new Fault('invalid', `it can't be read: ${reasonOf(error)}`)
  }
}

/** A table beside the experiment; undefined where there is none. */
export async function tableBeside(
  file: string,
  path: string,
  read: ReadOptions | undefined,
): Promise<TableFile | undefined> {
  try {
    return await readTableFile(path, createReadStream(resolve(dirname(file), path)), read)
  } catch (error) {
    if (error instanceof Fault) throw atPath(error.message)
    if (isMissing(error)) return undefined
    throw atPath(`${JSON.stringify(path)} can't be read: ${reasonOf(error)}`)
  }
}

/** Plans the runs as the lab will, the table made as the lab makes it. */
async function check(
  experiment: Experiment,
  data: DataSource,
  csv: TableFile | undefined,
  { resources, worker }: Surroundings,
): Promise<void> {
  const locate = (path: string): TableSource | undefined => {
    if (csv) return csv
    const shipped = shippedFile(resources, path)
    return shipped && readCsv(shipped, path)
  }
  const tables = new TableKeeper({ convert: () => Promise.resolve(), locate }, { worker })
  try {
    const { id } = experiment.objective
    await tables.use({ objective: id, data }, ({ view }) => prepare(experiment, view), experiment.runs)
  } finally {
    await tables.close()
  }
}

async function checked(file: string, surroundings: Surroundings): Promise<ReadExperiment> {
  const read = readExperiment(textOf(file))
  if (!read.ok) throw invalid(read.issues)
  const experiment = read.value
  const { data } = experiment.objective
  const csv = data?.source === 'csv' ? await tableBeside(file, data.path, data.read) : undefined
  if (data) await check(experiment, data, csv, surroundings)
  else prepare(experiment, undefined)
  return { experiment, csv, notes: read.notes }
}

/**
 * Reads an experiment file and checks it down to its data, so that nothing is written
 * for one that can't run.
 * @throws Fault `invalid`, whose message begins with the file's name
 */
export const experimentIn = (file: string, surroundings: Surroundings): Promise<ReadExperiment> =>
  named(file, () => checked(file, surroundings))

/** What goes wrong in `work` is said of a file. */
export async function named<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    throw new Fault(error.kind, `${file}: ${error.message}`, error.issues)
  }
}
