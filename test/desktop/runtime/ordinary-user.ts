import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Somebody without the superuser's rights, as whom Chromium has its sandbox and folders can be closed. */
export interface OrdinaryUser {
  readonly uid: number
  readonly gid: number
  readonly home: string
  /** A program that is `program`, run by this user. */
  launcher(program: string): string
  remove(): void
}

const nobody = 65_534

/** Undefined unless this is the superuser, and an ordinary one may read all of `files`. */
export function ordinaryUser(files: readonly string[]): OrdinaryUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const who = { uid: nobody, gid: nobody }
  const script = 'process.argv.slice(1).forEach((file) => fs.accessSync(file))'
  if (spawnSync(process.execPath, ['-e', script, ...files], who).status !== 0) return undefined
  const home = mkdtempSync(join(tmpdir(), 'descent-lab-home-'))
  chownSync(home, nobody, nobody)
  return {
    ...who,
    home,
    launcher(program) {
      const file = join(home, 'electron')
      const change = `setpriv --reuid=${nobody} --regid=${nobody} --clear-groups`
      writeFileSync(file, `#!/bin/sh\nexec ${change} '${program}' "$@"\n`)
      chmodSync(file, 0o755)
      return file
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  }
}
