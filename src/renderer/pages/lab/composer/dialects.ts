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

/**
 * How far every other dialect's path parts from this one's with the same settings, the nearest first:
 * `PyTorch: the same`, `Keras: 8.6e-6 after 18 updates`.
 */
export function partingTexts(optimizer: Optimizer, id: DialectId): readonly string[] {
  const named = dialectsOf(optimizer)
  return partingsOf(optimizer)
    .filter(({ from, to }) => from === id || to === id)
    .sort((a, b) => a.distance - b.distance)
    .map(({ from, to, distance, update }) => {
      const other = named.find((each) => each.id === (from === id ? to : from))?.name ?? ''
      return distance <= roundingOnly
        ? `${other}: the same`
        : `${other}: ${formatNumber(distance)} after ${update} updates`
    })
}
