import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import chromium from '@sparticuz/chromium'

/** A browser for the end-to-end tests, and how to start it. */
export interface FoundBrowser {
  readonly executablePath: string
  readonly args: readonly string[]
  /** In words, for the log: which one and why. */
  readonly about: string
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge']

const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** What the packaged Chromium links against, as Debian and Ubuntu call it. */
const libraries = ['libnss3', 'libnspr4', 'libgbm1', 'libasound2']

const isRoot = process.getuid?.() === 0

/** Chromium refuses to sandbox itself for root, and calls home unless told not to. */
const quiet = [
  ...(isRoot ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file))
}

/** The shared libraries that a program asks for and the system does not have. */
function missingLibraries(program: string): readonly string[] {
  const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' })
  return [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name)
}

function installLibraries(missing: readonly string[]): void {
  const command = `apt-get install -y --no-install-recommends ${libraries.join(' ')}`
  const advice = `the packaged Chromium needs system libraries (${missing.join(', ')}): run "${command}" as root, or set CHROMIUM_PATH to a browser`
  if (!isRoot || !existsSync('/usr/bin/apt-get')) throw new Error(advice)
  try {
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore' })
    execFileSync('apt-get', command.split(' ').slice(1), { stdio: 'ignore' })
  } catch {
    throw new Error(advice)
  }
}

/** `CHROMIUM_PATH`, an installed Chromium, else the one from the package registry. */
export async function findBrowser(): Promise<FoundBrowser> {
  const named = process.env.CHROMIUM_PATH
  if (named !== undefined) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, and there is no such file`)
    return { executablePath: named, args: quiet, about: `${named} (CHROMIUM_PATH)` }
  }
  const installed = onPath() ?? places.find((place) => existsSync(place))
  if (installed !== undefined)
    return { executablePath: installed, args: quiet, about: `${installed} (installed)` }
  const executablePath = await chromium.executablePath()
  const missing = missingLibraries(executablePath)
  if (missing.length > 0) installLibraries(missing)
  return { executablePath, args: [...chromium.args, ...quiet], about: 'the packaged @sparticuz/chromium' }
}
