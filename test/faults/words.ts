import { writeSync } from 'node:fs'
import type { Contents } from '../../src/main/store/open/contents'

/** A line of a child's: its lab's word for what is stored by then. */
export interface Word {
  /** So many points of each run. */
  readonly points?: readonly (readonly [run: number, points: number])[]
  /** So many of them on the disk itself: no power cut takes them away. */
  readonly settled?: readonly (readonly [run: number, points: number])[]
  readonly table?: { readonly name: string; readonly rows: number }
  /** Runs that may be gone from here on. */
  readonly purging?: readonly number[]
  /** Runs that are gone. */
  readonly purged?: readonly number[]
  /** So many runs of each sweep. */
  readonly swept?: readonly (readonly [sweep: number, runs: number])[]
  /** What a backup holds, at least. */
  readonly backup?: Contents
  /** An answer that no person could do anything with. */
  readonly unclear?: string
  /** Calls that have been answered. */
  readonly answers?: number
}

/** Not lost, even if the process is killed right after. */
export const say = (word: Word): void => void writeSync(1, `${JSON.stringify(word)}\n`)

/** A line; undefined where the process was killed in the middle of it. */
export function heard(line: string): Word | undefined {
  try {
    return JSON.parse(line) as Word
  } catch {
    return undefined
  }
}
