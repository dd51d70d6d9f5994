import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { createInterface } from 'node:readline'
import { build } from 'vite'

const root = resolve(import.meta.dirname, '../../../..')

/** The store, bundled so that a plain node process can run it. */
export interface Bundle {
  readonly folder: string
  remove(): Promise<void>
}

export async function bundleStore(): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), 'descent-lab-bundle-'))
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    resolve: { alias: { '@core': join(root, 'src/worker/core') } },
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: join(root, 'src/main/store/index.ts'),
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rollupOptions: { output: { format: 'es', entryFileNames: 'store.mjs' } },
    },
  })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  chmodSync(folder, 0o755)
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

export type Child = ChildProcessByStdio<null, Readable, null>

/**
 * Runs a script as a process of its own. In it, `openStore` is there and `say` prints a line.
 * @param user the user id to run as; only root may choose
 */
export function run(bundle: Bundle, script: string, inputs: readonly string[], user?: number): Child {
  const file = join(bundle.folder, `script-${Math.random().toString(36).slice(2)}.mjs`)
  const head = `
    import { writeSync } from 'node:fs'
    import { openStore } from './store.mjs'
    const say = (value) => writeSync(1, JSON.stringify(value) + '\\n')
    const inputs = process.argv.slice(2)
  `
  writeFileSync(file, head + script)
  return spawn(process.execPath, [file, ...inputs], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(user === undefined ? {} : { uid: user, gid: user }),
  })
}

/** What the process says, line by line, until it ends. */
export async function* said(child: Child): AsyncGenerator<unknown> {
  for await (const line of createInterface({ input: child.stdout })) {
    // A process that is killed in mid-write leaves half a line.
    if (line.endsWith('}') || line.endsWith(']') || /^\d+$/.test(line)) yield JSON.parse(line)
  }
}

export const ended = (child: Child): Promise<number | null> =>
  new Promise((settle) => {
    if (child.exitCode !== null || child.signalCode !== null) settle(child.exitCode)
    else child.once('exit', settle)
  })
