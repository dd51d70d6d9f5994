import { optimizers } from '@core/optimizers'
import { ruleMethod } from '@core/optimizers/rule'
import type { DraftRun } from './document'
import { newRun, withOptimizer } from './edit'

/** What a picker of methods offers: the catalog, and under their own names what descent is with batches. */
export interface Method {
  readonly key: string
  readonly label: string
  /** For the search. */
  readonly optimizer: string
  readonly description: string
  /** True where there are no rows to draw batches from. */
  readonly disabled: boolean
}

/** Rows of a mini-batch, where there are as many. */
const usual = 32

const batched = [
  { key: 'sgd', label: 'SGD', description: 'Gradient descent along a single row at a time, drawn anew.' },
  {
    key: 'mini-batch',
    label: 'Mini-batch GD',
    description: 'Gradient descent along a few rows at a time, drawn anew.',
  },
] as const
const noRows = 'Needs rows to draw from, and this objective has none.'

const own: Method = {
  key: ruleMethod.id,
  label: ruleMethod.label,
  optimizer: 'custom own optimizer typed update rule',
  description: ruleMethod.summary,
  disabled: false,
}

export const methods = (hasRows: boolean): readonly Method[] => [
  ...optimizers.flatMap(({ id, label, summary }) => [
    { key: id, label, optimizer: id, description: summary, disabled: false },
    ...(id === 'gd'
      ? batched.map((method) => ({
          ...method,
          optimizer: id,
          description: hasRows ? method.description : noRows,
          disabled: !hasRows,
        }))
      : []),
  ]),
  own,
]

/** Which of them a run is of. */
export const methodOf = ({ optimizer, batch }: Pick<DraftRun, 'optimizer' | 'batch'>): string =>
  optimizer !== 'gd' || batch === 'full' ? optimizer : batch === 1 ? 'sgd' : 'mini-batch'

/** Rows that the method of a key draws; undefined where it has no say. */
function batchOf(key: string, rows: number): DraftRun['batch'] | undefined {
  if (key === 'gd') return 'full'
  if (key === 'sgd') return 1
  return key === 'mini-batch' ? Math.max(2, Math.min(usual, rows)) : undefined
}

const optimizerOf = (key: string): string => (batched.some((method) => method.key === key) ? 'gd' : key)

/** The same run with the method of a key. */
export const withMethod = (run: DraftRun, key: string, rows: number): DraftRun => {
  const next = withOptimizer(run, optimizerOf(key))
  return { ...next, batch: batchOf(key, rows) ?? next.batch }
}

/** A run of the method of a key, everything at its default. */
export const runOf = (key: string, rows: number): DraftRun => ({
  ...newRun(optimizerOf(key)),
  batch: batchOf(key, rows) ?? 'full',
})

/** The textbook's methods, each at its default. */
export const textbookRuns = (): DraftRun[] =>
  optimizers.filter(({ dialects }) => dialects.chapter).map(({ id }) => newRun(id))
