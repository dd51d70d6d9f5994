import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Machine } from './decide.ts'
import { hasDisplay } from './display.ts'
import { root } from './root.ts'

const electron = join(root, 'node_modules/electron')

const textOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}

/** Electron's program, if it is there whole: where the environment says, else where the installer puts it. */
export function electronProgram(environment: NodeJS.ProcessEnv): string | undefined {
  const { ELECTRON_OVERRIDE_DIST_PATH: override } = environment
  const name = textOf(join(electron, 'path.txt'))
  const programs = [
    ...(override ? [join(override, name ?? 'electron')] : []),
    // The installer writes the name last: without it the rest may be half of a runtime.
    ...(name ? [join(electron, 'dist', name)] : []),
  ]
  return programs.find((program) => existsSync(program))
}

/** True unless the kernel forbids both ways Chromium has into its sandbox on Linux. */
function sandboxUsable(program: string | undefined): boolean {
  const helper = program === undefined ? undefined : join(program, '../chrome-sandbox')
  const stat = helper === undefined ? undefined : statSync(helper, { throwIfNoEntry: false })
  if (stat && stat.uid === 0 && (stat.mode & 0o4000) !== 0) return true
  return (
    textOf('/proc/sys/kernel/unprivileged_userns_clone') !== '0' &&
    textOf('/proc/sys/user/max_user_namespaces') !== '0' &&
    textOf('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') !== '1'
  )
}

export function factsHere(words: readonly string[], environment: NodeJS.ProcessEnv): Machine {
  const { platform } = process
  const program = electronProgram(environment)
  return {
    browserAsked: words.includes('--browser'),
    platform,
    display: hasDisplay(platform, environment),
    superuser: process.getuid?.() === 0,
    sandbox: platform !== 'linux' || sandboxUsable(program),
    runtime: program !== undefined,
  }
}
