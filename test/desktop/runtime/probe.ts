import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NotHad } from '../../e2e/support/not-had'

/** An app that opens a window which nobody sees, and ends. */
const app = `
const { app, BrowserWindow } = require('electron')
app.setPath('userData', require('fs').mkdtempSync(require('os').tmpdir() + '/descent-lab-probe-profile-'))
app.enableSandbox()
app.whenReady().then(async () => {
  await new BrowserWindow({ show: false }).loadURL('data:text/html,<p>here')
  app.exit(0)
}).catch(() => app.exit(1))
`
/** For a machine that is busy, in milliseconds. */
const patience = 60_000

/**
 * Whether the program opens a window in Chromium's sandbox, as the environment's own user.
 * @throws NotHad with the last thing it said, where it opens none at all
 */
export function opensSandboxed(program: string, env: NodeJS.ProcessEnv): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'descent-lab-probe-'))
  try {
    chmodSync(folder, 0o755)
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'probe', version: '1.0.0', main: 'main.cjs' }),
    )
    writeFileSync(join(folder, 'main.cjs'), app)
    const open = (...words: string[]) =>
      spawnSync(program, [...words, folder], { env, timeout: patience, encoding: 'utf8' })
    if (open().status === 0) return true
    const { status, signal, stderr } = open('--no-sandbox')
    if (status === 0) return false
    throw new NotHad(
      `Electron opens no window here (${signal ?? status}): ${stderr.trim().split('\n').at(-1)}`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
