import { mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const root = resolve(import.meta.dirname, '../..')

export interface BuiltFaults {
  readonly script: string
  remove(): void
}

/** Builds the suite, what it kills and the lab's threads as the app itself is built, for plain Node. */
export async function buildFaults(): Promise<BuiltFaults> {
  // Below the project, so that what is not built in is found in its packages, and two folders down, as the real build is.
  const folder = mkdtempSync(join(root, 'node_modules/.faults-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    await build({
      configFile: false,
      root,
      logLevel: 'error',
      resolve: { alias: { '@core': join(root, 'src/worker/core') } },
      ssr: { noExternal: ['zod', '@msgpack/msgpack', 'jsonc-parser'] },
      build: {
        ssr: true,
        outDir: folder,
        minify: false,
        rollupOptions: {
          input: {
            faults: join(root, 'test/faults/main.ts'),
            child: join(root, 'test/faults/child.ts'),
            cli: join(root, 'src/main/cli.ts'),
            worker: join(root, 'src/worker/index.ts'),
            reader: join(root, 'src/main/lab/curves/curve-thread.ts'),
            parser: join(root, 'src/main/lab/experiments/experiment-thread.ts'),
          },
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      },
    })
    return { script: join(folder, 'faults.js'), remove }
  } catch (error) {
    remove()
    throw error
  }
}
