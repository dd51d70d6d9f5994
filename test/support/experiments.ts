import { descend } from '@core/descend'
import type { Outcome, Position } from '@core/stopping'
import { format, parseExperiment, type Experiment } from '@core/experiment'
import { issueText } from '@core/issues'
import type { Objective, Table } from '@core/objectives/contract'
import { planRuns, type Plan } from '@core/plan'
import { tableOf } from '../../src/main/lab/tables/tables'

/** No rule but the budget ends a run. */
export const noStops = { gradientNorm: 0, parameterChange: 0, divergeAbove: 0 }

/** A document as a file has it; gradient descent on x^2 where nothing else is said. */
export const documentWith = (changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  format,
  name: 'test',
  objective: { id: 'square' },
  iterations: 100,
  runs: [{ optimizer: 'gd' }],
  ...changes,
})

export function experimentWith(changes: Readonly<Record<string, unknown>> = {}): Experiment {
  const parsed = parseExperiment(documentWith(changes))
  if (!parsed.ok) throw new Error(parsed.issues.map(issueText).join('; '))
  return parsed.value
}

/** The faults of a document, as a person reads them. */
export function faultsOf(document: unknown): readonly string[] {
  const parsed = parseExperiment(document)
  return parsed.ok ? [] : parsed.issues.map(issueText)
}

/** The table of an experiment whose data come from no file. */
export function tableFor({ objective }: Experiment): Table | undefined {
  if (!objective.data) return undefined
  const table = tableOf(objective.data, () => undefined)
  if (!table.ok) throw new Error(table.issues.map(issueText).join('; '))
  return table.value
}

export function plansOf(experiment: Experiment, table = tableFor(experiment)): readonly Plan[] {
  const plans = planRuns(experiment, table)
  if (!plans.ok) throw new Error(plans.issues.map(issueText).join('; '))
  return plans.value
}

/** The plan of an experiment's first run, on another objective if one is given. */
export function planWith(changes: Readonly<Record<string, unknown>>, objective?: Objective): Plan {
  const [plan] = plansOf(experimentWith(changes))
  return objective ? { ...plan, objective } : plan
}

export interface Point {
  readonly iteration: number
  readonly theta: readonly number[]
  readonly recorded: boolean
  readonly loss: number
  readonly gradientNorm: number
  readonly rate: number
  readonly distance: number
  readonly evaluations: number
  readonly outcome: Outcome | undefined
}

export const pointOf = (position: Position): Point => ({ ...position, theta: [...position.theta] })

/** Every position of a run, copied. */
export const pathOf = (plan: Plan): readonly Point[] => Array.from(descend(plan).positions, pointOf)
