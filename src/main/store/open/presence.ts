import { renameSync, rmSync, statSync } from 'node:fs'
import { storeErrorOf } from '../errors'

/** What tells a file from any other, of the same name too. */
export type Identity = string

/** @returns undefined where there is no such file, or none that can be reached */
export function identityOf(file: string): Identity | undefined {
  try {
    const found = statSync(file, { bigint: true, throwIfNoEntry: false })
    return found && `${found.dev}:${found.ino}`
  } catch {
    return undefined
  }
}

/** What became of a database that is open, as the end of "lab.sqlite ...". */
export type Loss = 'gone' | 'replaced' | 'cut off'

const besides = ['-wal', '-shm'] as const

/**
 * Watches whether the files of an open database still stand where they stood. An open one that
 * was deleted, renamed or unmounted goes on without a word, and nobody finds it again: its path
 * alone says so. A look costs a few microseconds.
 */
export class Presence {
  readonly identity: Identity | undefined
  /** SQLite neither makes its log anew nor deletes it while the database is open. */
  private readonly besides: readonly (Identity | undefined)[]

  /** @param file of a database that has just been opened, and written to */
  constructor(private readonly file: string) {
    this.identity = identityOf(file)
    this.besides = besides.map((suffix) => identityOf(file + suffix))
  }

  /** @returns undefined where all is well */
  look(): Loss | undefined {
    const now = identityOf(this.file)
    if (now !== this.identity) return now === undefined ? 'gone' : 'replaced'
    const [log] = this.besides
    return log === undefined || identityOf(`${this.file}-wal`) === log ? undefined : 'cut off'
  }

  /**
   * Takes away what still stands beside the place of a lost file: the next file of that name would
   * have it for its own log.
   * @param name to keep it under; without one it is deleted
   */
  clearBesides(name?: string): void {
    for (const [index, suffix] of besides.entries()) {
      const identity = this.besides[index]
      if (identity === undefined || identityOf(this.file + suffix) !== identity) continue
      try {
        if (name === undefined) rmSync(this.file + suffix, { force: true })
        else renameSync(this.file + suffix, name + suffix)
      } catch (error) {
        if (!storeErrorOf(error)) throw error
      }
    }
  }
}
