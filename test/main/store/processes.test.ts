import { chmodSync, chownSync, copyFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { bundleStore, ended, run, said, type Bundle } from './support/child'
import {
  experiment,
  freshFile,
  freshFolder,
  names,
  newRuns,
  openedWell,
  points,
  start,
  startOne,
} from './support/fixtures'

// Processes take their time to start where others keep the machine busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let bundle: Bundle
beforeAll(async () => {
  bundle = await bundleStore()
})
afterAll(() => bundle.remove())

/** Records a run as the lab does, and says how many points are committed. */
const recorder = `
  const [file, document, runs, size, limit] = inputs
  const { store, notices } = openStore({ file, onTrouble: 'refuse' })
  const session = store.sessions.begin(process.pid)
  store.runs.markInterrupted()
  const [{ id }] = store.runs.insertLaunch({
    document: JSON.parse(document), runs: JSON.parse(runs), session, startedAt: Date.now(),
  })
  say({ run: id, points: 0 })
  const count = Number(size)
  for (let first = 0; first < Number(limit); first += count) {
    const columns = new Float64Array(2 * count)
    for (let i = 0; i < count; i++) {
      columns[i] = 1 / (1 + first + i)
      columns[count + i] = -(first + i)
    }
    store.transaction(() => {
      store.curves.append(id, ['loss', 'gradient_norm'], { first, count, columns })
      store.runs.update(id, { status: 'running', points: first + count, iterations: first + count - 1 })
    })
    say({ run: id, points: first + count })
    if (first % (10 * count) === 0) store.sessions.beat(session)
  }
  store.runs.update(id, { status: 'finished', endedAt: Date.now() })
  store.sessions.end(session)
  store.close()
`

interface Acknowledged {
  readonly run: number
  readonly points: number
}

function record(file: string, size: number, limit: number) {
  const document = { ...experiment('Recorded', ['GD']), iterations: 100_000_000 }
  const runs = newRuns(document).map((run) => ({ ...run, recordEvery: 1 }))
  return run(bundle, recorder, [
    file,
    JSON.stringify(document),
    JSON.stringify(runs),
    String(size),
    String(limit),
  ])
}

const integrityOf = (file: string): unknown => {
  const db = new Database(file, { readonly: true })
  try {
    return db.pragma('integrity_check', { simple: true })
  } finally {
    db.close()
  }
}

test('killed in mid-run, again and again: every acknowledged point is there, the run is interrupted', async () => {
  const file = freshFile()
  for (let kill = 1; kill <= 10; kill++) {
    const child = record(file, kill % 2 === 0 ? 1_024 : 4_096, 1e9)
    let last: Acknowledged | undefined
    const enough = 10_000 * kill
    for await (const line of said(child)) {
      last = line as Acknowledged
      if (last.points >= enough) child.kill('SIGKILL')
    }
    await ended(child)
    expect(child.signalCode).toBe('SIGKILL')
    if (!last) throw new Error('the recorder said nothing')

    const store = openedWell({ file })
    const [interrupted, ...others] = store.runs.markInterrupted()
    expect(others).toEqual([])
    expect(interrupted).toMatchObject({ id: last.run, status: 'interrupted' })
    expect(interrupted.points).toBeGreaterThanOrEqual(last.points)
    expect(interrupted.iterations).toBe(interrupted.points - 1)
    expect(interrupted.finalLoss).toBe(1 / interrupted.points)
    expect(interrupted.bestLoss).toBe(1 / interrupted.points)
    const { series, total } = store.curves.read(last.run, names)
    expect(total).toBe(interrupted.points)
    const { columns } = points(0, total)
    expect(series.loss).toEqual(columns.subarray(0, total))
    expect(series.gradient_norm).toEqual(columns.subarray(total))
    store.close()
    expect(integrityOf(file)).toBe('ok')
  }
  const store = openedWell({ file })
  expect(store.runs.list({ trash: false }).map(({ status }) => status)).toEqual(Array(10).fill('interrupted'))
})

describe('two processes on one file', () => {
  test('both write at the same time; neither takes the other for dead, nothing is lost', async () => {
    const file = freshFile()
    const store = openedWell({ file, onTrouble: 'refuse' })
    const { session, runs } = start(store)
    const mine = runs[0].id
    store.runs.update(mine, { status: 'running' })

    const child = record(file, 512, 200 * 512)
    let theirs = 0
    let written = 0
    for await (const line of said(child)) {
      theirs = (line as Acknowledged).run
      store.transaction(() => {
        store.curves.append(mine, names, points(written, 700))
        store.runs.update(mine, { points: written + 700 })
      })
      written += 700
      if (written === 7_000) {
        store.sessions.beat(session)
        expect(store.sessions.dead()).toEqual([])
        expect(store.runs.markInterrupted()).toEqual([])
        expect(store.runs.get(theirs)?.status).not.toBe('interrupted')
      }
    }
    expect(await ended(child)).toBe(0)
    expect(store.runs.get(mine)).toMatchObject({ status: 'running', points: written })
    expect(store.runs.get(theirs)).toMatchObject({ status: 'finished', points: 200 * 512 })
    expect(store.curves.count(theirs)).toBe(200 * 512)
    expect(store.curves.read(mine, ['loss']).series.loss).toEqual(
      points(0, written).columns.subarray(0, written),
    )
    store.close()
    expect(integrityOf(file)).toBe('ok')
  })

  test('in one process too, while both are open', () => {
    const file = freshFile()
    const [a, b] = [openedWell({ file }), openedWell({ file })]
    const [runA, runB] = [startOne(a).id, startOne(b).id]
    for (let first = 0; first < 20_000; first += 1_000) {
      a.curves.append(runA, names, points(first, 1_000))
      b.curves.append(runB, names, points(first, 1_000))
    }
    expect(a.runs.markInterrupted()).toEqual([])
    expect(a.curves.count(runB)).toBe(20_000)
    expect(b.curves.count(runA)).toBe(20_000)
    a.close()
    startOne(b)
    expect(b.runs.list({ trash: false })).toHaveLength(3)
  })

  test.each(['new', 'gone, with a backup'])(
    'several open one that is %s at the same moment',
    async (what) => {
      const file = freshFile()
      if (what !== 'new') {
        const store = openedWell({ file })
        await store.backup()
        store.close()
        rmSync(file)
      }
      const script = `
      const { store, notices } = openStore({ file: inputs[0] })
      say({ session: store.sessions.begin(process.pid), notices: notices.length })
      store.close()`
      const children = Array.from({ length: 4 }, () => run(bundle, script, [file]))
      const outcomes = await Promise.all(
        children.map(async (child) => {
          const [outcome] = await Array.fromAsync(said(child))
          expect(await ended(child)).toBe(0)
          return outcome as { readonly session: number; readonly notices: number }
        }),
      )
      expect(outcomes.map(({ session }) => session).sort()).toEqual([1, 2, 3, 4])
      expect(outcomes.reduce((sum, { notices }) => sum + notices, 0)).toBe(what === 'new' ? 0 : 1)
      expect(readdirSync(dirname(file)).filter((name) => name !== 'backups')).toEqual(['descent-lab.db'])
    },
  )
})

/** Root may write everywhere: there the child runs as nobody. */
const nobody = process.getuid?.() === 0 ? 65_534 : undefined

describe.skipIf(process.platform === 'win32')('what the file system forbids to write', () => {
  const script = `
    const { store, notices } = openStore({ file: inputs[0] })
    const shown = store.runs.list({ trash: false }).map(({ label }) => label)
    const session = store.sessions.begin(process.pid)
    say({ notices, shown, file: store.file, session })
    store.close()`

  interface Outcome {
    readonly notices: readonly { readonly title: string; readonly text: string }[]
    readonly shown: readonly string[]
    readonly file: string
  }

  async function outcomeOf(file: string): Promise<Outcome> {
    const child = run(bundle, script, [file], nobody)
    const [outcome] = await Array.fromAsync(said(child))
    expect(await ended(child)).toBe(0)
    return outcome as Outcome
  }

  function stored(folder: string): string {
    const file = join(folder, 'descent-lab.db')
    const store = openedWell({ file })
    startOne(store)
    store.close()
    return file
  }

  /** Folder and file get these modes, and the child's user where it has one of its own. */
  function forbid(file: string, folderMode: number, fileMode: number): void {
    const folder = dirname(file)
    if (nobody !== undefined) for (const path of [folder, file]) chownSync(path, nobody, nobody)
    chmodSync(file, fileMode)
    chmodSync(folder, folderMode)
  }

  function expectShown(outcome: Outcome): void {
    expect(outcome.notices).toHaveLength(1)
    expect(outcome.notices[0].title).toBe("Runs can't be kept in this session")
    expect(outcome.notices[0].text).toContain("can't be written")
    expect(outcome.notices[0].text).toContain('Your earlier runs are shown')
    expect(outcome).toMatchObject({ shown: ['GD'], file: '' })
  }

  test('a folder: earlier runs are shown', async () => {
    const file = stored(freshFolder())
    const bytes = readFileSync(file)
    forbid(file, 0o555, 0o444)
    expectShown(await outcomeOf(file))
    chmodSync(dirname(file), 0o755)
    expect(readFileSync(file).equals(bytes)).toBe(true)
    expect(readdirSync(dirname(file))).toEqual(['descent-lab.db'])
  })

  test('a folder with the log of a process that was killed: its runs are shown too', async () => {
    const source = freshFile()
    startOne(openedWell({ file: source }))
    const file = join(freshFolder(), 'descent-lab.db')
    for (const suffix of ['', '-wal']) copyFileSync(source + suffix, file + suffix)
    chmodSync(`${file}-wal`, 0o444)
    forbid(file, 0o555, 0o444)
    expectShown(await outcomeOf(file))
    chmodSync(dirname(file), 0o755)
  })

  test('a file in a folder that may be written', async () => {
    const file = stored(freshFolder())
    forbid(file, 0o755, 0o444)
    expectShown(await outcomeOf(file))
  })

  test('a folder without a database', async () => {
    const folder = freshFolder()
    chmodSync(folder, 0o555)
    const { notices, file } = await outcomeOf(join(folder, 'descent-lab.db'))
    expect(notices).toHaveLength(1)
    expect(notices[0].text).toContain("can't be written")
    expect(file).toBe('')
    chmodSync(folder, 0o755)
  })

  test('a folder in which a folder should be made', async () => {
    const folder = freshFolder()
    chmodSync(folder, 0o555)
    const { notices } = await outcomeOf(join(folder, 'new', 'descent-lab.db'))
    expect(notices[0].text).toContain("can't be written")
    chmodSync(folder, 0o755)
  })

  test('a file that may not even be read', async () => {
    const file = stored(freshFolder())
    forbid(file, 0o555, 0o000)
    const { notices, shown } = await outcomeOf(file)
    expect(notices).toHaveLength(1)
    expect(notices[0].text).not.toContain('are shown')
    expect(shown).toEqual([])
    chmodSync(dirname(file), 0o755)
  })

  test('a folder that may not even be looked into', async () => {
    const folder = freshFolder()
    const file = stored(folder)
    forbid(file, 0o000, 0o644)
    const { notices, shown } = await outcomeOf(file)
    chmodSync(folder, 0o755)
    expect(notices).toHaveLength(1)
    expect(notices[0].text).toContain("can't be written")
    expect(shown).toEqual([])
  })

  test('a damaged file in such a folder stays where it is', async () => {
    const damaged = stored(freshFolder())
    const bytes = readFileSync(damaged)
    bytes.fill(0xff, 8_192, 8_192 * 8)
    writeFileSync(damaged, bytes)
    forbid(damaged, 0o555, 0o444)
    const { notices } = await outcomeOf(damaged)
    expect(notices).toHaveLength(1)
    expect(notices[0].title).toBe("Runs can't be kept in this session")
    expect(readFileSync(damaged).equals(bytes)).toBe(true)
    chmodSync(dirname(damaged), 0o755)
  })
})
