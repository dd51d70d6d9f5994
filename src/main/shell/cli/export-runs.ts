import { statSync } from 'node:fs'
import { countText } from '@core/issues'
import { Fault } from '../../faults'
import { formatOf } from '../../lab/export/exports'
import { openLab } from '../../lab/lab'
import { historyIn } from './history'
import { writeWhole } from './results'
import type { Surroundings } from './experiment-in'
import { write } from './terminal-text'

export interface ExportOptions {
  readonly format: string
  readonly out: string
  readonly db?: string
}

/** What a whole sweep is written in, which is asked for by the sweep's number. */
export const sweepFormat = {
  id: 'sweep.csv',
  about: 'A sweep, by its number: a row for each run, its settings and what it came to',
} as const

function onlySweep([sweep, ...others]: readonly number[]): number {
  if (others.length === 0) return sweep
  throw new Fault('invalid', `${sweepFormat.id}: a file holds one sweep; name one`)
}

/**
 * Writes runs of the history into a file, or leaves the one that was there.
 * @throws Fault where there is no such run, or the file can't be written
 */
export async function exportRuns(
  runs: readonly number[],
  { format, out, db }: ExportOptions,
  surroundings: Surroundings,
): Promise<void> {
  const database = historyIn(db)
  const lab = await openLab({ ...surroundings, shell: 'command line', database, borrowed: true })
  try {
    if (format === sweepFormat.id) writeWhole(out, lab.exportedSweep(onlySweep(runs)))
    else writeWhole(out, lab.exported(formatOf(format), runs))
  } finally {
    await lab.close()
  }
  const size = statSync(out).size
  const sizeText = countText(size, 'byte', 'bytes')
  const what = format === sweepFormat.id ? `sweep ${runs[0]}` : countText(runs.length, 'run', 'runs')
  await write(process.stdout, `${out}: ${what}, ${sizeText}\n`)
}
