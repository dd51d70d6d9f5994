import { createHash } from 'node:crypto'
import { automatic, type FileReading, type ReadOptions } from '@core/read-options'
import type { DatasetPreview, DatasetRecord, ImportProgress } from '../../contract'
import { Fault, Locked } from '../../faults'
import type { Store } from '../../store'
import { CsvReader, type ColumnChunk, type CsvSummary } from './csv'
import { previewOf } from './csv-preview'
import { retryWhileLocked } from '../retry'
import { inSlices } from '../yielding'

/** Bytes a file may have. */
const largestFile = 2 * 2 ** 30
/** Imports under way at a time; one more, and the one that rested longest is dropped. */
const mostImports = 4
/** After so long without a word an import is dropped: its window was closed. In milliseconds. */
const longestRest = 30 * 60 * 1_000
/** Chunks deleted without a pause. */
const chunksAStep = 8

const byteOrderMark = Uint8Array.of(0xef, 0xbb, 0xbf)

/** A hash of a file that a byte order mark makes no difference to. */
export class FileHash {
  private readonly hash = createHash('sha256')
  private begun = false

  update(bytes: Uint8Array): void {
    const marked = !this.begun && byteOrderMark.every((byte, index) => bytes[index] === byte)
    this.hash.update(marked ? bytes.subarray(byteOrderMark.length) : bytes)
    this.begun ||= bytes.length > 0
  }

  digest(): string {
    return this.hash.digest('hex')
  }
}

/** What tells a table from others: its file, and how that was read where it is not as most are. */
export function identityOf(sha256: string, read: FileReading): string {
  const { encoding, separator, decimal, thousands, header, index } = read
  const reading = JSON.stringify([encoding, separator, decimal, thousands, header, index])
  if (reading === '["utf-8",",",".","none",true,"keep"]') return sha256
  return createHash('sha256').update(sha256).update(reading).digest('hex')
}

interface WholeFile extends CsvSummary {
  /** What tells it from other tables. */
  readonly sha256: string
}

interface Import {
  readonly id: number
  readonly bytes: number
  readonly content: number
  readonly reader: CsvReader
  readonly hash: FileHash
  /** What another program's lock was in the way of: stored before anything more is read. */
  readonly waiting: ColumnChunk[]
  taken: number
  busy: boolean
  dropped: boolean
  /** Once the file has been read to its end. */
  whole: WholeFile | undefined
  timer: NodeJS.Timeout
}

/** Deletes a content in steps. */
function* discarding(store: Store, content: number, column?: number): Generator<void> {
  while (store.datasets.discard(content, chunksAStep, column)) yield
}

/** Deletes a content in turns with other work; what is left of one that fails goes with the session. */
export const discard = (store: Store, content: number): Promise<void> =>
  inSlices(discarding(store, content)).catch(() => undefined)

/**
 * Files on their way into the lab, piece by piece. What has been read is in the store already,
 * where nobody sees it; an import that is given up, that fails or that is forgotten is deleted.
 */
export class Imports {
  private readonly imports = new Map<number, Import>()
  private newest = 0

  constructor(
    private readonly store: Store,
    private readonly session: number,
    private readonly restsFor = longestRest,
  ) {}

  get busy(): boolean {
    return this.imports.size > 0
  }

  /** @throws Fault `limit` */
  open(name: string, bytes: number, read: ReadOptions = automatic): number {
    if (bytes > largestFile) {
      const megabytes = Math.ceil(bytes / 2 ** 20)
      throw new Fault('limit', `${name} has ${megabytes} MB; the limit is ${largestFile / 2 ** 20} MB`)
    }
    const [oldest] = this.imports.values()
    if (oldest && this.imports.size >= mostImports) this.drop(oldest)
    const id = ++this.newest
    const content = this.store.datasets.begin(this.session)
    const waiting: ColumnChunk[] = []
    const append = (chunks: readonly ColumnChunk[]): void => {
      try {
        if (waiting.length === 0) return this.keepChunks(content, chunks)
      } catch (error) {
        if (!(error instanceof Locked)) throw error
      }
      // Their memory is used again for the rows that follow.
      waiting.push(...chunks.map((chunk) => ({ ...chunk, values: chunk.values.slice() })))
    }
    const reader = new CsvReader(name, append, read)
    const timer = setTimeout(() => this.abandon(id), this.restsFor).unref()
    const hash = new FileHash()
    const state = { taken: 0, busy: false, dropped: false, whole: undefined }
    this.imports.set(id, { id, bytes, content, reader, hash, waiting, timer, ...state })
    return id
  }

  /**
   * Takes the bytes from `at` on.
   * @throws Fault naming the file and the line; the import is then over
   */
  async append(id: number, at: number, data: Uint8Array): Promise<ImportProgress> {
    const one = this.idle(id)
    if (at !== one.taken || one.whole || at + data.length > one.bytes) {
      throw new Fault('conflict', `the import has ${one.taken} of ${one.bytes} bytes; none belong at ${at}`)
    }
    await this.atWork(one, () => {
      one.hash.update(data)
      return inSlices(one.reader.push(data), () => this.catchUp(one))
    })
    one.taken += data.length
    return { bytes: one.taken, rows: one.reader.rows }
  }

  /** What the file is, once all of its bytes are here. */
  async finish(id: number): Promise<DatasetPreview> {
    const one = this.idle(id)
    if (one.taken < one.bytes) {
      throw new Fault('conflict', `the import has only ${one.taken} of ${one.bytes} bytes`)
    }
    const whole = one.whole ?? (await this.atWork(one, () => this.ended(one)))
    one.whole = whole
    return previewOf(whole)
  }

  /**
   * Makes a data set of a file that has been read.
   * @param known the data set of the lab's own that a file of this hash is
   * @param missing what experiments on it do about missing cells
   */
  keep(
    id: number,
    name: string,
    taken: readonly string[],
    known: (sha256: string) => DatasetRecord | undefined,
    missing: ReadOptions['missing'] = 'refuse',
  ): DatasetRecord {
    const one = this.idle(id)
    if (!one.whole) throw new Fault('conflict', 'the file has not been read to its end')
    const { sha256, rows, columns } = one.whole
    const read = { ...one.whole.read, missing }
    if (!columns.some(({ numeric }) => numeric)) {
      throw new Fault('invalid', `${name} has no column of numbers`)
    }
    const record =
      known(sha256) ?? this.store.datasets.keep(one.content, { name, sha256, rows, columns, read, taken })
    this.forget(one)
    // Kept before, under this name or another: then what came now is left over.
    if (this.store.datasets.begunBy([this.session]).includes(one.content))
      void discard(this.store, one.content)
    return record
  }

  /** Leaves nothing behind; one that is over already is no error. */
  abandon(id: number): void {
    const one = this.imports.get(id)
    if (one) this.drop(one)
  }

  close(): void {
    for (const one of this.imports.values()) this.forget(one)
  }

  private async ended(one: Import): Promise<WholeFile> {
    const summary = one.reader.end()
    await this.catchUp(one)
    for (const [column, { numeric }] of summary.columns.entries()) {
      // Numbers of a column that turned out to be text further down.
      if (!numeric) await inSlices(discarding(this.store, one.content, column), () => requireWanted(one))
    }
    return { ...summary, sha256: identityOf(one.hash.digest(), summary.read) }
  }

  private keepChunks(content: number, chunks: readonly ColumnChunk[]): void {
    this.store.datasets.append(content, chunks)
    // Little by little: left to itself the log grows to 32 MB and is then moved all at once.
    this.store.checkpoint()
  }

  /** @throws Fault where the import was cancelled, Locked where that takes too long */
  private async catchUp(one: Import): Promise<void> {
    requireWanted(one)
    const { content, waiting } = one
    if (waiting.length === 0) return
    await retryWhileLocked(() => {
      requireWanted(one)
      this.keepChunks(content, waiting)
    })
    waiting.length = 0
  }

  private idle(id: number): Import {
    const one = this.imports.get(id)
    if (!one) throw new Fault('missing', 'this import is over; choose the file again')
    if (one.busy) throw new Fault('conflict', 'the import is still taking the piece before')
    one.timer.refresh()
    // The one that was used last goes last.
    this.imports.delete(id)
    this.imports.set(id, one)
    return one
  }

  /** A fault on the way ends the import. */
  private async atWork<Result>(one: Import, work: () => Promise<Result>): Promise<Result> {
    one.busy = true
    try {
      return await work()
    } catch (error) {
      this.drop(one)
      throw error
    } finally {
      one.busy = false
    }
  }

  private forget(one: Import): void {
    clearTimeout(one.timer)
    one.dropped = true
    this.imports.delete(one.id)
  }

  private drop(one: Import): void {
    if (one.dropped) return
    this.forget(one)
    void discard(this.store, one.content)
  }
}

function requireWanted({ dropped }: Import): void {
  if (dropped) throw new Fault('conflict', 'the import was cancelled')
}
