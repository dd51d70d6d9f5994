import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'
import vue from '@vitejs/plugin-vue'

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@core': resolve(import.meta.dirname, 'src/worker/core') } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/bench/**'],
    // Real threads and files on a busy machine: a limit for what hangs, not for what is slow.
    testTimeout: 30_000,
    globalSetup: ['test/support/build-worker.ts'],
  },
})
