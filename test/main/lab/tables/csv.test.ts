import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { issueText } from '@core/issues'
import { automatic } from '@core/read-options'
import { Fault } from '../../../../src/main/faults'
import { CsvReader, readCsv, type CsvTable, type CsvSummary } from '../../../../src/main/lab/tables/csv'
import { previewOf } from '../../../../src/main/lab/tables/csv-preview'
import { tableOf } from '../../../../src/main/lab/tables/tables'

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
    expect(read(text).columns.map(({ text }) => text)).toEqual(['line 4 is "a\\nb\\nc"', 'line 7 is "z"'])
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
    [
      'a column without name',
      'x,,y\n1,2,3\n',
      'a.csv has no name for column 2 in its first line; name it, or read a file without names with "header": false',
    ],
    [
      'two columns of one name',
      'x,y, x\n1,2,3\n',
      'a.csv names two columns "x"; rename one, or read a file without names with "header": false',
    ],
    [
      'a short line',
      'x,y\n1,2\n\n3\n',
      'a.csv has 1 cell on line 4, where the header has 2: column "y" is missing',
    ],
    [
      'a long line',
      'x,y\n1,2,3\n',
      'a.csv has 3 cells on line 2, where the header has 2: cell 3 has no column; a cell with a comma in it needs quotes, or if the first cell of each row numbers it, read it with "index": "drop"',
    ],
    [
      'a quote that is never closed',
      'x,y\n1,2\n"3,4\n5,6\n',
      'a.csv has a quote in column "x" on line 3 that is not closed where its cell ends; close it, or write a quote in a cell twice',
    ],
    [
      'text after a quote',
      'x,y\n1,2\n"3"0,4\n',
      'a.csv has a quote in column "x" on line 3 that is not closed where its cell ends; close it, or write a quote in a cell twice',
    ],
    [
      'text after a quote, further on and below lines in quotes',
      'x,"y, z"\r\n"1\r\n",2\r\n3,"4"0\r\n5,6\r\n',
      'a.csv has a quote in column "y, z" on line 4 that is not closed where its cell ends; close it, or write a quote in a cell twice',
    ],
    [
      'text after a quote in the header',
      'x,y,"z"z\n1,2,3\n',
      'a.csv has a quote in column 3 on line 1 that is not closed where its cell ends; close it, or write a quote in a cell twice',
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
    expect(preview.columns.map(({ numeric }) => numeric)).toEqual([true, true, false])
    expect(preview.problems).toEqual([
      'gaps: 1 of its 30 cells is missing (line 26 is empty)',
      'species: line 2 is "s0", not a number; the column can\'t be chosen',
    ])
  })

  test('of text tell which cells, at the most so many', () => {
    const cell = (row: number): string => (row % 2 === 0 ? String(row) : `s${row}`)
    const rows = Array.from({ length: 1_000 }, (_, row) => `${row < 20 ? cell(row) : 1},${cell(row)}`)
    expect(read(`few,many\n${rows.join('\n')}\n`).columns.map(({ text }) => text)).toEqual([
      'line 3 is "s1", line 5 is "s3", line 7 is "s5" and 7 more',
      'line 3 is "s1", line 5 is "s3", line 7 is "s5" and more than 97 more',
    ])
  })

  test('a preview says what was left out, and offers what would mend the rest', () => {
    const preview = previewOf(read(',x,y,z,\na,1,"2,5",NA,\nb,3,4,5,\n'))
    expect(preview.notes).toEqual([
      'The first column only numbers the rows and was left out',
      'Cells at the end of each line that have no name were left out',
    ])
    expect(preview.head).toEqual([
      ['1', '2,5', 'NA'],
      ['3', '4', '5'],
    ])
    expect(preview.remedies).toEqual([{ decimal: ',' }, { missing: 'drop-rows' }])
    expect(previewOf(read('1,2\n3,4\n')).remedies).toEqual([{ header: false }])
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
      'objective.data.y: column "b" of a.csv must be numbers, but 1 of its 2 cells is missing (line 3 is empty); in objective.data.read, "missing": "drop-rows" leaves such rows out',
    ],
    [
      'a decimal comma',
      'a;b\n1;2,5\n3;4\n',
      'objective.data.y: column "b" of a.csv must be numbers, but line 2 is "2,5" (decimals are written with a point; read it with "decimal": ",")',
    ],
    [
      'too large a number',
      'a,b\n1,1e999\n3,4\n',
      'objective.data.y: column "b" of a.csv must be numbers, but line 2 is "1e999", which is too large',
    ],
  ])('refuses %s in a column of numbers', (_, text, fault) => {
    expect(faultsOf(text, ['a'], 'b')).toEqual([fault])
  })

  const gaps = 'a,b,c\n1,2,\nNA,4,5\n6,?,7\n8,9,10\n11,12,x\n'

  test('leaves out rows with a missing cell in a column that is used, where that is asked for', () => {
    const read = { ...automatic, missing: 'drop-rows' } as const
    const data = { source: 'csv', path: 'a.csv', x: ['a'], y: 'b', standardize: false, read } as const
    const table = tableOf({ ...data, x: ['a'] }, () => readCsv(bytes(gaps), 'a.csv'))
    expect(table).toMatchObject({
      ok: true,
      value: { features: [Float64Array.of(1, 8, 11)], target: Float64Array.of(2, 9, 12) },
    })
  })

  test('counts missing cells in the columns that are used, and in no other', () => {
    expect(faultsOf('a,b,c\n1,2,\n3,4,\n5,6,7\n', ['a'], 'b')).toEqual([])
    const remedy = 'in objective.data.read, "missing": "drop-rows" leaves such rows out'
    expect(faultsOf(gaps, ['a', 'c'], 'b')).toEqual([
      `objective.data.x[0]: column "a" of a.csv must be numbers, but 1 of its 5 cells is missing (line 3 is "NA"); ${remedy}`,
      'objective.data.x[1]: column "c" of a.csv must be numbers, but line 6 is "x"',
      `objective.data.y: column "b" of a.csv must be numbers, but 1 of its 5 cells is missing (line 4 is "?"); ${remedy}`,
    ])
  })

  test('tells the first missing cells, and how many there are', () => {
    const text = `a,b\n${'1,\n'.repeat(500)}1,2\n3,4\n`
    expect(faultsOf(text, ['a'], 'b')[0]).toContain(
      'but 500 of its 502 cells are missing (line 2 is empty, line 3 is empty, line 4 is empty and 497 more);',
    )
  })

  test('must leave two rows', () => {
    const read = { ...automatic, missing: 'drop-rows' } as const
    const data = { source: 'csv', path: 'a.csv', x: ['a'], y: 'b', standardize: false, read } as const
    const table = tableOf({ ...data, x: ['a'] }, () => readCsv(bytes('a,b\n1,\n,2\n3,4\n'), 'a.csv'))
    expect(table.ok ? [] : table.issues.map(issueText)).toEqual([
      'objective.data.read.missing: leaves 1 of 3 rows that have a number in every column used; at least 2 are needed',
    ])
  })

  test('refuses another reading than the one the table was read with', () => {
    const read = { ...automatic, separator: ';', missing: 'drop-rows' } as const
    const data = { source: 'csv', path: 'a.csv', x: ['a'], y: 'b', standardize: false, read } as const
    const table = tableOf({ ...data, x: ['a'] }, () => readCsv(bytes('a,b\n1,2\n3,4\n'), 'a.csv'))
    expect(table.ok ? [] : table.issues.map(issueText)).toEqual([
      'objective.data.read.separator: must be ",", with which this table was read; import its file again to read it otherwise',
    ])
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

  test('is the same wherever it is cut, in every encoding and with every line end', () => {
    const text = 'größe,y\r\n"1\r",2\r3,4\n\r\n5,6\r'
    const encoded = [
      Buffer.from(text),
      Buffer.from(`\uFEFF${text}`),
      Buffer.from(`\uFEFF${text}`, 'utf16le'),
      Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
    ]
    for (const file of encoded) {
      const whole = inPieces(file, [])
      expect(whole).toMatchObject({
        rows: 3,
        numbers: [
          [1, 3, 5],
          [2, 4, 6],
        ],
      })
      for (let cut = 1; cut < file.length; cut++) expect(inPieces(file, [cut])).toEqual(whole)
    }
  })

  test('is refused for bytes that are no UTF-8 far down, by their line', () => {
    const text = Buffer.from(`x,y\r\n${'1,é\n'.repeat(30_000)}3,Ö\r5,6\n`, 'utf8')
    const at = text.lastIndexOf('Ö')
    const file = Buffer.concat([text.subarray(0, at), Buffer.of(0xd6), text.subarray(at + 2)])
    for (const cut of [at - 1, at, at + 1]) {
      expect(() => inPieces(file, [cut])).toThrow(
        'a.csv has bytes on line 30002 that are not UTF-8; read it with "encoding": "windows-1252"',
      )
    }
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
      'a.csv has a quote in column "x" on line 30002 that is not closed where its cell ends; close it, or write a quote in a cell twice',
    ],
  ])('is refused for %s far down, by its line', (_, head, wrong, fault) => {
    expect(faultOf(head + '1,2\n'.repeat(30_000) + wrong)).toBe(fault)
  })

  test('is refused for a quote that swallows all the rest, before that fills the memory', () => {
    const text = `x,y\n1,2\n"3,4\n${'5,6\n'.repeat(1_200_000)}`
    expect(faultOf(text)).toBe('a.csv line 3 has a quote that is not closed, or is longer than 4 MB')
  })
})
