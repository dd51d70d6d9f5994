import { rmSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import type { Recording, RecordingResult } from '../../../../src/main/lab/runs/recording'
import { Writer } from '../../../../src/main/lab/runs/writer'
import { openStore, type Store } from '../../../../src/main/store'
import { startOne } from '../../store/support/fixtures'
import { lockedElsewhere } from '../support/lock'
import { freshFile } from '../support/open-lab'

const script = new URL('reader.mjs', inject('threads'))
const names = ['loss', 'gradient_norm']
const several = 8_192
/** With a machine that is busy with other things. */
const patience = { timeout: 20_000, interval: 1 }

/** A store as the lab has it once it is open, with one run, and who stores what comes of it. */
async function opened({ thread = script, file = freshFile(), pragmas = [] as string[] } = {}) {
  const { store } = openStore({ file, pragmas })
  const { id } = startOne(store)
  store.neverWait()
  const writer = new Writer(store, thread)
  onTestFinished(async () => {
    await writer.close()
    store.close()
  })
  writer.warm()
  await vi.waitUntil(() => writer.isReady, patience)
  return { file, store, writer, run: id }
}

function recordingOf(run: number, first: number, count = several): Recording {
  const columns = new Float64Array(
    new SharedArrayBuffer(names.length * count * Float64Array.BYTES_PER_ELEMENT),
  ).map((_, index) => Math.sin(first + index))
  const points = first + count
  return { run, names, batches: [{ first, count, columns }], patch: { points, iterations: points - 1 } }
}

const stored = (writer: Writer, recording: Recording): Promise<RecordingResult> =>
  new Promise((settle) => writer.record(recording, settle))

/** Records one after the other until it is told to stop. @returns how many points were said to be stored */
async function streamed(writer: Writer, run: number, goesOn: () => boolean): Promise<number> {
  let points = 0
  while (goesOn()) {
    const result = await stored(writer, recordingOf(run, points))
    if (!result.ok && !result.locked) throw new Error(result.message)
    if (result.ok) points += several
    // As in the lab, everybody else has their turn in between.
    await setImmediate()
  }
  return points
}

/** What another program finds in the file. */
function foundIn(file: string, run: number): { readonly points: number; readonly stored: number } {
  const db = new Database(file, { readonly: true })
  try {
    return db
      .prepare<[number, number], { points: number; stored: number }>(
        `select points, (select sum(count) from curve_chunks where run = ? and series = 'loss') as stored
         from runs where id = ?`,
      )
      .get(run, run) as { points: number; stored: number }
  } finally {
    db.close()
  }
}

test('points and what is known of the run with them are stored beside the main thread', async () => {
  const { file, store, writer, run } = await opened()
  const recording = recordingOf(run, 0)
  const storing = stored(writer, recording)
  expect(writer.isAtWork).toBe(true)
  expect(await storing).toMatchObject({ ok: true, written: expect.any(Number) })
  expect(writer.isAtWork).toBe(false)
  expect(foundIn(file, run)).toEqual({ points: several, stored: several })
  const { loss } = store.curves.read(run, names).series
  expect(loss).toEqual(recording.batches[0].columns.slice(0, several))
})

test('the same may come again, and a gap stores nothing', async () => {
  const { store, writer, run } = await opened()
  await stored(writer, recordingOf(run, 0))
  expect(await stored(writer, recordingOf(run, 0))).toMatchObject({ ok: true })
  expect(await stored(writer, recordingOf(run, 2 * several))).toEqual({
    ok: false,
    locked: false,
    message: expect.stringContaining('are missing'),
  })
  expect(store.runs.get(run)?.points).toBe(several)
})

test('small writes of the main thread get their turn while a run streams', async () => {
  const { store, writer, run } = await opened()
  let over = false
  const streaming = streamed(writer, run, () => !over)
  for (let note = 0; note < 100; note++) {
    store.runs.update(run, { note: String(note) })
    store.transaction(() => store.runs.update(run, { label: String(note) }))
    await vi.waitUntil(() => writer.isAtWork, patience)
  }
  over = true
  expect(store.runs.get(run)).toMatchObject({ note: '99', label: '99', points: expect.any(Number) })
  expect(store.curves.count(run)).toBeLessThanOrEqual(await streaming)
  expect(await streaming).toBeGreaterThan(0)
})

test('a lock of another program is told at once, and in the way of nothing once it is gone', async () => {
  const { file, store, writer, run } = await opened()
  const letGo = await lockedElsewhere(file)
  expect(await stored(writer, recordingOf(run, 0))).toMatchObject({ ok: false, locked: true })
  expect(() => store.runs.update(run, { note: 'x' })).toThrow(/locked/)
  await letGo()
  expect(await stored(writer, recordingOf(run, 0))).toMatchObject({ ok: true })
})

test('a full disk is told as it is of the main connection', async () => {
  const { writer, run } = await opened({ pragmas: ['max_page_count = 80'] })
  const results: RecordingResult[] = []
  for (let first = 0; first < 40 * several; first += several) {
    results.push(await stored(writer, recordingOf(run, first)))
    if (!results.at(-1)?.ok) break
  }
  expect(results.at(-1)).toEqual({
    ok: false,
    locked: false,
    message: expect.stringMatching(/disk .* is full/),
  })
  expect(writer.isAtWork).toBe(false)
})

test('what a thread had in hand when it died is stored all the same', async () => {
  const dying = new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort } from 'node:worker_threads'
      parentPort.postMessage({ id: 0, result: { ok: true, value: null } })
      parentPort.on('message', () => process.exit(1))`)}`,
  )
  const { file, writer, run } = await opened({ thread: dying })
  expect(await stored(writer, recordingOf(run, 0))).toMatchObject({ ok: true })
  expect(await stored(writer, recordingOf(run, several))).toMatchObject({ ok: true })
  expect(foundIn(file, run)).toEqual({ points: 2 * several, stored: 2 * several })
})

test('without a thread, all is stored at once', () => {
  const { store } = openStore({ file: freshFile() })
  onTestFinished(() => store.close())
  const { id } = startOne(store)
  const results: RecordingResult[] = []
  new Writer(store).record(recordingOf(id, 0), (result) => results.push(result))
  expect(results).toMatchObject([{ ok: true }])
})

const copies: readonly [string, (store: Store, file: string) => Promise<void>][] = [
  ['a backup', (store) => store.backup()],
  [
    'the lab saving itself beside a file that vanished',
    async (store, file) => {
      for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix)
      await store.saveBeside()
    },
  ],
]

test.each(copies)('nothing that was said to be stored is lost through %s', async (_, copy) => {
  const { file, store, writer, run } = await opened()
  let over = false
  const streaming = streamed(writer, run, () => !over)
  await vi.waitUntil(() => store.curves.count(run) > 10 * several, patience)
  await writer.alone(() => copy(store, file))
  const moved = store.curves.count(run)
  await vi.waitUntil(() => writer.isAtWork && store.curves.count(run) > moved, patience)
  over = true
  const points = await streaming
  expect(foundIn(store.file, run)).toEqual({ points, stored: points })
})
