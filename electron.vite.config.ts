import { resolve } from 'node:path'
import { defineConfig } from 'electron-vite'
import vue from '@vitejs/plugin-vue'
import ui from '@nuxt/ui/vite'

const at = (path: string): string => resolve(import.meta.dirname, path)
const alias = { '@core': at('src/worker/core') }

export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      // Threads of the packaged app read their script outside its archive, where no package is: all they need goes in.
      externalizeDeps: { exclude: ['zod', '@msgpack/msgpack'] },
      rollupOptions: {
        input: {
          electron: at('src/main/electron.ts'),
          web: at('src/main/web.ts'),
          cli: at('src/main/cli.ts'),
          worker: at('src/worker/index.ts'),
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
    plugins: [
      vue(),
      ui({
        autoImport: false,
        components: false,
        ui: { colors: { primary: 'blue', neutral: 'slate' } },
        // Every icon that is named somewhere goes into the build: none is fetched.
        icon: { clientBundle: { scan: { globInclude: ['**/*.{vue,ts}'], globExclude: ['node_modules'] } } },
      }),
    ],
  },
})
