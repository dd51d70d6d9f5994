import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Experiment } from '@core/experiment'
import { Fault, invalid } from '../../faults'
import { readCsv } from '../../lab/csv'
import { shippedFile } from '../../lab/datasets'
import { readExperiment } from '../../lab/experiment-file'
import { prepare } from '../../lab/runs'
import type { TableSource } from '../../lab/table-source'
import { tableOf } from '../../lab/tables'
import { isMissing, reasonOf } from './words'

export interface ReadExperiment {
  readonly experiment: Experiment
  /** The table it names, where that is a file of its own and no shipped one. */
  readonly csv: Uint8Array | undefined
}

function textOf(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  } catch (error) {
    if (isMissing(error)) throw new Fault('invalid', 'there is no such file')
    if (error instanceof TypeError) throw new Fault('invalid', 'it is not a text in UTF-8')
    throw new Fault('invalid', `it can't be read: ${reasonOf(error)}`)
  }
}

/** A table beside the experiment; undefined where there is none. */
function tableFile(file: string, path: string): Uint8Array | undefined {
  try {
    return readFileSync(resolve(dirname(file), path))
  } catch (error) {
    if (isMissing(error)) return undefined
    const message = `${JSON.stringify(path)} can't be read: ${reasonOf(error)}`
    throw invalid([{ path: 'objective.data.path', message }])
  }
}

function tableIn(bytes: Uint8Array, path: string): TableSource {
  try {
    return readCsv(bytes, path)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    throw invalid([{ path: 'objective.data.path', message: error.message }])
  }
}

function checked(file: string, resources: string): ReadExperiment {
  const read = readExperiment(textOf(file))
  if (!read.ok) throw invalid(read.issues)
  const experiment = read.value
  const { data } = experiment.objective
  const csv = data?.source === 'csv' ? tableFile(file, data.path) : undefined
  const locate = (path: string): TableSource | undefined => {
    const bytes = csv ?? shippedFile(resources, path)
    return bytes && tableIn(bytes, path)
  }
  const table = data && tableOf(data, locate)
  if (table && !table.ok) throw invalid(table.issues)
  prepare(experiment, table?.value)
  return { experiment, csv }
}

/**
 * Reads an experiment file and checks it down to its data, so that nothing is written
 * for one that can't run.
 * @throws Fault `invalid`, whose message begins with the file's name
 */
export function experimentIn(file: string, resources: string): ReadExperiment {
  try {
    return checked(file, resources)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    throw new Fault(error.kind, `${file}: ${error.message}`, error.issues)
  }
}
