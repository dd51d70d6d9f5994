import { resolve } from 'node:path'
import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'

/** What the build and the tests share: where things are, and how the renderer's components are compiled. */
export const at = (path: string): string => resolve(import.meta.dirname, path)

export const alias = { '@core': at('src/worker/core') }

export const rendererPlugins = [
  vue(),
  ui({
    autoImport: false,
    components: false,
    root: at('src/renderer'),
    ui: { colors: { primary: 'blue', neutral: 'slate' } },
    // Every icon that is named somewhere goes into the build: none is fetched.
    icon: { clientBundle: { scan: { globInclude: ['**/*.{vue,ts}'], globExclude: ['node_modules'] } } },
  }),
]
