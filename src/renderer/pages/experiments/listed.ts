import type { ExperimentRecord } from '../../../main/contract'

const byText = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

export type ListOrder = 'changed' | 'name'

/** Those whose name or objective has every word, in the order asked for. */
export function listed(
  experiments: readonly ExperimentRecord[],
  query: string,
  order: ListOrder,
): readonly ExperimentRecord[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const found = experiments.filter(({ name, objectiveLabel }) => {
    const text = `${name}\n${objectiveLabel}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  return order === 'changed' ? found : found.sort((a, b) => byText.compare(a.name, b.name) || b.id - a.id)
}
