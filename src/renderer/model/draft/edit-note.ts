import { watch } from 'vue'
import { useNotify } from '../notify'
import { useDraft } from './draft'

/** Puts away the note of the last edit. */
let putLastAway = (): void => undefined

/** Outside the Lab nobody sees what the note's button would take back: it stays behind. */
export const leaveEditNotes = (): void => putLastAway()

/**
 * Tells of an edit just made, with a button that takes it back. The note goes with the next edit, for
 * that is what undo would take back from then on, and with the Lab.
 */
export function useEditNote(): (title: string) => void {
  const draft = useDraft()
  const notify = useNotify()
  return (title) => {
    putLastAway = notify.undoable(title, draft.undo)
    watch(draft.document, putLastAway, { deep: true, once: true })
  }
}
