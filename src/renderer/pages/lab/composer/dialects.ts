import { counterpart, dialectsOf } from '@core/optimizers/dialects'
import { partingsOf, roundingOnly } from '@core/partings'
import type { DialectId, Optimizer } from '@core/optimizers/contract'
import { formatNumber } from '../../../model/format'
import { valueText } from '../../../model/run-text'

/** `lr 0.01 (PyTorch: 0.001)`: the defaults of a dialect that are others in other dialects; empty where none is. */
export function differingDefaults(optimizer: Optimizer, id: DialectId): string {
  const others = dialectsOf(optimizer).filter((other) => other.id !== id)
  const own = Object.entries(optimizer.dialects[id]?.hyper ?? {})
  return own
    .flatMap(([name, spec]) => {
      const elsewhere = new Map<string, string[]>()
      for (const { name: whose, dialect } of others) {
        const there = counterpart(dialect.hyper, name, spec)
        if (there === undefined || dialect.hyper[there].default === spec.default) continue
        const value = valueText(dialect.hyper[there].default)
        const text = there === name ? value : `${there} ${value}`
        elsewhere.set(text, [...(elsewhere.get(text) ?? []), whose])
      }
      if (elsewhere.size === 0) return []
      const told = [...elsewhere].map(([text, whose]) => `${whose.join(', ')}: ${text}`)
      return [`${name} ${valueText(spec.default)} (${told.join('; ')})`]
    })
    .join(', ')
}

/** A hyper-parameter, and per dialect what it is called there and its default: `gamma 0.9`, `alpha 0.99`. */
export interface DefaultRow {
  readonly label: string
  /** Undefined where the dialect has none. */
  readonly cells: readonly (string | undefined)[]
  /** True where dialects that have it differ in its default. */
  readonly differs: boolean
}

/** The defaults of all dialects of a method, a row for what the form calls by one name. */
export function defaultRows(optimizer: Optimizer): readonly DefaultRow[] {
  const columns = dialectsOf(optimizer).map(
    ({ dialect }) =>
      new Map(
        Object.entries(dialect.hyper).map(([name, spec]) => [spec.label, { name, value: spec.default }]),
      ),
  )
  const labels = new Set(columns.flatMap((column) => [...column.keys()]))
  return [...labels].map((label) => {
    const found = columns.map((column) => column.get(label))
    return {
      label,
      cells: found.map((each) => each && `${each.name} ${valueText(each.value)}`),
      differs: new Set(found.flatMap((each) => (each ? [each.value] : []))).size > 1,
    }
  })
}

/** How far the paths of each two dialects part: the row of one has a cell for every other, none for itself. */
export function partingRows(optimizer: Optimizer): readonly (readonly (string | undefined)[])[] {
  const named = dialectsOf(optimizer)
  const partings = partingsOf(optimizer)
  return named.map(({ id }) =>
    named.map((other) => {
      const parting = partings.find(
        ({ from, to }) => (from === id && to === other.id) || (from === other.id && to === id),
      )
      if (!parting) return undefined
      const { distance, update } = parting
      return distance <= roundingOnly ? 'the same' : `${formatNumber(distance)} after ${update}`
    }),
  )
}
