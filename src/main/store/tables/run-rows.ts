import type { Change } from '@core/experiment'
import type { Reason } from '@core/reasons/contract'
import { reasonFromJson, reasonToJson } from '@core/reasons/json'
import { reasonText } from '@core/reasons/wording'
import type { RunRecord } from '../../contract'

/** Where each field of a run is kept; the name of its experiment is its launch's. */
export const columnOf = {
  launch: 'launch',
  position: 'position',
  color: 'color',
  label: 'label',
  optimizer: 'optimizer',
  dialect: 'dialect',
  rule: 'rule',
  hyper: 'hyper',
  schedule: 'schedule',
  batch: 'batch',
  changes: 'changes',
  forkOf: 'fork_of',
  sampling: 'sampling',
  seed: 'seed',
  objective: 'objective',
  objectiveLabel: 'objective_label',
  dimension: 'dimension',
  rows: 'rows',
  budget: 'budget',
  recordEvery: 'record_every',
  series: 'series',
  minimum: 'minimum',
  status: 'status',
  reason: 'reason',
  reasonValues: 'reason_values',
  iterations: 'iterations',
  points: 'points',
  finalLoss: 'final_loss',
  bestLoss: 'best_loss',
  bestIteration: 'best_iteration',
  valueEvaluations: 'value_evaluations',
  gradientEvaluations: 'gradient_evaluations',
  hessianEvaluations: 'hessian_evaluations',
  duration: 'duration',
  startedAt: 'started_at',
  endedAt: 'ended_at',
  hash: 'hash',
  trashedAt: 'trashed_at',
  note: 'note',
} as const satisfies Record<Exclude<keyof RunRecord, 'id' | 'experimentName'> | 'reasonValues', string>

type Kept = keyof typeof columnOf
export const kept = Object.keys(columnOf) as Kept[]

/** What may change after a run is stored. */
export const changeable = [
  'label',
  'note',
  'changes',
  'status',
  'reason',
  'reasonValues',
  'iterations',
  'points',
  'finalLoss',
  'bestLoss',
  'bestIteration',
  'valueEvaluations',
  'gradientEvaluations',
  'hessianEvaluations',
  'duration',
  'startedAt',
  'endedAt',
  'hash',
] as const satisfies readonly Kept[]

type Changed = (typeof changeable)[number]

export type RunPatch = Partial<Pick<RunRecord, Exclude<Changed, 'reasonValues'>>>

/** The same as it is kept. */
export type KeptPatch = Partial<Omit<RunPatch, 'reason' | 'changes'> & KeptReason & { changes: string }>

/** A reason as it is kept: in words, which a version that does not know its kind shows as they are, and as data. */
interface KeptReason {
  readonly reason: string
  readonly reasonValues: string | null
}

/** Of reasons that many runs share. */
const keptOf = new WeakMap<Reason, KeptReason>()

export function keptReason(reason: Reason | null): KeptReason {
  if (reason === null) return { reason: '', reasonValues: null }
  let known = keptOf.get(reason)
  if (!known) {
    const reasonValues = reason.kind === 'sentence' ? null : reasonToJson(reason)
    keptOf.set(reason, (known = { reason: reasonText(reason), reasonValues }))
  }
  return known
}

function reasonFrom({ reason: text, reasonValues }: KeptReason): Reason | null {
  if (text === '') return null
  const known = reasonValues === null ? undefined : reasonFromJson(reasonValues)
  return known ?? { kind: 'sentence', values: { text } }
}

export interface Row
  extends
    Omit<
      RunRecord,
      | 'rule'
      | 'hyper'
      | 'schedule'
      | 'changes'
      | 'forkOf'
      | 'series'
      | 'batch'
      | 'finalLoss'
      | 'bestLoss'
      | 'reason'
    >,
    KeptReason {
  readonly rule: string | null
  readonly hyper: string
  readonly series: string
  readonly schedule: string
  readonly changes: string | null
  readonly forkOf: string | null
  readonly batch: number | null
  readonly finalLoss: number | null
  readonly bestLoss: number | null
}

export const changesFrom = (text: string): readonly Change[] => JSON.parse(text) as readonly Change[]

export const recordFrom = ({ reason, reasonValues, rule, changes, forkOf, ...row }: Row): RunRecord => ({
  ...row,
  reason: reasonFrom({ reason, reasonValues }),
  hyper: JSON.parse(row.hyper) as RunRecord['hyper'],
  schedule: JSON.parse(row.schedule) as RunRecord['schedule'],
  ...(rule === null ? {} : { rule: JSON.parse(rule) as RunRecord['rule'] }),
  ...(changes === null ? {} : { changes: changesFrom(changes) }),
  ...(forkOf === null ? {} : { forkOf: JSON.parse(forkOf) as RunRecord['forkOf'] }),
  series: JSON.parse(row.series) as RunRecord['series'],
  batch: row.batch ?? 'full',
  finalLoss: row.finalLoss ?? NaN,
  bestLoss: row.bestLoss ?? NaN,
})

// SQLite stores a NaN as NULL by itself.
export const rowFrom = <Record extends Omit<RunRecord, 'id' | 'experimentName'>>(record: Record) => ({
  ...record,
  ...keptReason(record.reason),
  rule: record.rule ? JSON.stringify(record.rule) : null,
  hyper: JSON.stringify(record.hyper),
  schedule: JSON.stringify(record.schedule),
  changes: record.changes ? JSON.stringify(record.changes) : null,
  forkOf: record.forkOf ? JSON.stringify(record.forkOf) : null,
  series: JSON.stringify(record.series),
  batch: record.batch === 'full' ? null : record.batch,
})
