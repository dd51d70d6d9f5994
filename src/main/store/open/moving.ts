import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { temporary } from './leftovers'
import { freeName } from './quarantine'

/** Where an open database may go on. */
export interface Target {
  readonly file: string
  /** Its name until all of it is there. */
  readonly part: string
  /** Whether it is to stay when it is closed. */
  readonly kept: boolean
  /** Called when it is closed, or never came about. */
  readonly discard?: () => void
}

/** Beside the place of a database that is not there any more, under a new name. */
export function besideIt(file: string, time: number): Target {
  // The folder may be gone as well.
  mkdirSync(dirname(file), { recursive: true })
  return { file: freeName(file, 'saved', time), part: temporary('saving', file), kept: true }
}

/** In the system's folder for temporary files, where nothing can be written beside it. */
export function elsewhere(file: string, time: number): Target {
  const away = join(tmpdir(), basename(file))
  return { file: freeName(away, 'saved', time), part: temporary('unkept', file), kept: true }
}

/** In a folder that goes when the database is closed. */
export function unkept(file: string): Target & { discard(): void } {
  const folder = mkdtempSync(`${temporary('unkept', file)}-`)
  const discard = (): void => rmSync(folder, { recursive: true, force: true })
  return { file: join(folder, basename(file)), part: join(folder, 'part'), kept: false, discard }
}
