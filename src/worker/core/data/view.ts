import type { Table } from '../objectives/contract'
import { quadraticForm } from '../objectives/regression/quadratic-form'

/** What a picture of a table needs of it: bounded, however many rows there are. */
export interface TableView extends Table {
  /** Where these are not all of its rows: how many there are, and which (from 0) these are. */
  readonly sample?: { readonly rows: number; readonly index: Float64Array }
}

/** Numbers a view may have: 2 MB. */
const most = 2 ** 18
/** Of a table of one feature: cells of the plane of which one row each is drawn. */
const across = 512
const up = 256

/**
 * The whole table where it is small. Otherwise, of a table of one feature, a row of every cell of a
 * fine grid that has any, and those that reach furthest: each lonely row is there and every cloud
 * keeps its outline. Where there is no such picture, or where an objective has nothing but the rows
 * to be computed from, rows at equal distances.
 */
export function viewOf(table: Table): TableView {
  const { features, target, moments } = table
  const rows = target.length
  const columns = features.length + 1
  if (rows * columns <= most) return { ...table, features: features.map(copy), target: copy(target) }
  const drawn = columns === 2 && moments !== undefined && quadraticForm(moments) !== undefined
  const index = drawn ? onePerCell(features[0], target) : equallySpaced(rows, Math.floor(most / columns))
  const chosen = (values: Float64Array): Float64Array => Float64Array.from(index, (row) => values[row])
  return { ...table, features: features.map(chosen), target: chosen(target), sample: { rows, index } }
}

/** In memory of its own: what is shared between threads can't leave the process. */
const copy = (values: Float64Array): Float64Array => new Float64Array(values)

function equallySpaced(rows: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, place) => Math.floor((place * rows) / count))
}

/** The rows with the lowest and the highest value. */
function extremesOf(values: Float64Array): readonly [number, number] {
  let low = 0
  let high = 0
  for (let i = 1; i < values.length; i++) {
    if (values[i] < values[low]) low = i
    if (values[i] > values[high]) high = i
  }
  return [low, high]
}

/** The first row of each cell and the extremes, in the order of the rows. */
function onePerCell(x: Float64Array, y: Float64Array): Float64Array {
  const [left, right] = extremesOf(x)
  const [bottom, top] = extremesOf(y)
  const width = x[right] - x[left] || 1
  const height = y[top] - y[bottom] || 1
  const taken = new Uint8Array(across * up)
  const index = new Float64Array(across * up + 4)
  let count = 0
  for (let row = 0; row < x.length; row++) {
    const column = Math.min(across - 1, Math.floor(((x[row] - x[left]) / width) * across))
    const line = Math.min(up - 1, Math.floor(((y[row] - y[bottom]) / height) * up))
    const cell = line * across + column
    const extreme = row === left || row === right || row === bottom || row === top
    if (taken[cell] === 1 && !extreme) continue
    taken[cell] = 1
    index[count++] = row
  }
  return index.slice(0, count)
}
