import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withFileLock } from './file-lock.ts'
import { root } from './root.ts'

const sources = [
  'src',
  'resources',
  'electron.vite.config.ts',
  'vite.shared.ts',
  'package.json',
  'package-lock.json',
]
const builder = 'node_modules/electron-vite/bin/electron-vite.js'

/** Where a project is and how it is built. */
export interface Build {
  readonly folder: string
  readonly build: (folder: string) => Promise<void>
}

/** Says of which sources `out/` was built, once it is whole. */
const noteIn = (folder: string): string => join(folder, 'out/.built')

function filesOf(folder: string, name: string): string[] {
  const stat = statSync(join(folder, name), { throwIfNoEntry: false })
  if (!stat) return []
  if (!stat.isDirectory()) return [`${name} ${stat.size} ${stat.mtimeMs}`]
  return (
    readdirSync(join(folder, name))
      // The builder leaves a cache of its own among the pages.
      .filter((entry) => entry !== 'node_modules')
      .sort()
      .flatMap((entry) => filesOf(folder, join(name, entry)))
  )
}

/** Changes whenever a source is edited, added, removed or brought back from the past. */
const fingerprint = (folder: string): string =>
  createHash('sha256')
    .update(sources.flatMap((name) => filesOf(folder, name)).join('\n'))
    .digest('hex')

const isFresh = (folder: string): boolean =>
  ['main/web.js', 'main/electron.js', 'main/cli.js', 'renderer/index.html'].every((file) =>
    existsSync(join(folder, 'out', file)),
  ) &&
  existsSync(noteIn(folder)) &&
  readFileSync(noteIn(folder), 'utf8') === fingerprint(folder)

async function buildThis(folder: string): Promise<void> {
  if (!existsSync(join(folder, builder))) throw new Error('Packages are missing. Run npm ci first.')
  process.stderr.write('Building Descent Lab; this takes a minute at the most.\n')
  const child = spawn(process.execPath, [builder, 'build', '--logLevel', 'warn'], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production' },
    // Standard output belongs to whatever is started next.
    stdio: ['ignore', 2, 2],
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error('Descent Lab could not be built. What is wrong is said above.')
}

const here: Build = { folder: root, build: buildThis }

/** From here on `out/` counts as built of no sources at all. */
export const forgetBuild = (folder = root): void => rmSync(noteIn(folder), { force: true })

async function buildAndNote({ folder, build }: Build): Promise<void> {
  const before = fingerprint(folder)
  // A build that fails halfway leaves a mixture.
  forgetBuild(folder)
  await build(folder)
  writeFileSync(noteIn(folder), before)
}

/** No two build at once, whoever asks. */
const alone = (folder: string, work: () => Promise<void>): Promise<void> =>
  withFileLock(join(folder, 'out/.building'), work)

/** Builds `out/` when it is missing or not of these sources; says nothing otherwise. */
export async function fresh(project = here): Promise<void> {
  if (isFresh(project.folder)) return
  await alone(project.folder, async () => {
    if (!isFresh(project.folder)) await buildAndNote(project)
  })
}

/** Builds `out/` whatever is there. */
export const anew = (project = here): Promise<void> => alone(project.folder, () => buildAndNote(project))

if (import.meta.main) {
  try {
    await (process.argv.includes('--anew') ? anew() : fresh())
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}
