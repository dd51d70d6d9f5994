import {
  accessSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../faults'
import { reasonOf } from './terminal-text'

/** The files that a run leaves. */
const resultNames = ['runs.csv', 'curves.csv'] as const

function attempt(path: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (error instanceof Fault) throw error
    throw new Fault('conflict', `${path} can't be written: ${reasonOf(error)}`)
  }
}

/**
 * Writes a whole file, or leaves the one that was there.
 * @throws Fault `conflict`
 */
export function writeWhole(file: string, pieces: Iterable<Uint8Array>): void {
  const part = `${file}.part`
  attempt(file, () => {
    try {
      const descriptor = openSync(part, 'w')
      try {
        for (const piece of pieces) writeFileSync(descriptor, piece)
      } finally {
        closeSync(descriptor)
      }
      renameSync(part, file)
    } finally {
      rmSync(part, { force: true })
    }
  })
}

/** The folder the results go into, found fit for it before anything runs. */
export class Results {
  /** @throws Fault `conflict` */
  constructor(private readonly folder: string) {
    attempt(folder, () => {
      mkdirSync(folder, { recursive: true })
      accessSync(folder, constants.W_OK | constants.X_OK)
    })
    for (const name of resultNames) {
      const file = join(folder, name)
      if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
        throw new Fault('conflict', `${file} can't be written: it is a folder`)
      }
    }
  }

  /**
   * Writes a whole file, or leaves the one that was there.
   * @throws Fault `conflict`
   */
  write(name: string, pieces: Iterable<Uint8Array>): void {
    writeWhole(join(this.folder, name), pieces)
  }
}
