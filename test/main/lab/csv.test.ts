import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { issueText } from '@core/issues'
import { Fault } from '../../../src/main/faults'
import { CsvReader, previewOf, readCsv, type CsvTable, type CsvSummary } from '../../../src/main/lab/csv'
import { tableOf } from '../../../src/main/lab/tables'

const bytes = (text: string): Uint8Array => Buffer.from(text)
const read = (text: string): CsvTable => readCsv(bytes(text), 'a.csv')

function faultOf(text: string): string {
  try {
    read(text)
  } catch (error) {
    if (error instanceof Fault) return error.message
    throw error
  }
  throw new Error('there is nothing wrong with it')
}

const tableFrom = (text: string, x: readonly string[], y: string): ReturnType<typeof tableOf> =>
  tableOf({ source: 'csv', path: 'a.csv', x: [...x], y, standardize: false }, () => read(text))

function faultsOf(text: string, x: readonly string[], y: string): readonly string[] {
  const table = tableFrom(text, x, y)
  return table.ok ? [] : table.issues.map(issueText)
}

const numbersOf = (table: CsvTable): readonly (readonly number[])[] =>
  table.columns.map((_, column) => [...table.pieces(column)].flatMap((piece) => [...piece]))

describe('readCsv', () => {
  test.each([
    ['commas', 'x,y\n1,2\n3,4\n'],
    ['semicolons', 'x;y\n1;2\n3;4\n'],
    ['tabs', 'x\ty\n1\t2\n3\t4\n'],
    ['bars', 'x|y\n1|2\n3|4\n'],
    ['quotes', '"x","y"\n"1","2"\n3,4\n'],
    ['a byte order mark', '\uFEFFx,y\n1,2\n3,4\n'],
    ['a quoted header after a byte order mark', '\uFEFF"x","y"\n1,2\n3,4\n'],
    ['CRLF', 'x,y\r\n1,2\r\n3,4\r\n'],
    ['old line ends', 'x,y\r1,2\r3,4\r'],
    ['no line end at the end', 'x,y\n1,2\n3,4'],
    ['blank lines', '\n\nx,y\n\n1,2\n , \n,\n3,4\n\n\n'],
    ['spaces around names', ' x , y \n1,2\n3,4\n'],
  ])('understands %s', (_, text) => {
    const table = read(text)
    expect(table.columns).toEqual([
      { name: 'x', numeric: true },
      { name: 'y', numeric: true },
    ])
    expect(numbersOf(table)).toEqual([
      [1, 3],
      [2, 4],
    ])
  })

  test('keeps separators, quotes and line ends inside quotes', () => {
    const { columns, head } = read('"a, b","say ""x"""\n"1;2","two\nlines"\n')
    expect(columns.map(({ name }) => name)).toEqual(['a, b', 'say "x"'])
    expect(head).toEqual([['1;2', 'two\nlines']])
  })

  test('knows the line each row begins on, blank lines and quoted ones counted', () => {
    const text = 'x,y\n\n1,2\n"a\nb\r\nc",4\n5,z\n'
    expect(read(text).columns.map(({ text }) => text)).toEqual(['line 4 is "a\\nb\\r\\nc"', 'line 7 is "z"'])
  })

  test('is not confused by decimal commas', () => {
    expect(read('a;b\n1,5;2,5\n3,5;4,5\n').head).toEqual([
      ['1,5', '2,5'],
      ['3,5', '4,5'],
    ])
  })

  test('takes a single column', () => {
    expect(numbersOf(read('x\n1\n2\n'))).toEqual([[1, 2]])
  })

  test.each([
    ['nothing', '', 'a.csv is empty; its first line must name the columns'],
    ['blank lines alone', '\n \n,,\n', 'a.csv is empty; its first line must name the columns'],
    ['a header alone', 'x,y\n', 'a.csv has no rows below its header'],
    ['a column without name', 'x,,y\n1,2,3\n', 'a.csv has no name for column 2 in its first line'],
    ['two columns of one name', 'x,y, x\n1,2,3\n', 'a.csv names two columns "x"'],
    [
      'a short line',
      'x,y\n1,2\n\n3\n',
      'a.csv has 1 cell on line 4, where the header has 2: column "y" is missing',
    ],
    [
      'a long line',
      'x,y\n1,2,3\n',
      'a.csv has 3 cells on line 2, where the header has 2: cell 3 has no column',
    ],
    [
      'a quote that is never closed',
      'x,y\n1,2\n"3,4\n5,6\n',
      'a.csv has a quote in column "x" on line 3 that is not closed where its cell ends',
    ],
    [
      'text after a quote',
      'x,y\n1,2\n"3"0,4\n',
      'a.csv has a quote in column "x" on line 3 that is not closed where its cell ends',
    ],
    [
      'text after a quote, further on and below lines in quotes',
      'x,"y, z"\r\n"1\r\n",2\r\n3,"4"0\r\n5,6\r\n',
      'a.csv has a quote in column "y, z" on line 4 that is not closed where its cell ends',
    ],
    [
      'text after a quote in the header',
      'x,y,"z"z\n1,2,3\n',
      'a.csv has a quote in column 3 on line 1 that is not closed where its cell ends',
    ],
    [
      'too many columns',
      `${Array.from({ length: 1_001 }, (_, i) => `c${i}`).join(',')}\n`,
      'a.csv has 1001 columns; the limit is 1000',
    ],
  ])('refuses %s', (_, text, fault) => {
    expect(faultOf(text)).toBe(fault)
  })
})

describe('columns', () => {
  test('whose names were kept from being formulas have their own names again', () => {
    const { columns, head } = read("'=cost,'-gain,it's\n1,'=2,'3\n")
    expect(columns.map(({ name }) => name)).toEqual(['=cost', '-gain', "it's"])
    expect(head).toEqual([['1', '=2', "'3"]])
  })

  test.each(['1', '-1.5', '+2', '.5', '5.', '1e3', '-1.2E-7', ' 7 ', '0', '-0'])('%j is a number', (cell) => {
    expect(read(`x\n${cell}\n`).columns).toEqual([{ name: 'x', numeric: true }])
  })

  test.each([
    'a',
    '""',
    '0x10',
    '0b1',
    '1_000',
    '1 000',
    'NaN',
    'Infinity',
    '-inf',
    '1e',
    '--1',
    '1e999',
    'NA',
    '"1,5"',
  ])('%j is not', (cell) => {
    expect(read(`x,z\n${cell},0\n`).columns[0]).toMatchObject({ name: 'x', numeric: false })
  })

  test('a preview shows the first rows, and what can not be chosen', () => {
    const rows = Array.from({ length: 30 }, (_, row) => `${row},${row === 24 ? '' : row},s${row}`)
    const preview = previewOf(read(`x,gaps,species\n${rows.join('\n')}\n`))
    expect(preview.rows).toBe(30)
    expect(preview.head).toHaveLength(20)
    expect(preview.head[1]).toEqual(['1', '1', 's1'])
    expect(preview.columns.map(({ numeric }) => numeric)).toEqual([true, false, false])
    expect(preview.problems).toEqual([
      "gaps: line 26 is empty, not a number; the column can't be chosen",
      'species: line 2 is "s0", not a number; the column can\'t be chosen',
    ])
  })

  test('a preview says so when there seems to be no header', () => {
    expect(previewOf(read('1,2\n3,4\n')).problems).toEqual([
      'The first line is all numbers, yet it was taken for the names of the columns',
    ])
  })
})

describe('tableFrom', () => {
  test('takes the columns asked for, in that order', () => {
    const table = tableFrom('a,b,c\n1,x,2.5\n3,y,-4e-3\n', ['c'], 'a')
    expect(table).toEqual({
      ok: true,
      value: {
        featureNames: ['c'],
        targetName: 'a',
        features: [Float64Array.of(2.5, -0.004)],
        target: Float64Array.of(1, 3),
      },
    })
  })

  test.each([
    [
      'text',
      'a,b\n1,2\n\n3,four\n',
      'objective.data.y: column "b" of a.csv must be numbers, but line 4 is "four"',
    ],
    [
      'nothing',
      'a,b\n1,2\n3, \n',
      'objective.data.y: column "b" of a.csv must be numbers, but line 3 is empty',
    ],
    [
      'a decimal comma',
      'a;b\n1;2,5\n3;4\n',
      'objective.data.y: column "b" of a.csv must be numbers, but line 2 is "2,5" (decimals are written with a point)',
    ],
    [
      'too large a number',
      'a,b\n1,1e999\n3,4\n',
      'objective.data.y: column "b" of a.csv must be numbers, but line 2 is "1e999", which is too large',
    ],
  ])('refuses %s in a column of numbers', (_, text, fault) => {
    expect(faultsOf(text, ['a'], 'b')).toEqual([fault])
  })

  test('names every column that is missing, and those there are', () => {
    expect(faultsOf('a,b\n1,2\n3,4\n', ['A', 'a', 'c'], 'd')).toEqual([
      'objective.data.x[0]: "A" is not a column of a.csv; it has a, b',
      'objective.data.x[2]: "c" is not a column of a.csv; it has a, b',
      'objective.data.y: "d" is not a column of a.csv; it has a, b',
    ])
    const wide = Array.from({ length: 40 }, (_, i) => `c${i}`)
    const [fault] = faultsOf(
      `${wide.join(',')}\n${wide.map(() => 1).join(',')}\n${wide.join(',').replaceAll('c', '')}\n`,
      ['c0'],
      'z',
    )
    expect(fault).toMatch(/c18, c19 and 20 more$/)
  })

  test('reads every finite number back as it was written', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(fc.array(fc.tuple(finite, finite), { minLength: 2 }), (rows) => {
        const table = tableFrom(`a,b\n${rows.map((row) => row.join(',')).join('\n')}`, ['a'], 'b')
        if (!table.ok) throw new Error(table.issues.map(issueText).join('; '))
        // JavaScript writes -0 as 0.
        expect([...table.value.features[0]]).toEqual(rows.map(([a]) => a + 0))
        expect([...table.value.target]).toEqual(rows.map(([, b]) => b + 0))
      }),
    )
  })
})

describe('a file that comes in pieces', () => {
  /** Reads the bytes cut at the given places. */
  function inPieces(file: Uint8Array, cuts: readonly number[]): CsvSummary & { readonly numbers: unknown } {
    const numbers: number[][] = []
    const reader = new CsvReader('a.csv', (chunks) => {
      for (const { column, values } of chunks) (numbers[column] ??= []).push(...values)
    })
    const places = [0, ...cuts.map((cut) => cut % file.length).sort((a, b) => a - b), file.length]
    for (let index = 1; index < places.length; index++) {
      const steps = reader.push(file.subarray(places[index - 1], places[index]))
      while (!steps.next().done);
    }
    return { ...reader.end(), numbers }
  }

  const cells = fc.constantFrom('1', '-2.5e3', '"7"', '"a ""b"" c"', '"two\nlines"', 'größe', '', '"x,y"')
  const files = fc
    .record({
      rows: fc.array(fc.array(cells, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 30 }),
      newline: fc.constantFrom('\n', '\r\n'),
      // Longer than what tells the line ends, so that the cuts matter.
      pad: fc.constant('4,5,6'),
    })
    .map(({ rows, newline, pad }) => {
      const padding = Array.from({ length: 15_000 }, () => pad)
      return bytes(['a,b,c', ...padding, ...rows.map((row) => row.join(',')), '1,2,3'].join(newline))
    })

  test('is the same wherever it is cut, in the middle of a letter or a line end too', () => {
    fc.assert(
      fc.property(files, fc.array(fc.nat(), { maxLength: 3 }), fc.nat(400), (file, cuts, back) => {
        const whole = inPieces(file, [])
        expect(inPieces(file, [...cuts, file.length - 1 - (back % file.length)])).toEqual(whole)
      }),
      { numRuns: 12 },
    )
  })

  test.each([
    [
      'a ragged line',
      'x,y\n',
      '7\n',
      'a.csv has 1 cell on line 30002, where the header has 2: column "y" is missing',
    ],
    [
      'a broken quote',
      'x,y\n',
      '"7"8,9\n1,2\n',
      'a.csv has a quote in column "x" on line 30002 that is not closed where its cell ends',
    ],
  ])('is refused for %s far down, by its line', (_, head, wrong, fault) => {
    expect(faultOf(head + '1,2\n'.repeat(30_000) + wrong)).toBe(fault)
  })

  test('is refused for a quote that swallows all the rest, before that fills the memory', () => {
    const text = `x,y\n1,2\n"3,4\n${'5,6\n'.repeat(1_200_000)}`
    expect(faultOf(text)).toBe('a.csv line 3 has a quote that is not closed, or is longer than 4 MB')
  })
})
