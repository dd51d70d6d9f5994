import { parseSweep, type Sweep } from '@core/sweep/document'
import { invalid } from '../../faults'
import { readDocument } from '../../lab/experiments/experiment-file'
import type { TableFile } from '../../lab/tables/table-file'
import { named, tableBeside, textOf } from './experiment-in'

export interface ReadSweep {
  readonly sweep: Sweep
  /** The table it names, where that is a file of its own and no shipped one. */
  readonly csv: TableFile | undefined
}

/**
 * Reads a sweep's file; what only its data can tell is checked when it is started.
 * @throws Fault `invalid`, whose message begins with the file's name
 */
export const sweepIn = (file: string): Promise<ReadSweep> =>
  named(file, async () => {
    const read = readDocument(textOf(file), parseSweep)
    if (!read.ok) throw invalid(read.issues)
    const { data } = read.value.experiment.objective
    const csv = data?.source === 'csv' ? await tableBeside(file, data.path, data.read) : undefined
    return { sweep: read.value, csv }
  })
