import { existsSync, mkdirSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { documentWith } from '../../support/experiments'
import { Bench, useCli } from './support/cli'

useCli()

const on = (data: object, changes: object = {}): object =>
  documentWith({ objective: { id: 'linear-regression', data }, ...changes })
const csv = { source: 'csv', path: 'table.csv', x: ['a'], y: 'b' }
const gd = (run: object): object => documentWith({ runs: [{ optimizer: 'gd', ...run }] })
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)

const goodTable = 'a,b,c\n1,2,3\n2,3,n/a\n3,4,5\n'

/** What is wrong, the file, and what is said of it; beside it lies `table.csv`. */
type Fault = readonly [
  what: string,
  file: string | object,
  said: string | RegExp,
  table?: string | Uint8Array,
]

const faults: readonly Fault[] = [
  ['a wrong type', documentWith({ iterations: '100' }), 'iterations: must be a number, got "100"'],
  ['an unknown key', documentWith({ interations: 5 }), /^interations: unknown key; known here: format, /],
  ['an unknown key of a run', gd({ lr: 1 }), /^runs\[0\]\.lr: unknown key; /],
  [
    'an unknown hyper-parameter',
    gd({ hyper: { learningRate: 1 } }),
    'runs[0].hyper.learningRate: unknown key; known here: lr',
  ],
  [
    'an unknown optimizer',
    documentWith({ runs: [{ optimizer: 'sgd' }] }),
    /^runs\[0\]\.optimizer: must be one of "gd", .*, got "sgd"$/,
  ],
  ['an unknown dialect', gd({ dialect: 'jax' }), /^runs\[0\]\.dialect: must be one of .*, got "jax"$/],
  [
    'an unknown objective',
    documentWith({ objective: { id: 'cube' } }),
    /^objective\.id: must be one of .*, got "cube"$/,
  ],
  ['a negative learning rate', gd({ hyper: { lr: -1 } }), 'runs[0].hyper.lr: must be > 0, got -1'],
  ['a learning rate of 0', gd({ hyper: { lr: 0 } }), 'runs[0].hyper.lr: must be > 0, got 0'],
  [
    '10^12 iterations',
    documentWith({ iterations: 1e12 }),
    'iterations: must be <= 100000000, got 1000000000000',
  ],
  ['no iterations', documentWith({ iterations: 0 }), 'iterations: must be >= 1, got 0'],
  ['half an iteration', documentWith({ iterations: 1.5 }), 'iterations: must be a whole number, got 1.5'],
  [
    'no format',
    { ...documentWith(), format: undefined },
    'format: is missing; it must be "descent-lab/experiment@2"',
  ],
  [
    'a later format',
    documentWith({ format: 'descent-lab/experiment@3' }),
    /^format: must be "descent-lab\/experiment@2", got /,
  ],
  ['no runs', documentWith({ runs: [] }), 'runs: must have at least 1 entry, got 0'],
  [
    'too many runs',
    documentWith({ runs: Array(257).fill({ optimizer: 'gd' }) }),
    'runs: must have at most 256 entries, got 257',
  ],
  [
    'a start of another dimension',
    documentWith({ start: [1, 2] }),
    'start: must have 1 entry, one for each parameter, got 2',
  ],
  ['a start that is a text', documentWith({ start: ['a'] }), 'start[0]: must be a number, got "a"'],
  ['a batch without data', gd({ batch: 10 }), /^runs\[0\]\.batch: must be "full" /],
  [
    'a batch of more rows than there are',
    on(csv, { runs: [{ optimizer: 'gd', batch: 4 }] }),
    'runs[0].batch: must be <= 3 (the rows of the data), got 4',
  ],
  [
    'a missing table',
    on({ ...csv, path: 'nowhere.csv' }),
    'objective.data.path: no file or data set "nowhere.csv" was found',
  ],
  [
    'a table that is a folder',
    on({ ...csv, path: '.' }),
    'objective.data.path: "." can\'t be read: it is a folder',
  ],
  [
    'a table whose name is none',
    on({ ...csv, path: 'a\0b' }),
    'objective.data.path: "a\\u0000b" can\'t be read: that is no name of a file',
  ],
  [
    'text in a numeric column',
    on({ ...csv, y: 'c' }),
    'objective.data.y: column "c" of table.csv must be numbers, but 1 of its 3 cells is missing (line 3 is "n/a"); in objective.data.read, "missing": "drop-rows" leaves such rows out',
  ],
  [
    'a table in another encoding',
    on(csv),
    'objective.data.path: table.csv has bytes on line 1 that are not UTF-8; read it with "encoding": "windows-1252"',
    Buffer.from('a;b;Öl\n1;2;3\n3;4;5\n', 'latin1'),
  ],
  [
    'a decimal sign between thousands',
    on({ ...csv, read: { decimal: ',', thousands: ',' } }),
    'objective.data.read.thousands: must not be the decimal sign, ","',
  ],
  [
    'an unknown separator',
    on({ ...csv, read: { separator: ':' } }),
    'objective.data.read.separator: must be one of "auto", ",", ";", "\\t", "|", got ":"',
  ],
  [
    'an unknown choice of reading',
    on({ ...csv, read: { comment: '#' } }),
    /^objective\.data\.read\.comment: unknown key; /,
  ],
  [
    'a key twice',
    JSON.stringify(documentWith()).replace('"iterations":', '"iterations":5,"iterations":'),
    'iterations: must be written once; it stands twice on line 1: remove one of the two',
  ],
  [
    'a column that is not there',
    on({ ...csv, x: ['z'] }),
    'objective.data.x[0]: "z" is not a column of table.csv; it has a, b, c',
  ],
  [
    'an empty table',
    on(csv),
    'objective.data.path: table.csv is empty; its first line must name the columns',
    '',
  ],
  [
    'a table of one header',
    on(csv),
    'objective.data.path: table.csv has no rows below its header',
    'a,b,c\n',
  ],
  ['a table that is none', on(csv), /^objective\.data\.\S+: /, Uint8Array.of(0, 255, 254, 10, 0, 1, 2)],
  [
    'a constant column to standardise',
    on({ ...csv, standardize: true }),
    /^objective\.data\.standardize: /,
    'a,b\n1,2\n1,3\n',
  ],
  [
    'empty inline data',
    on({ source: 'inline', x: [], y: [] }),
    'objective.data.x: must have at least 2 entries, got 0 (and 1 more)',
  ],
  ['broken JSON', '{"format": "descent-lab/experiment@1",', /\(line 1, column 39\)$/],
  ['a comma too much', '{"name": "a",}', /\(line 1, column 14\)$/],
  [
    'NaN as the start',
    JSON.stringify(documentWith({ start: [7] })).replace('[7]', '[NaN]'),
    /^start\[0\]: NaN is not JSON /,
  ],
  [
    'an infinite start',
    JSON.stringify(documentWith({ start: [7] })).replace('[7]', '[1e999]'),
    'start[0]: must be a finite number, got Infinity',
  ],
  ['an empty file', '', 'a value must come here, not the end (line 1, column 1)'],
  ['a list', '[]', 'an experiment must be an object, got a list'],
  ['a number', '5', 'an experiment must be an object, got 5'],
  ['null', 'null', 'an experiment must be an object, got null'],
  [
    'brackets without end',
    nested(200_000),
    'the file has more than 32 lists and objects inside one another, the limit (line 1, column 33)',
  ],
]

describe('an invalid file gives exit 2, one line with the path, and nothing is written', () => {
  test.each(faults.map(([what, ...fault]) => ({ what, fault })))('$what', async ({ fault }) => {
    const [file, said, table = goodTable] = fault
    const bench = new Bench({ 'bad.json': file, 'table.csv': table })
    const before = bench.names
    const { status, stdout, stderr } = await bench.call('run', 'bad.json', '--out', 'out', '--db', 'lab.db')
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^descent-lab: bad\.json: [^\n]+\n$/)
    const message = stderr.slice('descent-lab: bad.json: '.length, -1)
    if (typeof said === 'string') expect(message).toBe(said)
    else expect(message).toMatch(said)
    expect(bench.names).toEqual(before)
  })

  test.each([
    ['a file that is not there', 'nowhere.json', 'nowhere.json: there is no such file'],
    ['a file below a file', 'table.csv/a.json', 'table.csv/a.json: there is no such file'],
    ['a folder', '.', ".: it can't be read: it is a folder"],
    ['bytes', 'bytes.bin', 'bytes.bin: it is not a text in UTF-8'],
    ['a text in UTF-16', 'wide.json', 'wide.json: it is not a text in UTF-8'],
    [
      'a name of 300 characters',
      'x'.repeat(300),
      `${'x'.repeat(300)}: it can't be read: its name is too long`,
    ],
  ])('%s', async (_, file, said) => {
    const bench = new Bench({
      'table.csv': goodTable,
      'bytes.bin': Uint8Array.from({ length: 5_000 }, (_, index) => (index * 197) % 256),
      'wide.json': Buffer.from(`\uFEFF${JSON.stringify(documentWith())}`, 'utf16le'),
    })
    const before = bench.names
    expect(await bench.call('run', file, '--out', 'out', '--db', 'lab.db')).toEqual({
      status: 2,
      stdout: '',
      stderr: `descent-lab: ${said}\n`,
    })
    expect(bench.names).toEqual(before)
  })

  test('what is odd in it does not reach the terminal', async () => {
    const bench = new Bench({ 'bad.json': '{"\u001b[31m\u009b": \u0007}' })
    const { status, stderr } = await bench.call('run', 'bad.json')
    expect(status).toBe(2)
    expect(stderr).toMatch(/^[^\p{Cc}]+\n$/u)
  })

  test('a database that is there is not touched', async () => {
    const bench = new Bench({
      'good.json': documentWith({ iterations: 3 }),
      'bad.json': documentWith({ iterations: 0 }),
    })
    await bench.call('run', 'good.json', '--db', 'lab.db')
    const { mtimeMs, size } = statSync(bench.at('lab.db'))
    const before = bench.names
    expect(await bench.call('run', 'bad.json', '--db', 'lab.db')).toMatchObject({ status: 2 })
    expect(statSync(bench.at('lab.db'))).toMatchObject({ mtimeMs, size })
    expect(bench.names).toEqual(before)
  })
})

const large: readonly (readonly [what: string, file: () => string, said: RegExp])[] = [
  [
    '400,000 wrong cells',
    () =>
      JSON.stringify(
        on({
          source: 'inline',
          x: Array.from({ length: 200_000 }, () => ['a']),
          y: Array.from({ length: 200_000 }, () => 'b'),
        }),
      ),
    /: objective\.data\.x\[0\]\[0\]: must be a number, got "a" \(and 99 more\)$/,
  ],
  [
    '65 MB',
    () => ' '.repeat(65 * 2 ** 20),
    /: it has 65 MB; the limit is 64 MB: keep the data in a CSV file$/,
  ],
  [
    '20 million objects',
    () => `[${'{},'.repeat(20_000_000)}{}]`,
    /more than 1050000 lists and objects, the limit/,
  ],
]

test.each(large)('a file of %s gives exit 2 and one line', async (_, file, said) => {
  const bench = new Bench({ 'large.json': file() })
  const { status, stderr } = await bench.call('run', 'large.json')
  expect(stderr.trimEnd()).toMatch(said)
  expect(status).toBe(2)
})

describe('bad usage gives exit 2 and one line', () => {
  test.each([
    ['no command', [], 'no command was given'],
    ['an unknown command', ['walk'], "unknown command 'walk'"],
    ['nearly a command', ['rum', 'a.json'], "unknown command 'rum' (Did you mean run?)"],
    ['no file', ['run'], "missing required argument 'file'"],
    [
      'an empty file name',
      ['run', ''],
      "command-argument value '' is invalid for argument 'file'. It must not be empty",
    ],
    [
      'two files',
      ['run', 'a.json', 'b.json'],
      "too many arguments for 'run'. Expected 1 argument but got 2: a.json, b.json",
    ],
    ['an unknown option', ['run', 'a.json', '--fast'], "unknown option '--fast'"],
    ['an option before the command', ['--quiet', 'run', 'a.json'], "unknown option '--quiet'"],
    ['--out without a folder', ['run', 'a.json', '--out'], "option '--out <dir>' argument missing"],
    [
      '--out with an empty one',
      ['run', 'a.json', '--out='],
      "option '--out <dir>' argument '' is invalid. It must not be empty",
    ],
    ['--db without a file', ['run', 'a.json', '--db'], "option '--db <file>' argument missing"],
  ])('%s', async (_, words, said) => {
    const bench = new Bench({ 'a.json': documentWith({ iterations: 3 }) })
    expect(await bench.call(...words)).toEqual({
      status: 2,
      stdout: '',
      stderr: `descent-lab: ${said} (descent-lab run --help shows the usage)\n`,
    })
    expect(bench.names).toEqual(['a.json'])
  })
})

describe('where the results can not go, exit 1, one line, and nothing is started', () => {
  test.each([
    ['a path under a file', 'a.json/out', "a.json/out can't be written: a part of the path is a file"],
    ['a file', 'a.json', "a.json can't be written: a file of that name is in the way"],
    ['a folder with a folder for a result', 'odd', "odd/curves.csv can't be written: it is a folder"],
  ])('--out is %s', async (_, out, said) => {
    const bench = new Bench({ 'a.json': documentWith({ iterations: 3 }) })
    mkdirSync(bench.at('odd/curves.csv'), { recursive: true })
    const before = bench.names
    expect(await bench.call('run', 'a.json', '--out', out)).toEqual({
      status: 1,
      stdout: '',
      stderr: `descent-lab: ${said}\n`,
    })
    expect(bench.names).toEqual(before)
  })

  test.each([
    ['is no database', 'a.json', 'a.json is not a database; it was not touched'],
    ["is another program's", 'other.db', 'other.db belongs to another program; it was not touched'],
    ['is a folder', 'odd', /^odd can't be written \(.*\); it was not touched$/],
  ])('--db %s', async (_, db, said) => {
    const bench = new Bench({ 'a.json': documentWith({ iterations: 3 }) })
    mkdirSync(bench.at('odd'))
    const other = new Database(bench.at('other.db'))
    other.exec('create table theirs (id)')
    other.close()
    const before = bench.names
    const { mtimeMs, size } = statSync(bench.at(db))
    const { status, stdout, stderr } = await bench.call('run', 'a.json', '--out', 'out', '--db', db)
    expect([status, stdout]).toEqual([1, ''])
    const message = stderr.slice('descent-lab: '.length, -1)
    if (typeof said === 'string') expect(message).toBe(said)
    else expect(message).toMatch(said)
    expect(bench.names).toEqual(before)
    expect(statSync(bench.at(db))).toMatchObject({ mtimeMs, size })
  })

  test.skipIf(!existsSync('/dev/full'))('standard output is full', async () => {
    const bench = new Bench({ 'a.json': documentWith({ iterations: 3 }) })
    expect(await bench.callTo('/dev/full', 'run', 'a.json', '--quiet', '--out', 'out')).toEqual({
      status: 1,
      stdout: '',
      stderr: "descent-lab: the output can't be written: the disk is full\n",
    })
    expect(bench.rows('out/runs.csv')).toHaveLength(2)
  })
})
