import type { ReadOptions } from '@core/read-options'
import { CsvReader, type ColumnChunk, type CsvTable } from './csv'
import { FileHash, identityOf } from './imports'
import { inSlices } from '../yielding'

/** A file that has been read: its numbers in memory, and what tells it from another table. */
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
  read?: ReadOptions,
): Promise<TableFile> {
  const hash = new FileHash()
  const pieces: ColumnChunk['values'][][] = []
  const keep = (chunks: readonly ColumnChunk[]): void => {
    for (const { column, values } of chunks) (pieces[column] ??= []).push(values.slice())
  }
  const reader = new CsvReader(name, keep, read)
  for await (const piece of bytes) {
    hash.update(piece)
    await inSlices(reader.push(piece))
  }
  const summary = reader.end()
  const sha256 = identityOf(hash.digest(), summary.read)
  return { ...summary, pieces: (column) => pieces[column] ?? [], sha256 }
}
