import { Locked } from '../../faults'
import type { Store } from '../../store'
import type { CurveBatch } from '../../store/curves/curves'
import type { RunPatch } from '../../store/tables/run-rows'

/** What is stored of a run at once: points that came, and what is known of it with them. */
export interface Recording {
  readonly run: number
  /** Of the columns of every batch. */
  readonly names: readonly string[]
  readonly batches: readonly CurveBatch[]
  readonly patch: RunPatch
}

export type RecordingResult =
  | {
      readonly ok: true
      /** Bytes that were written for the points. */
      readonly written: number
    }
  | {
      readonly ok: false
      /** Another program keeps the database locked: the same may be tried again. */
      readonly locked: boolean
      readonly message: string
    }

/** Stores all of it or nothing; what is there already is no error, so that it may come twice. Never throws. */
export function record(store: Store, { run, names, batches, patch }: Recording): RecordingResult {
  try {
    const written = store.transaction(() => {
      store.runs.update(run, patch)
      return batches.length > 0 ? store.curves.append(run, names, ...batches) : 0
    })
    return { ok: true, written }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { ok: false, locked: error instanceof Locked, message }
  }
}
