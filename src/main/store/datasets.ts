import { extname } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { DatasetColumn, DatasetRecord } from '../contract'

export interface NewDataset {
  readonly name: string
  /** The file as it is. */
  readonly text: string
  /** Of the text, in hexadecimal. */
  readonly sha256: string
  readonly rows: number
  readonly columns: readonly DatasetColumn[]
  /** Names that mean another table already, outside the store. */
  readonly taken?: readonly string[]
}

interface Row {
  readonly name: string
  readonly rows: number
  readonly columns: string
}

const recordFrom = ({ name, rows, columns }: Row): DatasetRecord => ({
  name,
  origin: 'imported',
  rows,
  columns: JSON.parse(columns) as DatasetRecord['columns'],
  about: '',
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

/** Imported tables, each under a name of its own. */
export function createDatasets(db: Database, now: () => number) {
  const select = 'select name, rows, columns from datasets'
  const all = db.prepare<[], Row>(`${select} order by name`)
  const byName = db.prepare<[name: string], Row>(`${select} where name = ?`)
  const bySha256 = db.prepare<[sha256: string], Row>(`${select} where sha256 = ?`)
  const textOf = db.prepare<[name: string], string>('select text from datasets where name = ?').pluck()
  const insert = db.prepare<
    [name: string, sha256: string, rows: number, columns: string, at: number, text: string]
  >('insert into datasets (name, sha256, rows, columns, imported_at, text) values (?, ?, ?, ?, ?, ?)')

  function getByName(name: string): DatasetRecord | undefined {
    const row = byName.get(name)
    return row && recordFrom(row)
  }

  const importOne = db.transaction((dataset: NewDataset): DatasetRecord => {
    const known = bySha256.get(dataset.sha256)
    if (known) return recordFrom(known)
    const { text, sha256, rows, taken = [] } = dataset
    const name = freeName(dataset.name, (name) => taken.includes(name) || byName.get(name) !== undefined)
    const columns = JSON.stringify(dataset.columns)
    insert.run(name, sha256, rows, columns, now(), text)
    return recordFrom({ name, rows, columns })
  })

  return {
    /** By name. */
    list: (): readonly DatasetRecord[] => all.all().map(recordFrom),

    getByName,

    /** The file as it was imported. */
    text: (name: string): string | undefined => textOf.get(name),

    /** Text that is there already keeps the name it has; a name that is taken gets a number. */
    import: (dataset: NewDataset): DatasetRecord => importOne.immediate(dataset),
  }
}
