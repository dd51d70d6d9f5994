import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'

/** What goes wrong at which call of the system. */
export interface DiskFault {
  readonly error: 'EIO' | 'ENOSPC' | 'KILL'
  /** The first call that fails, from 1. */
  readonly after: number
  /** How many fail. */
  readonly span: number
}

/** Makes calls to the system fail in a process of its own. */
export type Shim = (folder: string, fault: DiskFault) => Readonly<Record<string, string>>

/** @returns why there is none, where this machine can't have it */
export function buildShim(folder: string): Shim | string {
  if (process.platform !== 'linux') return 'failing disks are made with LD_PRELOAD, which Linux has'
  // The built suite lies in a folder of its own two below the project.
  const source = resolve(import.meta.dirname, '../../test/faults/shim.c')
  const library = join(folder, 'shim.so')
  const made = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl'], {
    encoding: 'utf8',
  })
  if (made.error) return 'failing disks need a C compiler named cc'
  if (made.status !== 0) return `cc could not build the shim: ${made.stderr}`
  return (below, { error, after, span }) => ({
    LD_PRELOAD: library,
    FAULT_BELOW: `${below}/`,
    FAULT_ERROR: error,
    FAULT_AFTER: String(after),
    FAULT_SPAN: String(span),
  })
}
