import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Where Electron's runtime is on this machine, or why the desktop suite can't run. */
export type ElectronRuntime =
  | { readonly found: true; readonly executablePath: string }
  | { readonly found: false; readonly reason: string }

const executables: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}

/** Looks without fetching: `require('electron')` would start a download. */
export function findElectron(): ElectronRuntime {
  const executable = executables[process.platform] ?? 'electron'
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const named = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const recorded = join(folder, 'path.txt')
  const executablePath = named
    ? join(named, executable)
    : join(folder, 'dist', existsSync(recorded) ? readFileSync(recorded, 'utf8') : executable)
  if (!existsSync(executablePath)) {
    return { found: false, reason: "Electron's runtime is not on this machine" }
  }
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { found: false, reason: "Electron's runtime is here, but there is no display" }
  }
  return { found: true, executablePath }
}
