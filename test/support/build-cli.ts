import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const at = (path: string): string => resolve(import.meta.dirname, '../..', path)

export interface BuiltCli {
  /** The built command line; the threads' script and the resources lie where it looks for them. */
  readonly script: string
  remove(): void
}

/**
 * Builds the command line into a folder laid out like the real build, so that plain Node can run it.
 * @param worker the thread entry
 */
export async function buildCli(worker = 'src/worker/index.ts'): Promise<BuiltCli> {
  const folder = mkdtempSync(join(tmpdir(), 'descent-lab-cli-build-'))
  await build({
    configFile: false,
    root: at('.'),
    logLevel: 'error',
    resolve: { alias: { '@core': at('src/worker/core') } },
    // Threads find no packages in the packaged app, so what they need is built in.
    ssr: { noExternal: ['zod'] },
    build: {
      ssr: true,
      outDir: join(folder, 'out/main'),
      minify: false,
      rollupOptions: {
        input: {
          cli: at('src/main/cli.ts'),
          worker: at(worker),
          reader: at('src/main/lab/curves/curve-thread.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  })
  cpSync(at('resources'), join(folder, 'resources'), { recursive: true })
  cpSync(at('package.json'), join(folder, 'package.json'))
  symlinkSync(at('node_modules'), join(folder, 'node_modules'), 'junction')
  return {
    script: join(folder, 'out/main/cli.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
