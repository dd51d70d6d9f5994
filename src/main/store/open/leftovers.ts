import { readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { sidecars } from './database'
import { partsOf } from './quarantine'
import { processLives } from '../tables/sessions'
import { storeErrorOf } from '../errors'

interface Kind {
  folder(file: string): string
  /** What stands before and after the number of the process that makes it. */
  name(file: string): readonly [before: string, after: string]
}

const inParts = (word: string) => (file: string) => {
  const [, stem, ending] = partsOf(file)
  return [`${stem}.${word}-`, ending] as const
}

/** The folder of a database's backups. */
export const backupFolder = (file: string): string => join(dirname(file), 'backups')

/** Every file and folder that is there only as long as a process works on it. */
const kinds = {
  backup: { folder: backupFolder, name: inParts('part') },
  saving: { folder: dirname, name: inParts('saving') },
  restoring: { folder: dirname, name: inParts('restoring') },
  /** A folder, with a copy in it that is looked at or worked on while nothing is kept. */
  unkept: { folder: tmpdir, name: () => ['descent-lab-unkept-', ''] },
} as const satisfies Record<string, Kind>

/** The path for something temporary of this process. */
export function temporary(kind: keyof typeof kinds, file: string): string {
  const { folder, name }: Kind = kinds[kind]
  const [before, after] = name(file)
  return join(folder(file), `${before}${process.pid}${after}`)
}

/** What is in a folder; nothing where it is not there, is no folder, or may not be read. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (storeErrorOf(error)) return []
    throw error
  }
}

/** The process that a name says it belongs to; undefined for every other name. */
function ownerOf(name: string, [before, after]: readonly [string, string]): number | undefined {
  if (!name.startsWith(before)) return undefined
  const [, owner, rest] = /^(\d+)(.*)$/.exec(name.slice(before.length)) ?? []
  // A folder made with `mkdtemp` has six letters of its own at the end.
  const known = ['', ...sidecars].some((suffix) => rest === after + suffix) || /^-\w{6}$/.test(rest ?? '')
  return known ? Number(owner) : undefined
}

/** Removes what processes left behind that are no more. What can't be removed stays for the next time. */
export function clearLeftovers(file: string, lives: (pid: number) => boolean = processLives): void {
  for (const { folder, name } of Object.values<Kind>(kinds)) {
    for (const found of namesIn(folder(file))) {
      const owner = ownerOf(found, name(file))
      if (owner === undefined || lives(owner)) continue
      try {
        rmSync(join(folder(file), found), { recursive: true, force: true })
      } catch (error) {
        if (!storeErrorOf(error)) throw error
      }
    }
  }
}
