import { expect, test } from 'vitest'
import { processLives } from '../../../../src/main/store/tables/sessions'
import { freshFile, openedWell } from '../support/fixtures'

/** No process has it: above what any system gives. */
const nobody = 2 ** 30

test('a session is there while its process lives and says so', () => {
  let time = 0
  const store = openedWell({ file: freshFile(), now: () => time })
  const mine = store.sessions.begin(process.pid)
  const other = store.sessions.begin(nobody)
  expect(store.sessions.dead()).toEqual([other])
  time = 30_000
  expect(store.sessions.dead()).toEqual([other])
  time = 30_001
  expect(store.sessions.dead()).toEqual([mine, other])
  store.sessions.beat(mine)
  expect(store.sessions.dead()).toEqual([other])
})

test('a session that ended is not dead but gone', () => {
  const store = openedWell({ file: freshFile() })
  const session = store.sessions.begin(nobody)
  store.sessions.end(session)
  expect(store.sessions.dead()).toEqual([])
  expect(store.sessions.begin(nobody)).toBe(session + 1)
})

test('whether a process lives', () => {
  expect(processLives(process.pid)).toBe(true)
  expect(processLives(nobody)).toBe(false)
})
