import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import { parquetReadObjects } from 'hyparquet'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { exportFormats } from '../../../../src/main/lab/export'
import { curvesParquetExport } from '../../../../src/main/lab/export/curves-parquet'
import { maskedCrc } from '../../../../src/main/lab/export/event-file'
import { formatOf } from '../../../../src/main/lab/export/exports'
import { documentWith, noStops } from '../../../support/experiments'
import { inPython, pythonWith } from '../../../support/python'
import { inOnePython } from '../../../support/scripts'
import { freshFile, freshFolder, OpenLab } from '../support/open-lab'

/** Two runs that record different series, the first of them till it has left the range of numbers. */
async function twoRuns(): Promise<{ opened: OpenLab; runs: readonly number[] }> {
  const opened = await OpenLab.open(freshFile())
  const runs = await opened.start(
    documentWith({
      objective: { id: 'rosenbrock' },
      start: [-1.2, 1],
      iterations: 40,
      runs: [
        { optimizer: 'gd', hyper: { lr: 1 }, label: 'GD = "too fast"/é' },
        { optimizer: 'adam', schedule: { id: 'cosine' } },
      ],
      stop: { ...noStops, divergeAbove: 0 },
    }),
  )
  await opened.ended(runs)
  return { opened, runs }
}

const bytesOf = ({ lab }: OpenLab, format: string, runs: readonly number[]): Buffer =>
  Buffer.concat([...lab.exported(formatOf(format), runs)])

type Row = Readonly<Record<string, string>>

const csvRows = (opened: OpenLab, runs: readonly number[]): readonly Row[] =>
  Papa.parse<Row>(bytesOf(opened, 'curves.csv', runs).toString('utf8'), {
    header: true,
    skipEmptyLines: true,
  }).data

/** A cell of the CSV file as the other formats have it. */
const valueOf = (cell: string): number | null => (cell === '' ? null : Number(cell))

test('the catalog names each format once, as a file name or a word', () => {
  const ids = exportFormats.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[a-z.]+$/)
})

describe('export.write', () => {
  test('prepares a file that can be fetched once', async () => {
    const { opened, runs } = await twoRuns()
    const { address, extension } = await opened.call('export.write', {
      format: 'curves.parquet',
      runs: [...runs],
    })
    expect(extension).toBe('parquet')
    const file = await opened.lab.file(address)
    const pieces: Uint8Array[] = []
    for await (const piece of file?.pieces ?? []) pieces.push(piece)
    expect(Buffer.concat(pieces)).toEqual(bytesOf(opened, 'curves.parquet', runs))
    expect(file?.type).toBe('application/vnd.apache.parquet')
    expect(await opened.lab.file(address)).toBeUndefined()
    expect(await opened.lab.file('export/../lab.sqlite')).toBeUndefined()
  })

  test('says at once what can’t be written', async () => {
    const { opened } = await twoRuns()
    await expect(opened.call('export.write', { format: 'xlsx', runs: [1] })).rejects.toMatchObject({
      kind: 'missing',
      message: /^there is no export format "xlsx"; there are curves\.csv, runs\.csv, /,
    })
    await expect(opened.call('export.write', { format: 'runs.csv', runs: [99] })).rejects.toMatchObject({
      message: 'there is no run 99',
    })
  })
})

describe('scripts', () => {
  const python = pythonWith('numpy')

  test('have a run’s own data and settings, and come to its losses', async () => {
    const { opened, runs } = await twoRuns()
    const [more] = await opened.start(
      documentWith({
        objective: {
          id: 'logistic-regression',
          data: { source: 'csv', path: 'mtcars.csv', x: ['wt', 'hp'], y: 'am', standardize: true },
        },
        iterations: 90,
        start: 'random',
        runs: [{ optimizer: 'adam', batch: 5, seed: 3, schedule: { id: 'cosine' } }],
      }),
    )
    await opened.ended([more])
    const text = bytesOf(opened, 'numpy.py', [...runs, more]).toString('utf8')
    expect(text).toContain('batches(32, 5, "shuffle", 3)')
    if (python === undefined) return
    const folder = freshFolder()
    const [told] = inOnePython(python, folder, { all: text })
    expect(told.fault).toBe('')
    expect(told.worst).toBeLessThan(1e-12)
  })

  test('of a run without points are refused before anything is fetched', async () => {
    const opened = await OpenLab.open(freshFile())
    const [run] = await opened.start(documentWith({ iterations: 10 }), true)
    const order = opened.call('export.write', { format: 'jax.py', runs: [run] })
    await expect(order).rejects.toMatchObject({ message: /^run 1 \(.*\) has no recorded points/ })
  })

  test('are written in pieces, however long the curves', async () => {
    const opened = await OpenLab.open(freshFile())
    const [run] = await opened.start(
      documentWith({ iterations: 90_000, runs: [{ optimizer: 'gd', hyper: { lr: 1 } }], stop: noStops }),
    )
    await opened.ended([run])
    // Beside its seven parts, a piece for every reading of at most 8,192 points of three series.
    expect([...opened.lab.exported(formatOf('numpy.py'), [run])]).toHaveLength(7 + Math.ceil(90_001 / 8_192))
  })
})

/** Bytes as the reader of Parquet files takes them. */
const fileOf = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer

describe('curves.parquet', () => {
  test('has the values of curves.csv to the last bit, and each run’s label', async () => {
    const { opened, runs } = await twoRuns()
    const rows = await parquetReadObjects({ file: fileOf(bytesOf(opened, 'curves.parquet', runs)) })
    const expected = csvRows(opened, runs).map((row) => ({
      ...Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, valueOf(cell)])),
      label: row.run === '1' ? 'GD = "too fast"/é' : 'Adam',
    }))
    expect(rows).toEqual(expected)
    expect(rows.some(({ loss }) => !Number.isFinite(loss))).toBe(true)
    expect(rows[0].learning_rate).toBe(1)
  })

  test('is written in pieces, however long the curves', async () => {
    const opened = await OpenLab.open(freshFile())
    const [run] = await opened.start(
      documentWith({ iterations: 90_000, runs: [{ optimizer: 'gd', hyper: { lr: 1 } }], stop: noStops }),
    )
    await opened.ended([run])
    const pieces = [...opened.lab.exported(curvesParquetExport, [run])]
    expect(pieces.length).toBeGreaterThan(3)
    const rows = await parquetReadObjects({ file: fileOf(Buffer.concat(pieces)), columns: ['iteration'] })
    expect(rows.map(({ iteration }) => Number(iteration))).toEqual(rows.map((_, index) => index))
    expect(rows).toHaveLength(90_001)
  })

  const pandas = pythonWith('pandas, pyarrow')
  test.skipIf(pandas === undefined)('is read by pandas as curves.csv is', async () => {
    const { opened, runs } = await twoRuns()
    const folder = freshFolder()
    for (const name of ['curves.csv', 'curves.parquet']) {
      writeFileSync(join(folder, name), bytesOf(opened, name, runs))
    }
    const script = `
import json, sys, pandas as pd
folder = sys.argv[1]
csv = pd.read_csv(folder + '/curves.csv', float_precision='round_trip')
parquet = pd.read_parquet(folder + '/curves.parquet')
labels = parquet.pop('label')
assert list(csv.pop('label')) == list(labels)
pd.testing.assert_frame_equal(csv, parquet, check_exact=True, check_dtype=False)
print(json.dumps({'rows': len(parquet), 'labels': sorted(set(labels)), 'loss': str(parquet.loss.dtype)}))
`
    expect(inPython(pandas ?? '', script, folder)).toEqual({
      rows: csvRows(opened, runs).length,
      labels: ['Adam', 'GD = "too fast"/é'],
      loss: 'float64',
    })
  })
})

describe('TensorBoard', () => {
  test('records have the checksum of their kind', () => {
    // RFC 3720, appendix B.4: the CRC-32C of 32 bytes of zeros is 8a9136aa.
    const crc = 0x8a9136aa
    const masked = (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
    expect(maskedCrc(new Uint8Array(32), 0, 32)).toBe(masked)
  })

  test('has a folder a run, with names that every system takes', async () => {
    const { opened, runs } = await twoRuns()
    const files = unzipSync(bytesOf(opened, 'tensorboard', runs))
    expect(Object.keys(files)).toEqual([
      expect.stringMatching(/^1 GD = -too fast-é\/events\.out\.tfevents\.\d+\.descent-lab$/),
      expect.stringMatching(/^2 Adam\/events\.out\.tfevents\.\d+\.descent-lab$/),
    ])
  })

  test('and the labels in a Parquet file have nothing that nobody sees', async () => {
    const opened = await OpenLab.open(freshFile())
    const label = `a\u202Eb\u200Bc\n${'\u{1F3C3}'.repeat(90)}`
    const runs = await opened.start(documentWith({ iterations: 1, runs: [{ optimizer: 'gd', label }] }))
    await opened.ended(runs)
    const [folder] = Object.keys(unzipSync(bytesOf(opened, 'tensorboard', runs)))
    expect(folder).toMatch(/^1 abc \u{1F3C3}+\//u)
    const [row] = await parquetReadObjects({ file: fileOf(bytesOf(opened, 'curves.parquet', runs)) })
    expect(row.label).toBe(`abc ${'\u{1F3C3}'.repeat(90)}`)
  })

  const tensorboard = pythonWith('tensorboard')
  test.skipIf(tensorboard === undefined)('is read by TensorBoard itself, number for number', async () => {
    const { opened, runs } = await twoRuns()
    const folder = freshFolder()
    for (const [name, bytes] of Object.entries(unzipSync(bytesOf(opened, 'tensorboard', runs)))) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), bytes)
    }
    const script = `
import json, sys
from tensorboard.backend.event_processing import plugin_event_multiplexer
from tensorboard.util import tensor_util
multiplexer = plugin_event_multiplexer.EventMultiplexer(tensor_size_guidance={'tensors': 0, 'scalars': 0})
multiplexer.AddRunsFromDirectory(sys.argv[1])
multiplexer.Reload()
found = {}
for run in multiplexer.Runs():
    accumulator = multiplexer.GetAccumulator(run)
    tags = accumulator.PluginTagToContent('scalars').keys()
    found[run] = {tag: [[event.step, repr(float(tensor_util.make_ndarray(event.tensor_proto)))]
                        for event in accumulator.Tensors(tag)] for tag in tags}
print(json.dumps(found))
`
    const found = inPython(tensorboard ?? '', script, folder) as Record<
      string,
      Record<string, [number, string][]>
    >
    const asNumber = (text: string): number => Number(text.replace('inf', 'Infinity').replace('nan', 'NaN'))
    const rows = csvRows(opened, runs)
    expect(Object.keys(found).sort()).toEqual(['1 GD = -too fast-é', '2 Adam'])
    for (const [name, tags] of Object.entries(found)) {
      const own = rows.filter(({ run }) => run === name[0])
      for (const [tag, events] of Object.entries(tags)) {
        const series = tag.replace('theta/', 'theta_')
        expect(events.map(([step, text]) => [step, asNumber(text)])).toEqual(
          own.map((row) => [Number(row.iteration), Number(row[series])]),
        )
      }
    }
    expect(Object.keys(found['1 GD = -too fast-é']).sort()).toEqual([
      'gradient_norm',
      'loss',
      'theta/0',
      'theta/1',
    ])
    expect(Object.keys(found['2 Adam'])).toContain('learning_rate')
  })
})
