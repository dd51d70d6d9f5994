import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, inject, test } from 'vitest'
import { reasonText } from '@core/reasons/wording'
import { stoppedAfter, wireError } from '../../src/worker/protocol'

test('errors travel as plain data', () => {
  const error = new RangeError('too far')
  expect(structuredClone(wireError(error))).toEqual({
    name: 'RangeError',
    message: 'too far',
    stack: error.stack,
  })
  expect(wireError('words')).toEqual({ name: 'Error', message: 'words' })
})

test('the reason of a stop counts', () => {
  expect(reasonText(stoppedAfter(1))).toBe('stopped by hand after 1 update')
  expect(reasonText(stoppedAfter(20))).toBe('stopped by hand after 20 updates')
})

test('the thread entry refuses to be a program of its own', async () => {
  const entry = fileURLToPath(new URL('worker.mjs', inject('threads')))
  await expect(promisify(execFile)(process.execPath, [entry])).rejects.toThrow('must run as a worker thread')
})
