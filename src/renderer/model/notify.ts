import { useToast, type Toast } from '@nuxt/ui/composables'

export interface Notify {
  done(title: string, text?: string): void
  /** What is good to know about what was done, for as long as it takes to read it. */
  remark(title: string, text: string): void
  /** With a button that takes it back. Returns what puts the note away before its time. */
  undoable(title: string, undo: () => unknown): () => void
  /** What went wrong, in the lab's words. */
  failed(title: string, error: unknown): void
}

export const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/**
 * Notes stand side by side in the bar at the foot of the window, which is kept for them, and so cover
 * nothing; only one of many words, or more of them than fit, reaches up beyond it.
 */
export const noteBar = {
  position: 'bottom-right',
  ui: {
    viewport:
      'pointer-events-none bottom-0.5 right-4 left-24 w-auto flex-row flex-wrap-reverse items-end justify-end gap-2 sm:w-auto data-[expanded=true]:h-auto',
    base: 'relative inset-auto max-w-2xl transform-none data-[state=closed]:animate-[fade-out_200ms_ease-out] data-[state=open]:animate-[fade-in_200ms_ease-out]',
  },
} as const

const line = {
  orientation: 'horizontal',
  ui: {
    root: 'min-h-7 gap-2 rounded-md px-2.5 py-0.5 shadow-none',
    wrapper: 'w-auto flex-row flex-wrap gap-x-2',
    title: 'text-xs',
    description: 'mt-0 text-xs',
    icon: 'size-4',
  },
} as const

/** Outcomes as passing notes. */
export function useNotify(): Notify {
  const toast = useToast()

  /**
   * Puts a note up for so many milliseconds, in which nobody points at it. The library's own clock draws
   * the note, its buttons and all, anew in every frame, and no picture has that frame.
   */
  function show(note: Partial<Toast>, duration: number): Pick<Toast, 'id'> {
    let left = duration
    let since = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    function goOn(): void {
      since = performance.now()
      clearTimeout(timer)
      timer = setTimeout(() => toast.remove(shown.id), left)
    }
    function rest(): void {
      clearTimeout(timer)
      left -= performance.now() - since
    }
    const shown = toast.add({ ...line, ...note, duration: 0, onPause: rest, onResume: goOn })
    goOn()
    return shown
  }

  return {
    done(title, text) {
      show({ title, description: text, color: 'success', icon: 'i-lucide-circle-check' }, 5_000)
    },
    remark(title, text) {
      toast.add({
        ...line,
        title,
        description: text,
        color: 'neutral',
        icon: 'i-lucide-info',
        duration: 20_000,
      })
    },
    undoable(title, undo) {
      const undone: Partial<Toast> = {
        title,
        color: 'neutral',
        icon: 'i-lucide-undo-2',
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
      }
      const note = show(undone, 8_000)
      return () => toast.remove(note.id)
    },
    failed(title, error) {
      show({ title, description: errorText(error), color: 'error', icon: 'i-lucide-circle-x' }, 12_000)
    },
  }
}
