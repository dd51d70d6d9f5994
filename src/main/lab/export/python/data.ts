import { pythonNumber } from '@core/python'
import type { DataSource } from '@core/experiment'
import type { Table } from '@core/objectives/contract'
import { indented, listLines } from './text'

/** Numbers of a table that a script carries: 11 MB of text. */
export const mostNumbers = 1_000_000
/** Up to so many they are there to be read. */
const mostWritten = 400
const lettersALine = 100

const rowsOf = ({ features, target }: Table): readonly string[] =>
  Array.from(target, (_, row) => `[${features.map((column) => pythonNumber(column[row])).join(', ')}]`)

function packed(values: Float64Array): readonly string[] {
  const text = Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64')
  return Array.from(
    { length: Math.ceil(text.length / lettersALine) },
    (_, line) => `"${text.slice(line * lettersALine, (line + 1) * lettersALine)}"`,
  )
}

/** Row after row. */
function together({ features, target }: Table): Float64Array {
  const width = features.length
  return Float64Array.from(
    { length: width * target.length },
    (_, at) => features[at % width][Math.floor(at / width)],
  )
}

const decoded = (name: string, values: Float64Array, shape: string): readonly string[] => [
  `${name} = np.frombuffer(base64.b64decode(`,
  ...indented(packed(values)),
  `), dtype="<f8").reshape(${shape}).copy()`,
]

/** Features `X`, a row each, and target `y`, both NumPy's, under names that end in `mark`. */
export function dataLines(source: DataSource, table: Table, mark: string): readonly string[] {
  const { features, target } = table
  const [X, y] = [`X${mark}`, `y${mark}`]
  if (source.source === 'normal') {
    return [
      `drawn = np.random.RandomState(${source.seed}).randn(${source.rows}, 2)`,
      `${X}, ${y} = drawn[:, :1], drawn[:, 1]`,
    ]
  }
  if ((features.length + 1) * target.length > mostWritten) {
    return [
      'import base64',
      '',
      ...decoded(X, together(table), `-1, ${features.length}`),
      ...decoded(y, Float64Array.from(target), '-1'),
    ]
  }
  return [
    `${X} = np.array([`,
    ...indented(listLines(rowsOf(table))),
    '], dtype=float)',
    `${y} = np.array([`,
    ...indented(listLines(Array.from(target, pythonNumber))),
    '], dtype=float)',
  ]
}
