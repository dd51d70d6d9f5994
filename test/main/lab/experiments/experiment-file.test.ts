import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Experiment } from '@core/experiment'
import { issueText } from '@core/issues'
import { readCsv } from '../../../../src/main/lab/tables/csv'
import {
  readExperiment,
  writeExperiment,
  type FileLinks,
} from '../../../../src/main/lab/experiments/experiment-file'
import type { TableSource } from '../../../../src/main/lab/tables/table-source'
import { tableOf } from '../../../../src/main/lab/tables/tables'
import { documentWith, experimentWith } from '../../../support/experiments'

function read(text: string): Experiment {
  const experiment = readExperiment(text)
  if (!experiment.ok) throw new Error(experiment.issues.map(issueText).join('; '))
  return experiment.value
}

function faults(text: string): readonly string[] {
  const experiment = readExperiment(text)
  return experiment.ok ? [] : experiment.issues.map(issueText)
}

/** A valid file with some of its text replaced. */
const fileWith = (what: string, by: string): string =>
  JSON.stringify(documentWith({ start: [0.7] }), undefined, 2).replace(what, by)

describe('readExperiment', () => {
  test('reads a file, with a byte order mark too', () => {
    const text = JSON.stringify(documentWith({ start: [0.7] }))
    expect(read(text)).toEqual(experimentWith({ start: [0.7] }))
    expect(read(`\uFEFF${text}`)).toEqual(experimentWith({ start: [0.7] }))
  })

  test.each([
    ['NaN in the start', fileWith('0.7', 'NaN'), 'start[0]: NaN is not JSON (line 14, column 5)'],
    [
      '-Infinity in the start',
      fileWith('0.7', '-Infinity'),
      'start[0]: -Infinity is not JSON (line 14, column 5)',
    ],
    ['1e999 in the start', fileWith('0.7', '1e999'), 'start[0]: must be a finite number, got Infinity'],
    ['-1e999 in the start', fileWith('0.7', '-1e999'), 'start[0]: must be a finite number, got -Infinity'],
    ['a number without its zero', fileWith('0.7', '.7'), 'start[0]: .7 is not JSON (line 14, column 5)'],
    [
      'a comma too many',
      fileWith('0.7', '0.7,'),
      'start[1]: a value must come here, not ] (line 15, column 3)',
    ],
    [
      'a comma too few',
      fileWith('0.7', '0.7 0.8'),
      'start[0]: a comma must come here, not 0.8 (line 14, column 9)',
    ],
    ['a comment', fileWith('{', '{ // mine'), '// is not JSON (line 1, column 3)'],
    ['a name without quotes', fileWith('"name"', 'name'), 'name is not JSON (line 3, column 3)'],
    [
      'an end too early',
      '{"iterations": 100',
      'iterations: a closing brace must come here, not the end (line 1, column 19)',
    ],
    [
      'something behind the end',
      `${fileWith('', '')}{}`,
      'the end of the file must come here, not { (line 16, column 2)',
    ],
    ['nothing', '', 'a value must come here, not the end (line 1, column 1)'],
    ['another format altogether', '<html></html>', '<html></html> is not JSON (line 1, column 1)'],
    [
      'brackets without end',
      '['.repeat(100_000),
      'the file has more than 32 lists and objects inside one another, the limit (line 1, column 33)',
    ],
    ['a list', '[]', 'an experiment must be an object, got a list'],
    [
      'a fault of the experiment',
      fileWith('"iterations": 100', '"iterations": 0'),
      'iterations: must be >= 1, got 0',
    ],
    [
      'a key twice',
      fileWith('"iterations": 100', '"iterations": 100, "iterations": 200'),
      'iterations: must be written once; it stands twice on line 7: remove one of the two',
    ],
    [
      'a key twice deep inside, and named with escapes',
      fileWith('"runs": [', '"runs": [{ "optimizer": "adam", "hyper": { "lr": 1,\n "\\u006cr": 2 } },'),
      'runs[0].hyper.lr: must be written once; it stands on line 8 and again on line 9: remove one of the two',
    ],
  ])('refuses %s', (_, text, fault) => {
    expect(faults(text)).toEqual([fault])
  })

  test('takes the same key in several objects, and text that looks like keys', () => {
    const text = fileWith('"name": ', '"name": "\\"name\\": \\"name\\": ", "none": ')
    expect(faults(text)).toEqual([expect.stringMatching(/^none: unknown key/)])
  })

  test('stops at the hundredth key too many', () => {
    expect(faults(`{${'"a": 1, '.repeat(1_000)}"a": 1}`)).toHaveLength(100)
  })
})

describe('a large or hostile text', () => {
  const inline = (x: string, y: string): string =>
    JSON.stringify(documentWith({ objective: { id: 'linear-regression', data: 'DATA' } })).replace(
      '"DATA"',
      () => `{"source":"inline","x":[${x}],"y":[${y}]}`,
    )
  const many = (piece: string, times: number): string => `${`${piece},`.repeat(times - 1)}${piece}`

  test('of 400,000 wrong cells has a hundred faults', () => {
    const found = faults(inline(many('["a"]', 400_000), many('"b"', 400_000)))
    expect(found).toHaveLength(100)
    expect(found[0]).toBe('objective.data.x[0][0]: must be a number, got "a"')
  })

  test.each([
    ['[]', 'lists and objects'],
    ['{}', 'lists and objects'],
    ['0', 'values'],
    ['""', 'values'],
    ['{"a":0}', 'names'],
  ])('of 10 MB of %s is refused by its limit before room is made for it', (piece, what) => {
    const text = `[${many(piece, Math.floor(1e7 / (piece.length + 1)))}]`
    const before = process.memoryUsage().heapUsed
    expect(faults(text)).toEqual([
      expect.stringMatching(new RegExp(`^the file has more than \\d+ ${what}, the limit`)),
    ])
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(32 * 2 ** 20)
  })

  test('of more than 64 MB is refused unread', () => {
    expect(faults(' '.repeat(64 * 2 ** 20 + 1))).toEqual([
      'the file has 67108865 characters; the limit is 67108864 (64 MB): keep the data in a CSV file',
    ])
  })

  test('counts nothing that stands in a text', () => {
    const name = `${'[{,:'.repeat(40)}\\"[[\\\\`
    expect(read(JSON.stringify(documentWith({ start: [0.7], name }))).name).toBe(name)
  })

  test('of anything is an experiment or faults', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        '\\',
        '\n',
        '//',
        '/*',
        '*/',
        'null',
        '1',
        '-',
        'a',
        '\u2028',
        ' ',
      ),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(faults(pieces.join('')).length).toBeGreaterThan(0)
      }),
      { numRuns: 5_000 },
    )
  })

  test('says how far it is', () => {
    const shares: number[] = []
    const text = inline(many('[0.5]', 1_000_000), many('0.25', 1_000_000))
    expect(readExperiment(text, ({ share }) => shares.push(share)).ok).toBe(true)
    expect(shares.length).toBeGreaterThan(3)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
  })
})

describe('writeExperiment', () => {
  const files: Readonly<Record<string, string>> = {
    'mine.csv': 'a,b\n1,2\n3,4.5\n',
    'faithful.csv': 'a,b\n1,2\n3,4\n',
  }
  const locate = (path: string): TableSource | undefined =>
    Object.hasOwn(files, path) ? readCsv(Buffer.from(files[path]), path) : undefined
  const links: FileLinks = {
    locate,
    convert: () => Promise.resolve(),
    isShipped: (name) => name === 'faithful.csv',
  }
  const onFile = (path: string, standardize = false): Experiment =>
    experimentWith({
      objective: { id: 'linear-regression', data: { source: 'csv', path, x: ['a'], y: 'b', standardize } },
    })

  test('writes what it reads', async () => {
    const experiment = experimentWith({
      start: [0.1],
      runs: [{ optimizer: 'adam', schedule: { id: 'step' } }],
    })
    const text = await writeExperiment(experiment, links)
    expect(read(text)).toEqual(experiment)
    expect(text.endsWith('}\n')).toBe(true)
  })

  test('leaves a shipped table a name', async () => {
    const experiment = onFile('faithful.csv')
    expect(read(await writeExperiment(experiment, links))).toEqual(experiment)
  })

  test.each([false, true])(
    'writes imported data into the file: the same table (standardised: %s)',
    async (standardize) => {
      const experiment = onFile('mine.csv', standardize)
      const alone = read(await writeExperiment(experiment, links))
      const { data } = alone.objective
      expect(data).toEqual({ source: 'inline', x: [[1], [3]], y: [2, 4.5], standardize })
      expect({ ...alone, objective: undefined }).toEqual({ ...experiment, objective: undefined })
      const numbers = [experiment, alone].map(({ objective }) => {
        const table = objective.data && tableOf(objective.data, locate)
        return table?.ok ? [table.value.features, table.value.target] : []
      })
      expect(numbers[1]).toEqual(numbers[0])
      expect(numbers[1]).toHaveLength(2)
    },
  )

  test('keeps the name of a table that is gone', async () => {
    const experiment = onFile('lost.csv')
    expect(read(await writeExperiment(experiment, links))).toEqual(experiment)
  })

  test('writes a table of more than a step, row by row', async () => {
    const rows = Array.from({ length: 5_000 }, (_, row) => [row, row / 7, -row])
    const text = ['a,b,c', ...rows.map((row) => row.join(','))].join('\n')
    const table = readCsv(Buffer.from(text), 'long.csv')
    const experiment = experimentWith({
      name: 'with "x": [] in its name',
      objective: {
        id: 'linear-regression',
        data: { source: 'csv', path: 'long.csv', x: ['c', 'a'], y: 'b' },
      },
    })
    const { data } = read(await writeExperiment(experiment, { ...links, locate: () => table })).objective
    expect(data).toEqual({
      source: 'inline',
      x: rows.map(([a, , c]) => [c + 0, a]),
      y: rows.map(([, b]) => b),
      standardize: false,
    })
  })

  test('says so where a table is too long to be written', async () => {
    const long: TableSource = { rows: 1_000_001, columns: onlyNumbers, pieces: () => [] }
    await expect(writeExperiment(onFile('mine.csv'), { ...links, locate: () => long })).rejects.toThrow(
      'mine.csv has 1000001 rows: too many to be written into an experiment file, which may hold 2000000 numbers',
    )
  })
})

const onlyNumbers = ['a', 'b'].map((name) => ({ name, numeric: true }))
