import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { onTestFinished } from 'vitest'

const root = resolve(import.meta.dirname, '../../../..')
const script = `
  const db = require('better-sqlite3')(process.argv[1])
  db.exec('begin immediate')
  process.stdout.write('locked')
  process.stdin.once('data', () => { db.exec('rollback'); db.close(); process.exit() })
`

/** Has another process lock the database for writing. @returns lets go of it */
export async function lockedElsewhere(file: string): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ['-e', script, file], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return async () => {
    child.stdin.write('go')
    await once(child, 'exit')
  }
}
