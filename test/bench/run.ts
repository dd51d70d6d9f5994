/** Builds the benchmarks as the app itself is built, and runs them: `npm run bench -- --json FILE`. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const root = resolve(import.meta.dirname, '../..')
// Below the project, so that what is not built in is found in its packages.
const folder = mkdtempSync(join(root, 'node_modules/.bench-'))
try {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    resolve: { alias: { '@core': join(root, 'src/worker/core') } },
    ssr: { noExternal: ['zod', /@tensorflow/] },
    build: {
      ssr: true,
      outDir: folder,
      rollupOptions: {
        input: {
          bench: join(root, 'test/bench/main.ts'),
          worker: join(root, 'src/worker/index.ts'),
          clocked: join(root, 'test/bench/clocked-worker.ts'),
          reader: join(root, 'src/main/lab/curves/curve-thread.ts'),
          people: join(root, 'test/bench/watching/thread.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  })
  // A page to look at beside the app's own.
  await build({
    configFile: false,
    root: join(root, 'test/bench/screen/uplot'),
    logLevel: 'error',
    resolve: { alias: { '@core': join(root, 'src/worker/core') } },
    build: { outDir: join(folder, 'uplot'), modulePreload: false },
  })
  const words = [join(folder, 'bench.js'), ...process.argv.slice(2)]
  process.exitCode = spawnSync(process.execPath, ['--expose-gc', ...words], { stdio: 'inherit' }).status ?? 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
