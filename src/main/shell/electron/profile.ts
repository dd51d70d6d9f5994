import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where Chromium keeps what belongs to the window: its place, and the pages' own storage. */
export interface Profile {
  readonly folder: string
  /** Removes it, if it was only for this time. */
  readonly discard: () => void
}

const passingName = 'descent-lab-window-'

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

/** A folder for this time only; those of processes that have ended go, as Chromium writes to its own to the last. */
function passingFolder(): string {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(passingName) ? Number.parseInt(name.slice(passingName.length)) : NaN
    if (Number.isNaN(pid) || isAlive(pid)) continue
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true })
    } catch {
      // Somebody else's.
    }
  }
  return mkdtempSync(join(tmpdir(), `${passingName}${process.pid}-`))
}

/** Beside the lab's data; where nothing can be written there, in a folder for this time only. */
export function profileIn(data: string): Profile {
  const folder = join(data, 'window')
  try {
    mkdirSync(folder, { recursive: true })
    // Rights alone do not tell: a disk can be full, or mounted to be read.
    rmSync(mkdtempSync(join(folder, 'written-')), { recursive: true })
    return { folder, discard: () => {} }
  } catch {
    // What is wrong with the folder the lab says itself, in every shell alike.
    const passing = passingFolder()
    return { folder: passing, discard: () => rmSync(passing, { recursive: true, force: true }) }
  }
}

/** Whether another lab has the profile: Electron's lock can also not be had for want of room or rights. */
export function isTaken({ folder }: Profile): boolean {
  if (process.platform === 'win32') return true
  try {
    // Chromium's: the name of the machine, and the process.
    return !readlinkSync(join(folder, 'SingletonLock')).endsWith(`-${process.pid}`)
  } catch {
    return false
  }
}
