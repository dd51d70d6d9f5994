import type { Remedy } from '@core/read-options'

/** Why a file is not read; the reader puts the file's name before it. */
export class Refusal extends Error {
  /** @param remedies ways to read it that may do */
  constructor(
    message: string,
    readonly remedies: readonly Remedy[] = [],
  ) {
    super(message)
    this.name = 'Refusal'
  }
}
