import { useToast } from '@nuxt/ui/composables'

export interface Notify {
  done(title: string, text?: string): void
  /** With a button that takes it back. Returns what puts the note away before its time. */
  undoable(title: string, undo: () => unknown): () => void
  /** What went wrong, in the lab's words. */
  failed(title: string, error: unknown): void
}

export const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Outcomes as passing notes in the corner. */
export function useNotify(): Notify {
  const toast = useToast()
  return {
    done(title, text) {
      toast.add({ title, description: text, color: 'success', icon: 'i-lucide-circle-check' })
    },
    undoable(title, undo) {
      const note = toast.add({
        title,
        color: 'neutral',
        icon: 'i-lucide-undo-2',
        duration: 8_000,
        actions: [
          {
            label: 'Undo',
            color: 'neutral',
            variant: 'outline',
            onClick() {
              toast.remove(note.id)
              undo()
            },
          },
        ],
      })
      return () => toast.remove(note.id)
    },
    failed(title, error) {
      toast.add({
        title,
        description: errorText(error),
        color: 'error',
        icon: 'i-lucide-circle-x',
        duration: 12_000,
      })
    },
  }
}
