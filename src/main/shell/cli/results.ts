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
import { reasonOf } from './words'

export type ResultName = 'runs.csv' | 'curves.csv'
const names: readonly ResultName[] = ['runs.csv', 'curves.csv']

/** The folder the results go into, found fit for it before anything runs. */
export class Results {
  /** @throws Fault `conflict` */
  constructor(private readonly folder: string) {
    this.attempt(folder, () => {
      mkdirSync(folder, { recursive: true })
      accessSync(folder, constants.W_OK | constants.X_OK)
    })
    for (const name of names) {
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
  write(name: ResultName, pieces: Iterable<string | Uint8Array>): void {
    const file = join(this.folder, name)
    const part = `${file}.part`
    this.attempt(file, () => {
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

  private attempt(path: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      if (error instanceof Fault) throw error
      throw new Fault('conflict', `${path} can't be written: ${reasonOf(error)}`)
    }
  }
}
