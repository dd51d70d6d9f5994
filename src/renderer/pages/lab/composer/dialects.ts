import type { HyperSpec, HyperSpecs } from '@core/hyper'
import { dialectIds, type Dialect, type DialectId, type Optimizer } from '@core/optimizers/contract'
import { valueText } from '../../../model/run-text'

const names: Readonly<Record<DialectId, string>> = {
  chapter: 'Chapter',
  pytorch: 'PyTorch',
  paper: 'Paper',
}

/** Whose arithmetic a dialect is, as the pickers call it. */
const dialectName = (id: DialectId, { label }: Dialect): string => label ?? names[id]

interface NamedDialect {
  readonly id: DialectId
  readonly name: string
  readonly dialect: Dialect
}

/** The dialects of a method, in the order of the pickers. */
export const dialectsOf = ({ dialects }: Optimizer): readonly NamedDialect[] =>
  dialectIds.flatMap((id) => {
    const dialect = dialects[id]
    return dialect ? [{ id, name: dialectName(id, dialect), dialect }] : []
  })

/** What another dialect has for a hyper-parameter: under its name, else under what the form calls it. */
function counterpart(specs: HyperSpecs, name: string, { label }: HyperSpec): string | undefined {
  return name in specs ? name : Object.keys(specs).find((other) => specs[other].label === label)
}

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
