import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test, vi } from 'vitest'
import { Replays } from '../../../../src/main/lab/runs/replays'
import { freshFolder } from '../support/open-lab'

test('a thread is ready before the first question, and none is started after the end', async () => {
  const folder = freshFolder()
  const log = join(folder, 'started')
  writeFileSync(log, '')
  const script = join(folder, 'thread.mjs')
  writeFileSync(
    script,
    `import { appendFileSync } from 'node:fs'
    import { parentPort, workerData } from 'node:worker_threads'
    appendFileSync(${JSON.stringify(log)}, workerData + ';')
    parentPort.on('message', () => undefined)`,
  )
  const replays = new Replays(pathToFileURL(script))
  replays.warm()
  await vi.waitFor(() => expect(readFileSync(log, 'utf8')).toBe('replays updates;'))
  await replays.close()
  replays.warm()
  await replays.close()
  expect(readFileSync(log, 'utf8')).toBe('replays updates;')
})
