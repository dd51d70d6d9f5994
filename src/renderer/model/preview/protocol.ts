import type { Experiment, ObjectiveSpec } from '@core/experiment'
import type { Table } from '@core/objectives/contract'
import type { PreviewCurve } from './work'

/** What the page asks of the thread that works previews out, and what it answers. */

export type ToPreview =
  /** What all that follows is of. */
  | { readonly kind: 'objective'; readonly objective: ObjectiveSpec; readonly table: Table | undefined }
  /** Instead of all that was asked before. */
  | {
      readonly kind: 'preview'
      readonly ticket: number
      readonly experiment: Experiment
      readonly places: readonly number[]
    }

/** `over`: nothing more follows to this ticket. */
export type FromPreview =
  | { readonly ticket: number; readonly curves: readonly PreviewCurve[]; readonly over: boolean }
  | { readonly ticket: number; readonly error: string }
