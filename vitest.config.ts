import { defineConfig } from 'vitest/config'
import { alias, rendererPlugins } from './vite.shared.ts'

export default defineConfig({
  plugins: rendererPlugins,
  resolve: { alias },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/bench/**'],
    // Real threads and files on a busy machine: a limit for what hangs, not for what is slow.
    testTimeout: 30_000,
    server: { deps: { inline: [/@nuxt\/ui/] } },
    globalSetup: ['test/support/build-worker.ts'],
  },
})
