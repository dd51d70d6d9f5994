import type { RunRecord } from '../../../main/contract'
import { useNotify } from '../notify'
import { exportRuns, useExportFormats } from './formats'

export interface ExportItem {
  readonly label: string
  readonly description: string
  onSelect(): void
}

/** An item for each format that runs can be exported in. */
export function useExportItems(): (runs: readonly RunRecord[]) => ExportItem[] {
  const formats = useExportFormats()
  const notify = useNotify()
  return (runs) =>
    formats.value.map((format) => {
      const onSelect = (): void =>
        void exportRuns(format, runs).catch((error: unknown) =>
          notify.failed('The file could not be written', error),
        )
      return { label: format.label, description: format.about, onSelect }
    })
}
