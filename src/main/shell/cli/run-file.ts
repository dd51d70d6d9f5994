import { plainCurvesCsv } from '../../lab/export/curves-csv'
import { runsCsvExport } from '../../lab/export/runs-csv'
import { openLab } from '../../lab/lab'
import { onTermination } from '../signals'
import { experimentIn, type Surroundings } from './experiment-in'
import { Results } from './results'
import { requireWhole, runToEnd, watchDatabase } from './running'
import { summaryOf } from './summary'
import { write } from './terminal-text'

export interface RunOptions {
  readonly out?: string
  readonly db?: string
  readonly quiet: boolean
}

/**
 * Runs every run of an experiment file and writes the results.
 * @throws Fault `invalid` where the file is not a valid experiment; nothing is then written
 */
export async function runFile(file: string, options: RunOptions, surroundings: Surroundings): Promise<void> {
  const { out, db, quiet } = options
  const read = await experimentIn(file, surroundings)
  const stop = new AbortController()
  onTermination(async () => stop.abort())
  const database = db ?? ':memory:'
  const lab = await openLab({ ...surroundings, shell: 'command line', database, borrowed: true })
  const requireDatabase = watchDatabase(lab)
  try {
    const results = out === undefined ? undefined : new Results(out)
    const runs = await runToEnd(lab, read, stop.signal, quiet)
    const ids = runs.map(({ id }) => id)
    try {
      for (const format of [runsCsvExport, plainCurvesCsv]) {
        results?.write(format.id, lab.exported(format, ids))
      }
    } finally {
      await write(process.stdout, `${summaryOf(runs, read)}\n`)
    }
    requireWhole(runs, stop.signal.aborted)
    if (out === undefined && db === undefined && !quiet) {
      await write(
        process.stderr,
        'nothing was kept: --out DIR writes the results, --db FILE keeps the runs\n',
      )
    }
  } finally {
    await lab.close()
  }
  requireDatabase()
}
