import { decide } from '../../../src/main/launch/decide'
import { electronProgram, factsHere } from '../../../src/main/launch/facts'

/** Where Electron's runtime is on this machine, or why the desktop suite can't run. */
export type ElectronRuntime =
  | { readonly found: true; readonly executablePath: string }
  | { readonly found: false; readonly reason: string }

/** Decides as `npm start` does, but fetches nothing. */
export function findElectron(): ElectronRuntime {
  const executablePath = electronProgram(process.env)
  if (executablePath === undefined) {
    return { found: false, reason: "Electron's runtime is not on this machine" }
  }
  const decision = decide(factsHere([], process.env))
  return decision.shell === 'browser'
    ? { found: false, reason: decision.reason ?? 'a window was not asked for' }
    : { found: true, executablePath }
}
