import type { DropdownMenuItem } from '@nuxt/ui/components/DropdownMenu.vue'
import type { RunRecord } from '../../../main/contract'
import { useNotify } from '../notify'
import { exportRuns, useExportFormats } from './formats'

/** An item for each format that runs can be exported in. */
export function useExportItems(): (runs: readonly RunRecord[]) => DropdownMenuItem[] {
  const formats = useExportFormats()
  const notify = useNotify()
  return (runs) =>
    formats.value.map((format) => ({
      label: format.label,
      description: format.about,
      onSelect: () =>
        void exportRuns(format, runs).catch((error: unknown) =>
          notify.failed('The file could not be written', error),
        ),
    }))
}
