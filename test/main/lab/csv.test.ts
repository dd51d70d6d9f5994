import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { issueText } from '@core/issues'
import { columnsOf, previewOf, readCsv, tableFrom, type CsvText } from '../../../src/main/lab/csv'

function read(text: string): CsvText {
  const csv = readCsv(text, 'a.csv')
  if (!csv.ok) throw new Error(csv.issues.map(issueText).join('; '))
  return csv.value
}

function faultOf(text: string): string {
  const csv = readCsv(text, 'a.csv')
  if (csv.ok) throw new Error('there is nothing wrong with it')
  return csv.issues.map(issueText).join('; ')
}

function faultsOf(text: string, x: readonly string[], y: string): readonly string[] {
  const table = tableFrom(read(text), 'a.csv', x, y)
  return table.ok ? [] : table.issues.map(issueText)
}

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
    const { header, rows } = read(text)
    expect(header).toEqual(['x', 'y'])
    expect(rows).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
  })

  test('keeps separators, quotes and line ends inside quotes', () => {
    const { header, rows } = read('"a, b","say ""x"""\n"1;2","two\nlines"\n')
    expect(header).toEqual(['a, b', 'say "x"'])
    expect(rows).toEqual([['1;2', 'two\nlines']])
  })

  test('knows the line each row begins on, blank lines and quoted ones counted', () => {
    const { lines } = read('x,y\n\n1,2\n"a\nb\r\nc",4\n5,6\n')
    expect(lines).toEqual([3, 4, 7])
  })

  test('is not confused by decimal commas', () => {
    expect(read('a;b\n1,5;2,5\n3,5;4,5\n').rows).toEqual([
      ['1,5', '2,5'],
      ['3,5', '4,5'],
    ])
  })

  test('takes a single column', () => {
    expect(read('x\n1\n2\n').rows).toEqual([['1'], ['2']])
  })

  test.each([
    ['nothing', '', 'a.csv is empty; its first line must name the columns'],
    ['blank lines alone', '\n \n,,\n', 'a.csv is empty; its first line must name the columns'],
    ['a header alone', 'x,y\n', 'a.csv has no rows below its header'],
    ['a column without name', 'x,,y\n1,2,3\n', 'a.csv has no name for column 2 in its first line'],
    ['two columns of one name', 'x,y, x\n1,2,3\n', 'a.csv names two columns "x"'],
    ['a short line', 'x,y\n1,2\n\n3\n', 'a.csv has 1 cell on line 4, where the header has 2'],
    ['a long line', 'x,y\n1,2,3\n', 'a.csv has 3 cells on line 2, where the header has 2'],
    [
      'a quote that is never closed',
      'x,y\n1,2\n"3,4\n5,6\n',
      'a.csv has a quote on line 3 that is not closed where its cell ends',
    ],
    [
      'text after a quote',
      'x,y\n1,2\n"3"0,4\n',
      'a.csv has a quote on line 3 that is not closed where its cell ends',
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
  test.each(['1', '-1.5', '+2', '.5', '5.', '1e3', '-1.2E-7', ' 7 ', '0', '-0'])('%j is a number', (cell) => {
    expect(columnsOf(read(`x\n${cell}\n`))).toEqual([{ name: 'x', numeric: true }])
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
    expect(columnsOf(read(`x,z\n${cell},0\n`))[0]).toEqual({ name: 'x', numeric: false })
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
    const table = tableFrom(read('a,b,c\n1,x,2.5\n3,y,-4e-3\n'), 'a.csv', ['c'], 'a')
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
      'a;b\n1;2,5\n',
      'objective.data.y: column "b" of a.csv must be numbers, but line 2 is "2,5" (decimals are written with a point)',
    ],
    [
      'too large a number',
      'a,b\n1,1e999\n',
      'objective.data.y: column "b" of a.csv must be numbers, but line 2 is "1e999", which is too large',
    ],
  ])('refuses %s in a column of numbers', (_, text, fault) => {
    expect(faultsOf(text, ['a'], 'b')).toEqual([fault])
  })

  test('names every column that is missing, and those there are', () => {
    expect(faultsOf('a,b\n1,2\n', ['A', 'a', 'c'], 'd')).toEqual([
      'objective.data.x[0]: "A" is not a column of a.csv; it has a, b',
      'objective.data.x[2]: "c" is not a column of a.csv; it has a, b',
      'objective.data.y: "d" is not a column of a.csv; it has a, b',
    ])
    const wide = Array.from({ length: 40 }, (_, i) => `c${i}`)
    const [fault] = faultsOf(`${wide.join(',')}\n${wide.map(() => 1).join(',')}\n`, ['c0'], 'z')
    expect(fault).toMatch(/c18, c19 and 20 more$/)
  })

  test('reads every finite number back as it was written', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(fc.array(fc.tuple(finite, finite), { minLength: 1 }), (rows) => {
        const table = tableFrom(
          read(`a,b\n${rows.map((row) => row.join(',')).join('\n')}`),
          'a.csv',
          ['a'],
          'b',
        )
        if (!table.ok) throw new Error(table.issues.map(issueText).join('; '))
        // JavaScript writes -0 as 0.
        expect([...table.value.features[0]]).toEqual(rows.map(([a]) => a + 0))
        expect([...table.value.target]).toEqual(rows.map(([, b]) => b + 0))
      }),
    )
  })
})
