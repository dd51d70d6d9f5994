import { defineConfig } from 'electron-vite'
import { alias, at, rendererPlugins } from './vite.shared.ts'

export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      // Threads of the packaged app read their script outside its archive, where no package is: all they need goes in.
      externalizeDeps: { exclude: ['zod', '@msgpack/msgpack', 'jsonc-parser'] },
      rollupOptions: {
        input: {
          electron: at('src/main/electron.ts'),
          web: at('src/main/web.ts'),
          cli: at('src/main/cli.ts'),
          worker: at('src/worker/index.ts'),
          reader: at('src/main/lab/curves/curve-thread.ts'),
          parser: at('src/main/lab/experiments/experiment-thread.ts'),
        },
        output: { format: 'es' },
      },
    },
  },
  preload: {
    resolve: { alias },
    build: {
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: at('src/main/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    resolve: { alias },
    build: {
      outDir: at('out/renderer'),
      rollupOptions: {
        input: at('src/renderer/index.html'),
        checks: { bundlerTimings: false },
      },
      assetsInlineLimit: 0,
    },
    plugins: rendererPlugins,
  },
})
