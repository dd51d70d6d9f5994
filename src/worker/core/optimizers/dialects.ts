import type { HyperSpec, HyperSpecs } from '../hyper'
import { dialectIds, type Dialect, type DialectId, type Optimizer } from './contract'

const names: Readonly<Record<DialectId, string>> = {
  chapter: 'Chapter',
  pytorch: 'PyTorch',
  'pytorch-1.13': 'PyTorch 1.13',
  paper: 'Paper',
  optax: 'optax',
  keras: 'Keras',
  own: 'Your own',
  lab: 'Lab',
}

export interface NamedDialect {
  readonly id: DialectId
  /** Whose arithmetic it is, as the pickers call it. */
  readonly name: string
  readonly dialect: Dialect
}

/** The dialects of a method, in the order of the pickers. */
export const dialectsOf = ({ dialects }: Optimizer): readonly NamedDialect[] =>
  dialectIds.flatMap((id) => {
    const dialect = dialects[id]
    return dialect ? [{ id, name: dialect.label ?? names[id], dialect }] : []
  })

/** What another dialect has for a hyper-parameter: under its name, else under what the form calls it. */
export function counterpart(specs: HyperSpecs, name: string, { label }: HyperSpec): string | undefined {
  return name in specs ? name : Object.keys(specs).find((other) => specs[other].label === label)
}
