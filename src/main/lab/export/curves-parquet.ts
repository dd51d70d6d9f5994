import { ByteWriter, ParquetWriter, schemaFromColumnData, type ColumnSource } from 'hyparquet-writer'
import { epochOf } from '@core/data/sampler'
import { iterationOf } from '@core/plan'
import { oneLine } from '@core/plain-text'
import { columnsOf, unrecorded } from './columns'
import { defineExport, stretchesOf, type RunToWrite, type Stretch } from './contract'

/** Numbers in a row group: readers and compression like many, the lab's other work few. */
const numbersAGroup = 262_144

const filled = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value)

/** Some points of the run that is the `run`-th in the file; null where it has no such series. */
function columnsAt(
  { record, read }: RunToWrite,
  run: number,
  names: readonly string[],
  { first, count }: Stretch,
): ColumnSource[] {
  const series = read(first, count)
  const { recordEvery, iterations, batch, rows, sampling } = record
  const updates = Int32Array.from({ length: count }, (_, index) =>
    iterationOf(first + index, recordEvery, iterations),
  )
  const epochs = Float64Array.from(updates, (update) => epochOf(update, batch, rows, sampling))
  return [
    { name: 'run', type: 'INT32', data: new Int32Array(count).fill(run) },
    { name: 'label', type: 'STRING', data: filled(count, oneLine(record.label)) },
    { name: 'iteration', type: 'INT32', data: updates },
    { name: 'epoch', type: 'DOUBLE', data: epochs },
    ...names.map((name): ColumnSource => {
      const data = series[name] ?? unrecorded(name, record, updates, epochs) ?? filled(count, null)
      return { name, type: 'DOUBLE', data }
    }),
  ]
}

/** Takes what has been written so far; the writer goes on from there. */
function taken(writer: ByteWriter): Uint8Array {
  const bytes = new Uint8Array(writer.buffer, 0, writer.index).slice()
  writer.index = 0
  return bytes
}

/**
 * `curves.parquet`: the columns of `curves.csv` and each run's label, every float64 kept; missing
 * values are null (Apache Parquet, snappy pages).
 */
export const curvesParquetExport = defineExport({
  id: 'curves.parquet',
  label: 'Curves (Parquet)',
  about: 'A row for each recorded point, for pandas, polars, R and DuckDB',
  extension: 'parquet',
  type: 'application/vnd.apache.parquet',
  named: 'curves',
  *write(runs) {
    const names = columnsOf(runs.map(({ record }) => record))
    const writer = new ByteWriter()
    const columnsOfNone = columnsAt(runs[0], 1, names, { first: 0, count: 0 })
    const parquet = new ParquetWriter({
      writer,
      createdBy: 'Descent Lab',
      schema: schemaFromColumnData({ columnData: columnsOfNone }),
    })
    for (const [index, run] of runs.entries()) {
      for (const stretch of stretchesOf(run.record.points, columnsOfNone.length, numbersAGroup)) {
        void parquet.write({
          columnData: columnsAt(run, index + 1, names, stretch),
          rowGroupSize: stretch.count,
        })
        yield taken(writer)
      }
    }
    void parquet.finish()
    yield taken(writer)
  },
})
