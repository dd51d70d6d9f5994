import type { Issue } from '@core/issues'
import { issueText } from '@core/issues'
import type { Remedy } from '@core/read-options'
import type { CallError } from './contract'

/** An error that the person can do something about; its message is written for them. */
export class Fault extends Error {
  constructor(
    readonly kind: CallError['kind'],
    message: string,
    readonly issues: readonly Issue[] = [],
    /** With a file that could not be read: ways to read it that may do. */
    readonly remedies: readonly Remedy[] = [],
  ) {
    super(message)
    this.name = 'Fault'
  }
}

/** Another program keeps the database locked. Nothing has been changed: the same may be tried again. */
export class Locked extends Fault {
  constructor(message: string) {
    super('conflict', message)
  }
}

/** A document that says something it may not: the first fault leads, the others are counted. */
export function invalid(issues: readonly Issue[]): Fault {
  const rest = issues.length > 1 ? ` (and ${issues.length - 1} more)` : ''
  return new Fault('invalid', `${issues[0] ? issueText(issues[0]) : 'not valid'}${rest}`, issues)
}
