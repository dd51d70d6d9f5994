import type { Issue } from '@core/issues'
import type { Remedy } from '@core/read-options'

/** What went wrong, as it crosses a shell. */
export interface CallError {
  readonly kind: 'invalid' | 'missing' | 'conflict' | 'limit' | 'internal'
  readonly message: string
  /** With `invalid`: each fault with its path. */
  readonly issues: readonly Issue[]
  /** With a file that could not be read: ways to read it that may do. */
  readonly remedies?: readonly Remedy[]
}

export type CallResult<Output = unknown> =
  { readonly ok: true; readonly value: Output } | { readonly ok: false; readonly error: CallError }
