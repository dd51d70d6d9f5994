import { z } from '@core/zod'
import {
  defaultLabel,
  randomStart,
  type Change,
  type DataSource,
  type Experiment,
  type RunSpec,
  type StopRules,
  type format,
} from '@core/experiment'
import { objectiveById } from '@core/objectives'
import { dialectOf } from '@core/rules'
import { ruleSchema, type RuleSpec } from '@core/rules/spec'
import { dialectIds, type DialectId } from '@core/optimizers/contract'
import { scheduleById } from '@core/schedules'
import type { Axis, SweepOptions } from '@core/sweep/contract'

/** How a sweep is being written: what is left out follows a default. */
export type DraftSweep = { -readonly [Key in keyof SweepOptions]?: SweepOptions[Key] }

/** A run as it is being written: what is left out follows a default that may still change. */
export interface DraftRun {
  optimizer: string
  dialect: DialectId
  /** Absent: a method of the catalog. */
  rule?: RuleSpec
  batch: 'full' | number
  sampling: 'shuffle' | 'replacement'
  hyper: Record<string, number | boolean>
  schedule: { id: string; warmup: number; [option: string]: number | boolean | string }
  /** Absent: the experiment's. */
  seed?: number
  /** Absent: the field's name for such a run. */
  label?: string
  /** Absent: the first shade of its method that is free. */
  color?: number
  /** Absent: it descends. */
  maximize?: boolean
  /** Absent: it is no fork. */
  forkOf?: RunSpec['forkOf']
  /** Absent: its settings hold from its start to its end. */
  changes?: Change[]
  /** Values that settings take in a sweep, by where they stand: `hyper.lr`. Absent: it is one run. */
  ranges?: Readonly<Record<string, Axis>>
}

/** The experiment file as it is being written; it may hold values that are not valid yet. */
export interface Draft {
  format: typeof format
  name: string
  objective: { id: string; data?: DataSource; sigma?: number; [option: string]: unknown }
  /** Absent: the objective's own. */
  start?: typeof randomStart | number[]
  iterations: number
  seed: number
  runs: DraftRun[]
  stop: { -readonly [Rule in keyof StopRules]: StopRules[Rule] }
  /** Absent: points as dense as the budget allows, and no distance. */
  record?: Experiment['record']
  /** Absent: what a sweep usually is. */
  sweep?: DraftSweep
}

/** What the form needs in order to show a document at all; everything else is left to `parseExperiment`. */
const shown = z.looseObject({
  name: z.string(),
  objective: z.looseObject({ id: z.string().refine((id) => objectiveById(id) !== undefined) }),
  start: z.union([z.literal(randomStart), z.array(z.unknown())]).optional(),
  runs: z.array(
    z
      .looseObject({
        optimizer: z.string(),
        dialect: z.enum(dialectIds),
        rule: ruleSchema.optional(),
        hyper: z.record(z.string(), z.unknown()),
        schedule: z.looseObject({ id: z.string().refine((id) => scheduleById(id) !== undefined) }),
      })
      .refine((run) => run.rule !== undefined || dialectOf(run) !== undefined),
  ),
  stop: z.looseObject({}),
})

/** True for a kept document that the form can show, be it valid or half written. */
export const isDraft = (value: unknown): value is Draft => shown.safeParse(value).success

export const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** An experiment opened for editing: labels and seeds that only repeat a default follow it again. */
export function draftOf(experiment: Experiment): Draft {
  const draft = copyOf(experiment) as unknown as Draft
  for (const run of draft.runs) {
    if (run.label === defaultLabel(run)) delete run.label
    if (run.seed === draft.seed) delete run.seed
  }
  return draft
}
