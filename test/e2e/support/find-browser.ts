import { existsSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import chromium from '@sparticuz/chromium'
import { installPackages, missingLibraries } from './system-packages'

/** A browser for the end-to-end tests, and how to start it. */
export interface FoundBrowser {
  readonly executablePath: string
  readonly args: readonly string[]
  /** What its environment has beside this process's own. */
  readonly env: Readonly<Record<string, string>>
  /** In words: which one and why. */
  readonly about: string
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge']

const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** What the packaged Chromium links against beyond the C library, and what Debian and Ubuntu call it. */
const packages: Readonly<Record<string, string>> = {
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libnspr4.so': 'libnspr4',
  'libplc4.so': 'libnspr4',
  'libplds4.so': 'libnspr4',
  'libexpat.so.1': 'libexpat1',
}

/** No calls home, and no graphics card that half of the machines don't have. */
const args = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file))
}

function installLibraries(missing: readonly string[]): void {
  const wanted = missing.map((library) => packages[library] ?? library)
  installPackages(
    wanted,
    `the packaged Chromium, unless CHROMIUM_PATH names another browser, needs system libraries (${missing.join(', ')})`,
  )
}

/** The fonts of the system where there are some, and those of the package. */
const fontsIn = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`

/** Calls `unpack` with its temporary files, which is where the package puts everything, in `folder`. */
async function unpackInto(folder: string, unpack: () => Promise<unknown>): Promise<void> {
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    await unpack()
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}

/**
 * Unpacks the Chromium of the package beside its archives, where the next version replaces both.
 * The folder gets its name when it is whole: one cut short would fail every test from then on.
 */
async function packagedChromium(): Promise<FoundBrowser> {
  const folder = resolve(fileURLToPath(import.meta.resolve('@sparticuz/chromium')), '../../unpacked')
  const executablePath = join(folder, 'chromium')
  const configuration = join(folder, 'fonts.conf')
  if (!existsSync(folder)) {
    const unfinished = mkdtempSync(`${folder}-`)
    await unpackInto(unfinished, () => chromium.executablePath())
    writeFileSync(join(unfinished, 'fonts.conf'), fontsIn(folder))
    renameSync(unfinished, folder)
  }
  const missing = missingLibraries(executablePath)
  if (missing.length > 0) installLibraries(missing)
  const env = { FONTCONFIG_FILE: configuration }
  return { executablePath, args, env, about: 'the packaged @sparticuz/chromium' }
}

/** `CHROMIUM_PATH`, an installed Chromium, else the one from the package registry. */
export async function findBrowser(): Promise<FoundBrowser> {
  const named = process.env.CHROMIUM_PATH
  if (named !== undefined) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, and there is no such file`)
    return { executablePath: named, args, env: {}, about: `${named} (CHROMIUM_PATH)` }
  }
  const installed = onPath() ?? places.find((place) => existsSync(place))
  if (installed !== undefined) {
    return { executablePath: installed, args, env: {}, about: `${installed} (installed)` }
  }
  // The package holds a program for Linux on 64-bit Intel and AMD, and no other.
  if (process.platform === 'linux' && process.arch === 'x64') return packagedChromium()
  throw new Error('the end-to-end tests need Chrome or Chromium: install one, or set CHROMIUM_PATH to it')
}
