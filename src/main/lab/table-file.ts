import { CsvReader, type ColumnChunk, type CsvTable } from './csv'
import { FileHash } from './imports'
import { inTurns } from './turns'

/** A file that has been read: its numbers in memory, and what tells it from another file. */
export interface TableFile extends CsvTable {
  readonly sha256: string
}

/**
 * Reads a file as it comes, in turns with other work.
 * @throws Fault naming the file and the line
 */
export async function readTableFile(
  name: string,
  bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<TableFile> {
  const hash = new FileHash()
  const pieces: ColumnChunk['values'][][] = []
  const reader = new CsvReader(name, (chunks) => {
    for (const { column, values } of chunks) (pieces[column] ??= []).push(values.slice())
  })
  for await (const piece of bytes) {
    hash.update(piece)
    await inTurns(reader.push(piece))
  }
  return { ...reader.end(), pieces: (column) => pieces[column] ?? [], sha256: hash.digest() }
}
