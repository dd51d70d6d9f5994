import type { RunRecord } from '../../main/contract'
import { call } from '../lab'
import { downloadBytes, safeFileName } from './download'

const csv = 'text/csv;charset=utf-8'

/** `runs` for several runs of different experiments, else what they have in common. */
export function exportName(runs: readonly Pick<RunRecord, 'label' | 'experimentName'>[]): string {
  if (runs.length === 1) return safeFileName(`${runs[0].experimentName} - ${runs[0].label}`)
  const names = new Set(runs.map((run) => run.experimentName))
  return safeFileName(names.size === 1 ? [...names][0] : `${runs.length} runs`)
}

/** `curves.csv` of the runs, numbered in the order given, each row with the label of its run. */
export async function exportCurves(runs: readonly RunRecord[]): Promise<void> {
  const bytes = await call('export.curves', { runs: runs.map((run) => run.id), labels: true })
  downloadBytes(bytes, `${exportName(runs)} curves.csv`, csv)
}

/** `runs.csv` of the runs: one line each. */
export async function exportRuns(runs: readonly RunRecord[]): Promise<void> {
  const bytes = await call('export.runs', { runs: runs.map((run) => run.id) })
  downloadBytes(bytes, `${exportName(runs)} runs.csv`, csv)
}
