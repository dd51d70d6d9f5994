import { resolve } from 'node:path'
import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'

/** What the build and the tests share: where things are, and how the renderer's components are compiled. */
export const at = (path: string): string => resolve(import.meta.dirname, path)

export const alias = { '@core': at('src/worker/core') }

/**
 * Under the pointer the library's solid buttons pale, and their labels with them, to below 4.5:1.
 * The style sheet looks for class names in here, so they stand in full.
 */
const solidButtons = [
  {
    color: 'primary',
    variant: 'solid',
    class: 'hover:bg-primary-700 active:bg-primary-700 dark:hover:bg-primary-300 dark:active:bg-primary-300',
  },
  {
    color: 'error',
    variant: 'solid',
    class: 'hover:bg-error-800 active:bg-error-800 dark:hover:bg-error-300 dark:active:bg-error-300',
  },
] as const

export const rendererPlugins = [
  vue(),
  ui({
    autoImport: false,
    components: false,
    root: at('src/renderer'),
    ui: {
      colors: { primary: 'blue', neutral: 'slate' },
      // Three quarters of its colour, as the library has it, still looks like a button to press.
      button: {
        slots: { base: 'disabled:opacity-50 aria-disabled:opacity-50' },
        compoundVariants: [...solidButtons],
      },
    },
    // Every icon that is named somewhere goes into the build: none is fetched.
    icon: { clientBundle: { scan: { globInclude: ['**/*.{vue,ts}'], globExclude: ['node_modules'] } } },
  }),
]
