import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'
import { alias } from '../../vite.shared'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the folder with the built thread entries: `worker.mjs`, `reader.mjs`, `parser.mjs`, and the pool tests' `mad-worker.mjs`. */
    threads: string
  }
}

const root = resolve(import.meta.dirname, '../..')

/** Builds the thread entries once a test run: real threads can't load TypeScript through vitest. */
export default async function buildWorker(project: TestProject): Promise<() => Promise<void>> {
  const outDir = await mkdtemp(join(tmpdir(), 'descent-lab-threads-'))
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    resolve: { alias },
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      minify: false,
      rollupOptions: {
        input: {
          worker: resolve(root, 'src/worker/index.ts'),
          reader: resolve(root, 'src/main/lab/curves/curve-thread.ts'),
          parser: resolve(root, 'src/main/lab/experiments/experiment-thread.ts'),
          'mad-worker': resolve(import.meta.dirname, 'mad-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  })
  await symlink(resolve(root, 'node_modules'), join(outDir, 'node_modules'), 'junction')
  project.provide('threads', pathToFileURL(`${outDir}/`).href)
  return () => rm(outDir, { recursive: true, force: true })
}
