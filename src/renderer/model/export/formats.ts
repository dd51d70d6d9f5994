import { shallowRef, type Ref } from 'vue'
import type { ExportFormat, RunRecord } from '../../../main/contract'
import { call } from '../../client/lab'
import { downloadFrom, safeFileName } from '../../client/download'

/** `runs` for several runs of different experiments, else what they have in common. */
export function exportName(runs: readonly Pick<RunRecord, 'label' | 'experimentName'>[]): string {
  if (runs.length === 1) return safeFileName(`${runs[0].experimentName} - ${runs[0].label}`)
  const names = new Set(runs.map((run) => run.experimentName))
  return safeFileName(names.size === 1 ? [...names][0] : `${runs.length} runs`)
}

const formats = shallowRef<readonly ExportFormat[]>([])
let asked: Promise<void> | undefined

async function ask(): Promise<void> {
  try {
    formats.value = await call('export.formats', {})
  } catch {
    // The lab is out of reach, which the page says; whoever needs them next asks again.
    asked = undefined
  }
}

/** What runs can be exported as, in the menus' order; empty until the lab has said so. */
export function useExportFormats(): Ref<readonly ExportFormat[]> {
  asked ??= ask()
  return formats
}

const nameOf = (runs: readonly RunRecord[], { named }: ExportFormat, extension: string): string =>
  `${exportName(runs)} ${named}.${extension}`

/** Saves the runs, numbered in the order given, to a file; rejects with a `LabError`. */
export async function exportRuns(format: ExportFormat, runs: readonly RunRecord[]): Promise<void> {
  const { address, extension } = await call('export.write', {
    format: format.id,
    runs: runs.map((run) => run.id),
  })
  downloadFrom(address, nameOf(runs, format, extension))
}
