import { Zip, ZipPassThrough } from 'fflate'
import { isParameterSeries, iterationOf } from '@core/plan'
import { oneLine } from '@core/plain-text'
import { Fault } from '../../faults'
import { defineExport, stretchesOf, type RunToWrite } from './contract'
import { EventWriter } from './event-file'

/** A ZIP archive without the extension for large ones counts its bytes in 32 bits. */
const largestArchive = 2 ** 32 - 2 ** 20

/** What no folder may be called on one system or another. */
const refused = /[<>:"/\\|?*.]+/gu

/** TensorBoard names a run after its folder. */
const folderOf = ({ record }: RunToWrite, index: number): string =>
  `${index + 1} ${[...oneLine(record.label).replace(refused, '-')].slice(0, 80).join('')}`.trim()

/** TensorBoard groups tags by what stands before a slash. */
const tagOf = (series: string): string => (isParameterSeries(series) ? series.replace('_', '/') : series)

/** Of a run, its events in pieces: an event a recorded point, their times spread evenly over the run's. */
function* eventsOf({ record, read }: RunToWrite): Generator<Uint8Array> {
  const { series, points, recordEvery, iterations, startedAt, duration } = record
  const writer = new EventWriter(series.map(tagOf))
  const began = startedAt / 1000
  const each = iterations > 0 ? duration / 1000 / iterations : 0
  yield writer.version(began)
  for (const { first, count } of stretchesOf(points, series.length)) {
    const columns = read(first, count)
    const steps = Int32Array.from({ length: count }, (_, index) =>
      iterationOf(first + index, recordEvery, iterations),
    )
    const times = Float64Array.from(steps, (step) => began + step * each)
    yield writer.scalars({ times, steps, columns: series.map((name) => columns[name]) })
  }
}

/**
 * TensorBoard's event files, a folder a run, in one ZIP archive: unpack it and give
 * `tensorboard --logdir` the folder. Every float64 is kept.
 */
export const tensorboardExport = defineExport({
  id: 'tensorboard',
  label: 'TensorBoard (ZIP)',
  about: 'Event files, a folder for each run: unpack, then tensorboard --logdir',
  extension: 'zip',
  type: 'application/zip',
  named: 'curves',
  *write(runs) {
    let ready: Uint8Array[] = []
    let size = 0
    const archive = new Zip((error, bytes) => {
      if (error) throw error
      size += bytes.length
      ready.push(bytes)
    })
    function* written(): Generator<Uint8Array> {
      if (size > largestArchive) {
        throw new Fault('limit', 'these runs make a ZIP archive of more than 4 GB; export fewer at a time')
      }
      yield* ready
      ready = []
    }
    for (const [index, run] of runs.entries()) {
      const seconds = Math.floor(run.record.startedAt / 1000)
      const entry = new ZipPassThrough(`${folderOf(run, index)}/events.out.tfevents.${seconds}.descent-lab`)
      entry.mtime = run.record.startedAt
      archive.add(entry)
      for (const piece of eventsOf(run)) {
        entry.push(piece)
        yield* written()
      }
      entry.push(new Uint8Array(), true)
    }
    archive.end()
    yield* written()
  },
})
