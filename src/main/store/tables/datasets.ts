import { extname } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { FileReading } from '@core/read-options'
import type { DatasetColumn, DatasetRecord } from '../../contract'

export interface NewDataset {
  readonly name: string
  /** Of the file, and of how it was read where that is not as most are, in hexadecimal. */
  readonly sha256: string
  readonly rows: number
  readonly columns: readonly DatasetColumn[]
  readonly read: FileReading
  /** Names that mean another table already, outside the store. */
  readonly taken?: readonly string[]
}

/** Numbers of the column at a place in the file, in chunks that all have the same length but the last. */
export interface StoredChunk {
  readonly column: number
  readonly chunk: number
  readonly values: Float64Array<ArrayBuffer>
}

/** Where the numbers of a table are; `text` alone is there of one from a version that kept nothing else. */
export interface StoredDataset extends DatasetRecord {
  readonly content: number | null
}

interface Row {
  readonly name: string
  readonly rows: number
  readonly columns: string
  /** Null of one from a version that did not keep it. */
  readonly read: string | null
}

const recordFrom = ({ name, rows, columns, read }: Row): DatasetRecord => ({
  name,
  origin: 'imported',
  rows,
  columns: JSON.parse(columns) as DatasetRecord['columns'],
  about: '',
  read: read === null ? null : (JSON.parse(read) as FileReading),
})

/** "name.csv", "name (2).csv", ...: the first that is not taken. */
function freeName(name: string, taken: (name: string) => boolean): string {
  const ending = extname(name)
  const stem = name.slice(0, name.length - ending.length)
  let candidate = name
  for (let copy = 2; taken(candidate); copy++) candidate = `${stem} (${copy})${ending}`
  return candidate
}

export type Datasets = ReturnType<typeof createDatasets>

/**
 * Imported tables, each under a name of its own. An import is written as it comes, as a content
 * that nobody sees; it goes with the session that began it unless it is kept.
 */
export function createDatasets(db: Database, now: () => number) {
  const select = 'select name, rows, columns, read, content from datasets'
  type Stored = Row & { readonly content: number | null }
  const all = db.prepare<[], Stored>(`${select} order by name`)
  const byName = db.prepare<[name: string], Stored>(`${select} where name = ?`)
  const bySha256 = db.prepare<[sha256: string], Stored>(`${select} where sha256 = ?`)
  const textOf = db
    .prepare<[name: string], string>('select text from datasets where name = ? and content is null')
    .pluck()
  const insert = db.prepare<
    [name: string, sha256: string, rows: number, columns: string, read: string, at: number, content: number]
  >(
    `insert into datasets (name, sha256, rows, columns, read, imported_at, content, text)
     values (?, ?, ?, ?, ?, ?, ?, '')`,
  )
  const convert = db.prepare<[rows: number, columns: string, content: number, name: string]>(
    `update datasets set rows = ?, columns = ?, content = ?, text = '' where name = ? and content is null`,
  )
  const begin = db.prepare<[session: number]>('insert into contents (session) values (?)')
  const settle = db.prepare<[content: number]>('update contents set session = null where id = ?')
  const addChunk = db.prepare<[content: number, place: number, chunk: number, data: Buffer]>(
    'insert into content_chunks (content, place, chunk, data) values (?, ?, ?, ?)',
  )
  const chunkOf = db
    .prepare<[content: number, place: number, chunk: number], Buffer>(
      'select data from content_chunks where content = ? and place = ? and chunk = ?',
    )
    .pluck()
  const dropChunks = db.prepare<{ content: number; place: number | null; most: number }>(
    `delete from content_chunks where rowid in (
       select rowid from content_chunks
       where content = @content and (@place is null or place = @place) limit @most)`,
  )
  const drop = db.prepare<[content: number]>('delete from contents where id = ?')
  const begunBy = db
    .prepare<[sessions: string], number>(
      'select id from contents where session in (select value from json_each(?))',
    )
    .pluck()

  function getByName(name: string): StoredDataset | undefined {
    const row = byName.get(name)
    return row && { ...recordFrom(row), content: row.content }
  }

  const append = db.transaction((content: number, chunks: readonly StoredChunk[]): void => {
    for (const { column, chunk, values } of chunks) {
      addChunk.run(content, column, chunk, Buffer.from(values.buffer, values.byteOffset, values.byteLength))
    }
  })

  const keep = db.transaction((content: number, dataset: NewDataset): DatasetRecord => {
    const known = bySha256.get(dataset.sha256)
    if (known) return recordFrom(known)
    const { sha256, rows, taken = [] } = dataset
    const name = freeName(dataset.name, (name) => taken.includes(name) || byName.get(name) !== undefined)
    const columns = JSON.stringify(dataset.columns)
    const read = JSON.stringify(dataset.read)
    settle.run(content)
    insert.run(name, sha256, rows, columns, read, now(), content)
    return recordFrom({ name, rows, columns, read })
  })

  const replaceText = db.transaction(
    (name: string, content: number, { rows, columns }: Pick<NewDataset, 'rows' | 'columns'>): boolean => {
      if (convert.run(rows, JSON.stringify(columns), content, name).changes === 0) return false
      settle.run(content)
      return true
    },
  )

  return {
    /** By name. */
    list: (): readonly DatasetRecord[] => all.all().map(recordFrom),

    getByName,

    /** The file, of a table that is still kept as its text. */
    text: (name: string): string | undefined => textOf.get(name),

    /** A content to be filled; it goes with the session unless it is kept. */
    begin: (session: number): number => Number(begin.run(session).lastInsertRowid),

    /** What these sessions began and have not kept. */
    begunBy: (sessions: readonly number[]): readonly number[] => begunBy.all(JSON.stringify(sessions)),

    append: (content: number, chunks: readonly StoredChunk[]): void => append.immediate(content, chunks),

    /** Numbers of a column; undefined beyond its last chunk. */
    chunk(content: number, column: number, chunk: number): Float64Array<ArrayBuffer> | undefined {
      const data = chunkOf.get(content, column, chunk)
      return data && new Float64Array(Uint8Array.from(data).buffer)
    },

    /**
     * Makes a data set of a content. A file that is there already keeps the name it has, and the
     * content is left over; a name that is taken gets a number.
     */
    keep: (content: number, dataset: NewDataset): DatasetRecord => keep.immediate(content, dataset),

    /** Puts a content in place of a data set's text; false where somebody else has done so. */
    replaceText: (name: string, content: number, summary: Pick<NewDataset, 'rows' | 'columns'>): boolean =>
      replaceText.immediate(name, content, summary),

    /**
     * Deletes up to so many chunks of a content, or of one of its columns; a content without any
     * goes with its last one. Returns whether there may be more.
     */
    discard(content: number, most: number, column: number | null = null): boolean {
      const { changes } = dropChunks.run({ content, place: column, most })
      if (changes === most) return true
      if (column === null) drop.run(content)
      return false
    },
  }
}
