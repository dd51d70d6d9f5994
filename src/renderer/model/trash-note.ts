import { useNotify } from './notify'

/** What goes to the trash. */
type Kind = 'run' | 'experiment' | 'sweep'

interface TrashNote {
  readonly kind: Kind
  readonly ids: ReadonlySet<number>
  putAway(): void
}

/** Notes that may still be on the screen. */
let notes: readonly TrashNote[] = []

/** Notes that offer the way back from the trash, for as long as there is one. */
export function useTrashNote(): {
  tell(kind: Kind, ids: readonly number[], title: string, undo: () => unknown): void
  /** These have been deleted for good. */
  gone(kind: Kind, ids: readonly number[]): void
} {
  const notify = useNotify()
  return {
    tell(kind, ids, title, undo) {
      const note = { kind, ids: new Set(ids), putAway: notify.undoable(title, undo) }
      // Of older ones nobody can tell whether they are there; a few are enough.
      notes = [...notes.slice(-9), note]
    },
    gone(kind, ids) {
      const isGone = (note: TrashNote): boolean => note.kind === kind && ids.some((id) => note.ids.has(id))
      for (const note of notes.filter(isGone)) note.putAway()
      notes = notes.filter((note) => !isGone(note))
    },
  }
}
