import { defineConfig } from 'playwright/test'
import { findBrowser } from './test/e2e/support/find-browser'

const browser = await findBrowser()

export default defineConfig({
  testDir: 'test',
  testMatch: 'e2e/*.spec.ts',
  outputDir: 'test-results/e2e',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Two cores carry the lab, its threads and the browser; more tests at once only wait for each other.
  workers: 1,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    launchOptions: {
      executablePath: browser.executablePath,
      args: [...browser.args],
      env: { ...process.env, ...browser.env },
    },
    viewport: { width: 1280, height: 800 },
    actionTimeout: 30_000,
    // A trace copies the page at every action, which takes longer than the action: ask for one with --trace on.
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'browser' },
    {
      name: 'desktop',
      testMatch: ['e2e/*.spec.ts', 'desktop/*.spec.ts'],
      testIgnore: 'e2e/browser-shell.spec.ts',
    },
  ],
})
