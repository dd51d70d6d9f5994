import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { normalTable } from '@core/data/normal'
import type { ObjectiveKind, Table } from '@core/objectives/contract'

/** A shipped data set, with the columns asked for. */
export function shipped(file: string, x: readonly string[], y: string): Table {
  const path = resolve(import.meta.dirname, '../../../resources/datasets', file)
  const [header, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/)
  const names = header.split(',')
  const rows = lines.map((line) => line.split(','))
  const column = (name: string) => {
    const at = names.indexOf(name)
    if (at < 0) throw new Error(`${file} has no column ${name}`)
    return Float64Array.from(rows, (row) => Number(row[at]))
  }
  return { featureNames: x, targetName: y, features: x.map(column), target: column(y) }
}

/** A table that a kind of objective takes: its own example, where that is a file; undefined for one without data. */
export function tableFor({ data }: ObjectiveKind, otherwise: Table): Table | undefined {
  if (!data) return undefined
  const { example } = data
  return example.source === 'csv' ? shipped(example.path, example.x, example.y) : otherwise
}

/** Columns as given; features are named a, b, c, ... */
export function tableOf(features: readonly (readonly number[])[], target: readonly number[]): Table {
  return {
    featureNames: features.map((_, j) => 'abcdefghijklmnopqrstuvwxyz'[j]),
    targetName: 'target',
    features: features.map((values) => Float64Array.from(values)),
    target: Float64Array.from(target),
  }
}

/** As many normal columns as asked for, the last of them the target. */
export function wideTable(rows: number, width: number, seed: number): Table {
  const columns = Array.from({ length: Math.ceil((width + 1) / 2) }, (_, k) => {
    const { features, target } = normalTable(rows, seed + k)
    return [features[0], target]
  }).flat()
  return {
    featureNames: columns.slice(0, width).map((_, j) => `x${j}`),
    targetName: 'y',
    features: columns.slice(0, width),
    target: columns[width],
  }
}
