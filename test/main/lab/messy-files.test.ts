import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { automatic, type ReadOptions } from '@core/read-options'
import { Fault } from '../../../src/main/faults'
import { readCsv, type CsvTable } from '../../../src/main/lab/tables/csv'
import { previewOf } from '../../../src/main/lab/tables/csv-preview'

const folder = new URL('../../fixtures/csv/', import.meta.url)
const bytesOf = (name: string): Uint8Array => readFileSync(new URL(name, folder))

const read = (name: string, options: Partial<ReadOptions> = {}): CsvTable =>
  readCsv(bytesOf(name), name, { ...automatic, ...options })

const columnsOf = (table: CsvTable): unknown =>
  Object.fromEntries(
    table.columns.map(({ name, numeric, text }, column) => [
      name,
      numeric ? [...table.pieces(column)].flatMap((piece) => [...piece]) : text,
    ]),
  )

/** Files that are read rightly by the automatic rules, and what is decided otherwise than for most. */
const readable: Readonly<Record<string, readonly [columns: unknown, decided: Partial<ReadOptions>]>> = {
  'utf-16le-mark.csv': [
    { größe: [1.5, 3], gewicht: [2, 4.25] },
    { encoding: 'utf-16le', separator: ';' },
  ],
  'utf-16be-mark.csv': [
    { x: [1, 3], y: [2, 4] },
    { encoding: 'utf-16be', separator: '\t' },
  ],
  'mixed-line-ends.csv': [{ x: [1, 3, 5, 7], y: [2, 4, 6, 8] }, {}],
  'names-with-commas.csv': [{ 'length (cm, dry)': [1, 2.5], 'weight (g)': [3.1, 4.2] }, { separator: ';' }],
  'sep-line.csv': [{ 'a,b': [1, 3], c: [2, 4] }, { separator: ';' }],
  'space-before-quotes.csv': [
    { Month: 'line 2 is "JAN"', '1958': [340, 318, 362], '1959': [360, 342, 406] },
    {},
  ],
  'printed-table.csv': [{ Iteration: [1, 2], Loss: [-1.234e-7, 3], w: [0.5, -2] }, { separator: '\t' }],
  'pandas-index.csv': [{ x: [1, 3], y: [2, 4] }, { index: 'drop' }],
  'trailing-separators.csv': [{ x: [1, 3], y: [2, 4] }, {}],
  'missing.csv': [
    {
      x: [1, NaN, 5, 7, 9, 11, NaN],
      y: [2, 4, NaN, 8, NaN, 12, 14],
      comment: 'line 4 is "ok"',
    },
    {},
  ],
}

test.each(Object.entries(readable))('%s is read', (name, [columns, decided]) => {
  const table = read(name)
  expect(columnsOf(table)).toEqual(columns)
  expect(table.read).toEqual({
    ...automatic,
    encoding: 'utf-8',
    separator: ',',
    index: 'keep',
    ...decided,
  })
  // What was decided, chosen, gives the same table.
  expect(columnsOf(read(name, table.read))).toEqual(columns)
})

/** Files with columns that no rule may guess at: what is said of them, and what a choice makes of them. */
const asked: Readonly<
  Record<string, readonly [problems: readonly string[], choice: Partial<ReadOptions>, columns: unknown]>
> = {
  'thousand-or-decimal.csv': [
    [
      'city: line 2 is "Ghent", not a number; the column can\'t be chosen',
      'people: line 2 is "1,234", which may be a thousand or a decimal (choose "thousands": "," or "decimal": ","), not a number; the column can\'t be chosen',
    ],
    { decimal: ',' },
    { city: 'line 2 is "Ghent"', people: [1.234, 5.678] },
  ],
  'decimal-comma.csv': [
    [
      'x: line 2 is "1,5" (decimals are written with a point; read it with "decimal": ","), not a number; the column can\'t be chosen',
    ],
    { decimal: ',' },
    { x: [1.5, 3.25], y: [2, 4] },
  ],
  'decimal-comma-and-point.csv': [
    [
      'x: line 2 is "1,5" (decimals are written with a point; read it with "decimal": ","), not a number; the column can\'t be chosen',
    ],
    { decimal: ',' },
    {
      x: [1.5, 3.25],
      y: 'line 3 is "1.234", which may be a thousand or a decimal (choose "thousands": "." or "decimal": ".")',
    },
  ],
  'thousands-and-decimals.csv': [
    ['x: line 2 is "1,234.5" (read it with "thousands": ","), not a number; the column can\'t be chosen'],
    { thousands: ',' },
    { x: [1234.5, 12_345_678], y: [2, 4] },
  ],
  'spaced-thousands.csv': [
    [
      'x: line 2 is "1 234,5" (decimals are written with a point; read it with "decimal": ",", "thousands": " "), not a number; the column can\'t be chosen',
    ],
    { decimal: ',', thousands: ' ' },
    { x: [1234.5, 12_345], y: [2, 4] },
  ],
  'no-header.csv': [
    ['The first line is all numbers, yet it was taken for the names of the columns'],
    { header: false },
    { 'column 1': [1, 3, 5], 'column 2': [2, 4, 6] },
  ],
  'a-word-among-numbers.csv': [
    ['y: line 3 is "four", line 5 is "n.d.", not a number; the column can\'t be chosen'],
    {},
    { x: [1, 3, 5, 7], y: 'line 3 is "four", line 5 is "n.d."' },
  ],
  'units-below-names.csv': [
    [
      'length: line 2 is "cm", not a number; the column can\'t be chosen',
      'mass: line 2 is "g", not a number; the column can\'t be chosen',
    ],
    {},
    { length: 'line 2 is "cm"', mass: 'line 2 is "g"' },
  ],
}

test.each(Object.entries(asked))('%s asks, and is read as chosen', (name, [problems, choice, columns]) => {
  expect(previewOf(read(name)).problems).toEqual(problems)
  expect(columnsOf(read(name, choice))).toEqual(columns)
})

/** Files that are refused, in a sentence that names the remedy; some with a choice that reads them. */
const refused: Readonly<
  Record<string, readonly [fault: string, choice?: Partial<ReadOptions>, columns?: unknown]>
> = {
  'windows-1252.csv': [
    'has bytes on line 1 that are not UTF-8; read it with "encoding": "windows-1252"',
    { encoding: 'windows-1252' },
    { Öl: [1, 4], Äl: [2, 5], y: [3, 6] },
  ],
  'utf-16le-unmarked.csv': [
    'has zero bytes: it is no text, or one in UTF-16 (read it with "encoding": "utf-16le")',
    { encoding: 'utf-16le' },
    { x: [1, 3], y: [2, 4] },
  ],
  'r-row-names.csv': [
    'has 3 cells on line 2, where the header has 2: cell 3 has no column; a cell with a comma in it needs quotes, or if the first cell of each row numbers it, read it with "index": "drop"',
    { index: 'drop' },
    { x: [1, 3], y: [2, 4] },
  ],
  'two-separators.csv': [
    'can be read with semicolons and bars between its cells; choose "separator": ";" or "separator": "|"',
    { separator: '|' },
    { a: [1, 4], 'b;c': 'line 2 is "2;3"' },
  ],
  'names-twice.csv': [
    'names two columns "x"; rename one, or read a file without names with "header": false',
    { header: false },
    { 'column 1': 'line 1 is "x"', 'column 2': 'line 1 is "x"', 'column 3': 'line 1 is "y"' },
  ],
  'title-above-names.csv': [
    'has 2 cells on line 2, where the header has 1: cell 2 has no column; if a title stands above the names, delete it',
  ],
  'decimal-commas-between-commas.csv': [
    'has 3 cells on line 2, where the header has 2: cell 3 has no column; a cell with a comma in it needs quotes, or if the first cell of each row numbers it, read it with "index": "drop"',
  ],
  'spaces-between-columns.txt': ['has spaces between its columns; save it with commas, semicolons or tabs'],
  'workbook.csv': ['is an Excel workbook or another zip archive; save its sheet as CSV, and choose that'],
  'web-page.csv': ['is a web page; download the table itself, and choose that'],
  'json.csv': ['is JSON; save its table as CSV, and choose that'],
  'quote-left-open.csv': [
    'has a quote in column "x" on line 2 that is not closed where its cell ends; close it, or write a quote in a cell twice',
  ],
}

test.each(Object.entries(refused))('%s is refused', (name, [fault, choice, columns]) => {
  const attempt = (): CsvTable => read(name)
  expect(attempt).toThrow(`${name} ${fault}`)
  if (!choice) return
  expect(columnsOf(read(name, choice))).toEqual(columns)
  // The choice is among those that are offered, for a button.
  try {
    attempt()
  } catch (error) {
    expect(error instanceof Fault && error.remedies).toContainEqual(choice)
  }
})

test('every file of the folder is tried', () => {
  const tried = [readable, asked, refused].flatMap((files) => Object.keys(files))
  expect(readdirSync(folder).sort()).toEqual(tried.sort())
})
