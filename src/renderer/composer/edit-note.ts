import { watch } from 'vue'
import { useNotify } from '../parts/notify'
import { useDraft } from './draft'

/**
 * Tells of an edit just made, with a button that takes it back. The note goes with the next edit, for
 * that is what undo would take back from then on.
 */
export function useEditNote(): (title: string) => void {
  const draft = useDraft()
  const notify = useNotify()
  return (title) => {
    const putAway = notify.undoable(title, draft.undo)
    watch(draft.document, putAway, { deep: true, once: true })
  }
}
