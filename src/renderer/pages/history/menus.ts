import type { DropdownMenuItem } from '@nuxt/ui/components/DropdownMenu.vue'
import type { RunRecord } from '../../../main/contract'
import { isLive } from '@core/run-statuses'
import type { RunActions } from '../../model/run-actions'
import { canVerify } from './verification'

export interface RowDoings extends RunActions {
  open(run: RunRecord): void
  askName(run: RunRecord): void
  /** Runs it once more and shows what came of it. */
  verify(run: RunRecord): void
}

/**
 * What can be done with a run of the history.
 * @param exports an item for each format it can be exported in
 */
export function rowMenu(
  run: RunRecord,
  does: RowDoings,
  exports: readonly DropdownMenuItem[],
): DropdownMenuItem[][] {
  const live = isLive(run.status)
  return [
    [
      { label: 'Open', icon: 'i-lucide-panel-right', onSelect: () => does.open(run) },
      { label: 'Rename…', icon: 'i-lucide-pencil', onSelect: () => does.askName(run) },
    ],
    [
      { label: 'Run again', icon: 'i-lucide-repeat', onSelect: () => void does.rerun(run) },
      {
        label: 'Duplicate into the Lab',
        icon: 'i-lucide-copy',
        onSelect: () => void does.compose(run, 'run'),
      },
      {
        label: 'Open its whole experiment',
        icon: 'i-lucide-flask-conical',
        onSelect: () => void does.compose(run, 'experiment'),
      },
    ],
    [
      {
        label: 'Verify',
        icon: 'i-lucide-fingerprint',
        disabled: !canVerify(run),
        onSelect: () => does.verify(run),
      },
      { label: 'Export', icon: 'i-lucide-download', children: [...exports] },
    ],
    [
      live
        ? { label: 'Stop', icon: 'i-lucide-square', onSelect: () => void does.stop([run]) }
        : {
            label: 'Trash',
            icon: 'i-lucide-trash-2',
            color: 'error',
            onSelect: () => void does.trash([run]),
          },
    ],
  ]
}

export interface TrashDoings {
  open(run: RunRecord): void
  restore(runs: readonly RunRecord[]): Promise<void>
  askPurge(runs: readonly RunRecord[]): void
}

/** What can be done with a run in the trash. */
export const trashMenu = (run: RunRecord, does: TrashDoings): DropdownMenuItem[][] => [
  [{ label: 'Open', icon: 'i-lucide-panel-right', onSelect: () => does.open(run) }],
  [{ label: 'Restore', icon: 'i-lucide-archive-restore', onSelect: () => void does.restore([run]) }],
  [
    {
      label: 'Delete for good…',
      icon: 'i-lucide-trash-2',
      color: 'error',
      onSelect: () => does.askPurge([run]),
    },
  ],
]
