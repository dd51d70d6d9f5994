import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Experiment } from '@core/experiment'
import { Fault, invalid } from '../../faults'
import { shippedText } from '../../lab/datasets'
import { readExperiment } from '../../lab/experiment-file'
import { prepare } from '../../lab/runs'
import { isMissing, reasonOf } from './words'

export interface ReadExperiment {
  readonly experiment: Experiment
  /** The table it names, where that is a file of its own and no shipped one. */
  readonly csv: string | undefined
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

/** The text of a table beside the experiment; undefined where there is none. */
function tableText(file: string, path: string): string | undefined {
  try {
    return readFileSync(resolve(dirname(file), path), 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    const message = `${JSON.stringify(path)} can't be read: ${reasonOf(error)}`
    throw invalid([{ path: 'objective.data.path', message }])
  }
}

function checked(file: string, resources: string): ReadExperiment {
  const read = readExperiment(textOf(file))
  if (!read.ok) throw invalid(read.issues)
  const experiment = read.value
  const { data } = experiment.objective
  const csv = data?.source === 'csv' ? tableText(file, data.path) : undefined
  prepare(experiment, (path) => csv ?? shippedText(resources, path))
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
