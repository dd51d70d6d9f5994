import { chmodSync, copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { SqliteError } from 'better-sqlite3'
import type { Notice } from '../../contract'
import { Fault } from '../../faults'
import { withFileLock } from './file-lock'
import { backupsOf, restoreNewest, type Backup } from './backup'
import { remove } from './copying'
import { connect } from './database'
import { examine, sizeOf } from './examine'
import { clearLeftovers } from './leftovers'
import { migrate } from './migrate'
import { migrations as released } from '../migrations'
import type { Migration } from '../migrations/contract'
import { unkept } from './moving'
import { broughtBack, nothingKept, notReplaced, refusal, replaced, savedStands } from './notices'
import { bringBack, savedBeside } from './saved-copies'
import { quarantine } from './quarantine'
import { createStore, type Store } from '../store'
import { StoreError, storeErrorOf } from '../errors'

export interface OpenOptions {
  /** Path of the database; `:memory:` keeps nothing. */
  readonly file: string
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /**
   * When the file can't be used as it is: `recover` (the default) opens the best there
   * is and says so; `refuse` throws a Fault and touches nothing.
   */
  readonly onTrouble?: 'recover' | 'refuse'
  readonly migrations?: readonly Migration[]
  /** Run on the connection: what makes a disk full or a file read-only in a test. */
  readonly pragmas?: readonly string[]
}

export interface OpenResult {
  readonly store: Store
  readonly notices: readonly Notice[]
}

type Settings = Required<Omit<OpenOptions, 'onTrouble'>>

const memory = ':memory:'
/** A database that can't be written is copied to be looked at, if it is no larger; in bytes. */
const largestCopy = 1024 ** 3
/** Bytes of the longest path that SQLite opens; the files it keeps beside it have longer ones. */
const longestPath = 504

/**
 * Opens the database, whatever state it is in.
 * @throws Fault `conflict` where trouble is refused
 */
export function openStore({
  file,
  now = Date.now,
  onTrouble = 'recover',
  migrations = released,
  pragmas = [],
}: OpenOptions): OpenResult {
  const settings = { file, now, migrations, pragmas }
  if (file === memory) return { store: openMemory(settings), notices: [] }
  return withFileLock(file, () => {
    clearLeftovers(file)
    try {
      return openFile(settings)
    } catch (error) {
      const trouble = expected(error)
      if (onTrouble === 'refuse') throw new Fault('conflict', refusal(file, trouble, savedBeside(file)))
      return recover(settings, trouble)
    }
  })
}

/** @throws the error itself if it has nothing to do with the file */
function expected(error: unknown): StoreError {
  const trouble = storeErrorOf(error)
  if (trouble) return trouble
  if (error instanceof SqliteError) return new StoreError('unwritable', '', error)
  throw error
}

function openMemory(settings: Settings): Store {
  return open({ ...settings, file: memory, pragmas: [] }, '')
}

/** @throws StoreError `too-long` */
function requireShort(file: string): void {
  const bytes = Buffer.byteLength(resolve(file))
  if (bytes <= longestPath) return
  throw new StoreError('too-long', `${bytes} characters; the limit is ${longestPath}`)
}

/** @throws StoreError, or an error of SQLite or the file system */
function openFile(settings: Settings): OpenResult {
  const { file, migrations } = settings
  requireShort(file)
  mkdirSync(dirname(file), { recursive: true })
  const others = savedBeside(file)
  const hadRuns = others.length > 0 || backupsOf(file).length > 0
  if (sizeOf(file) > 0) {
    const contents = examine(file, migrations)
    // Something made it anew where a database was.
    if (!contents && hadRuns) throw new StoreError('damaged', 'it has no tables')
    return { store: open(settings, file), notices: others.length > 0 ? [savedStands(file, others)] : [] }
  }
  const isNew = !existsSync(file)
  const missing = isNew ? new StoreError('lost', 'it is gone') : new StoreError('empty', 'it has 0 bytes')
  if (sizeOf(`${file}-wal`) > 0 || hadRuns) throw missing
  try {
    const store = open(settings, file)
    return { store, notices: isNew ? [] : [replaced(file, missing)] }
  } catch (error) {
    // Half made, it would only be in the way.
    if (isNew) remove(file)
    throw error
  }
}

function open({ file, now, migrations, pragmas }: Settings, keptIn: string, closed?: () => void): Store {
  const db = connect(file, pragmas)
  try {
    return migrate(db, migrations, () => createStore({ db, file: keptIn, migrations, now, closed }))
  } catch (error) {
    db.close()
    throw error
  }
}

function recover(settings: Settings, trouble: StoreError): OpenResult {
  switch (trouble.kind) {
    case 'not-a-database':
    case 'foreign':
    case 'damaged':
    case 'lost':
    case 'empty':
      return replace(settings, trouble)
    case 'newer':
    case 'migration':
    case 'busy':
    case 'too-long':
      return { store: openMemory(settings), notices: [nothingKept(settings.file, trouble, false)] }
    case 'unwritable':
    case 'full': {
      const copy = openCopy(settings)
      const notice = nothingKept(settings.file, trouble, copy !== undefined)
      return { store: copy ?? openMemory(settings), notices: [notice] }
    }
  }
}

/** Moves what can't be used out of the way and goes on with the newest backup, or anew. */
function replace(settings: Settings, trouble: StoreError): OpenResult {
  const { file, migrations, now } = settings
  let aside: string | undefined
  let backup: Backup | undefined
  try {
    aside = quarantine(file, now())
    const saved = bringBack(file, migrations, backupsOf(file, now())[0]?.madeAt ?? 0)
    backup = saved ? undefined : restoreNewest(file, migrations, now())
    const store = open(settings, file)
    if (saved) return { store, notices: [broughtBack(file, trouble, aside, saved)] }
    return { store, notices: [replaced(file, trouble, aside, backup)] }
  } catch (error) {
    const notice = notReplaced(file, trouble, expected(error), aside)
    return { store: openCopy(settings) ?? openMemory(settings), notices: [notice] }
  }
}

/** The database as a copy that goes when it is closed; undefined where that can't be had. */
function openCopy(settings: Settings): Store | undefined {
  const { file, migrations } = settings
  let discard = (): void => undefined
  try {
    const size = sizeOf(file) + sizeOf(`${file}-wal`)
    if (size === 0 || size > largestCopy) return undefined
    const target = unkept(file)
    discard = target.discard
    for (const suffix of ['', '-wal']) {
      if (!existsSync(file + suffix)) continue
      copyFileSync(file + suffix, target.file + suffix)
      // A copy is as read-only as what it was made from.
      chmodSync(target.file + suffix, 0o600)
    }
    examine(target.file, migrations)
    return open({ ...settings, file: target.file, pragmas: [] }, '', discard)
  } catch (error) {
    discard()
    expected(error)
    return undefined
  }
}
