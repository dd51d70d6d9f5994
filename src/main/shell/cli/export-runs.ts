import { statSync } from 'node:fs'
import { countText } from '@core/issues'
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
    writeWhole(out, lab.exported(formatOf(format), runs))
  } finally {
    await lab.close()
  }
  const size = statSync(out).size
  const sizeText = countText(size, 'byte', 'bytes')
  await write(process.stdout, `${out}: ${countText(runs.length, 'run', 'runs')}, ${sizeText}\n`)
}
