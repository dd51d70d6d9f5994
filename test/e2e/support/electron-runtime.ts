import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { hasDisplay } from '../../../src/main/launch/display'
import { electronProgram } from '../../../src/main/launch/machine'
import { fresh } from '../../../src/main/launch/fresh'
import { adaptInto } from '../../desktop/runtime/adapt'
import { startDisplay } from '../../desktop/runtime/display'
import { olderElectron } from '../../desktop/runtime/older'
import { ordinaryUser, type OrdinaryUser } from '../../desktop/runtime/ordinary-user'
import { opensSandboxed } from '../../desktop/runtime/probe'
import { NotHad } from './not-had'
import { installPackages, missingLibraries } from './system-packages'

/** A runtime for the desktop suite, and how a window is opened with it. */
export interface Electron {
  readonly found: true
  /** In words: which one, and with what. */
  readonly about: string
  /** Electron's own program. */
  readonly program: string
  /** What starts it as whoever the window belongs to. */
  readonly executablePath: string
  /** The folder of the app. */
  readonly app: string
  readonly env: NodeJS.ProcessEnv
  /** Whether Chromium's sandbox can be had. */
  readonly sandbox: boolean
  /** Who the window belongs to, where that is not who runs the tests. */
  readonly user: OrdinaryUser | undefined
  /** One that knows neither modules in the main process nor how to tell Playwright of downloads. */
  readonly older: boolean
  stop(): void
}

/** Electron's runtime on this machine, or why the desktop suite can't run. */
export type ElectronRuntime = Electron | { readonly found: false; readonly reason: string }

const root = resolve(import.meta.dirname, '../../..')
/** The first that tells Playwright of downloads; modules in its main process are older. */
const firstWithAll = 30

/** What Electron links against, and what Debian and Ubuntu call it. */
const packages: Readonly<Record<string, string>> = {
  'libgtk-3.so.0': 'libgtk-3-0',
  'libgdk-3.so.0': 'libgtk-3-0',
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libsmime3.so': 'libnss3',
  'libnspr4.so': 'libnspr4',
  'libasound.so.2': 'libasound2',
  'libgbm.so.1': 'libgbm1',
  'libdrm.so.2': 'libdrm2',
  'libatk-1.0.so.0': 'libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libatspi.so.0': 'libatspi2.0-0',
  'libcups.so.2': 'libcups2',
  'libxkbcommon.so.0': 'libxkbcommon0',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXfixes.so.3': 'libxfixes3',
  'libXrandr.so.2': 'libxrandr2',
  'libXext.so.6': 'libxext6',
  'libX11.so.6': 'libx11-6',
  'libxcb.so.1': 'libxcb1',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libcairo.so.2': 'libcairo2',
  'libexpat.so.1': 'libexpat1',
}

async function program(): Promise<string> {
  const named = electronProgram(process.env)
  if (named !== undefined) return named
  if (process.platform === 'linux' && process.arch === 'x64') return olderElectron()
  throw new NotHad("Electron's runtime is not on this machine")
}

function installLibraries(missing: readonly string[]): void {
  const wanted = missing.map((library) => packages[library] ?? library)
  installPackages(wanted, `Electron needs system libraries (${missing.join(', ')})`)
}

interface Ground {
  readonly electron: string
  readonly version: string
  readonly older: boolean
  readonly user: OrdinaryUser | undefined
  readonly env: NodeJS.ProcessEnv
}

/** @throws Error that says what can't be had */
async function ground(cleanups: (() => void)[]): Promise<Ground> {
  const electron = await program()
  if (process.platform === 'linux') {
    const missing = missingLibraries(electron)
    if (missing.length > 0) installLibraries(missing)
  }
  const asNode = { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, encoding: 'utf8' } as const
  const version = execFileSync(electron, ['-p', 'process.versions.electron'], asNode).trim()
  const older = Number.parseInt(version) < firstWithAll
  // Playwright takes downloads into a folder of its own, which is the superuser's.
  const user = older ? ordinaryUser([electron, join(root, 'out/main/electron.js')]) : undefined
  if (user) cleanups.push(user.remove)
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    TEST_NODE: process.execPath,
    ...(user ? { HOME: user.home, XDG_CONFIG_HOME: user.home, XDG_CACHE_HOME: user.home } : {}),
  }
  if (!hasDisplay(process.platform, process.env)) {
    const display = await startDisplay()
    cleanups.push(display.stop)
    env.DISPLAY = display.name
  }
  return { electron, version, older, user, env }
}

async function adaptedApp(cleanups: (() => void)[]): Promise<string> {
  mkdirSync(join(root, 'test-results'), { recursive: true })
  // In the project, where the lab's process finds its packages.
  const app = mkdtempSync(join(root, 'test-results/electron-'))
  cleanups.push(() => rmSync(app, { recursive: true, force: true }))
  await adaptInto(app)
  chmodSync(app, 0o755)
  return app
}

/** The one the environment names, an installed one, else an older one that package registries have. */
export async function findElectron(): Promise<ElectronRuntime> {
  const cleanups: (() => void)[] = []
  const stop = (): void => cleanups.forEach((cleanup) => cleanup())
  try {
    // What is opened is of these sources, and nothing builds it anew meanwhile.
    await fresh()
    const { electron, version, older, user, env } = await ground(cleanups)
    const executablePath = user ? user.launcher(electron) : electron
    const sandbox = opensSandboxed(executablePath, env)
    const beside = `, with the lab beside it under Node ${process.versions.node.split('.')[0]}`
    return {
      found: true,
      about: `Electron ${version}${older ? beside : ''}`,
      program: electron,
      executablePath,
      app: older ? await adaptedApp(cleanups) : root,
      env,
      sandbox,
      user,
      older,
      stop,
    }
  } catch (error) {
    stop()
    if (error instanceof NotHad) return { found: false, reason: error.message }
    throw error
  }
}
