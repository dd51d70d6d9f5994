import type { RunSpec } from '../experiment'
import type { HyperValues } from '../hyper'
import type { Plan } from '../plan'
import { judgeOf } from '../stopping'
import { targetName, reachedName } from './kernel'
import { Kernels, type Machine } from './kernels'
import { isPlain, placerOf, startOf, type Start } from './lane'
import { atStart, reachedAtStart, resultsOf, singly, type BatchResult } from './result'

export { Kernels } from './kernels'
export type { BatchResult } from './result'

/** Whether plans have all in common but their hyper-parameters, starts and seeds. */
function areAlike([first, ...others]: readonly Plan[]): boolean {
  const { objective, iterations, run } = first
  const isSameSchedule = ({ schedule }: RunSpec): boolean =>
    schedule === run.schedule || JSON.stringify(schedule) === JSON.stringify(run.schedule)
  const isSameRule = ({ rule }: RunSpec): boolean =>
    rule === run.rule || JSON.stringify(rule) === JSON.stringify(run.rule)
  return others.every(
    (plan) =>
      plan.objective === objective &&
      plan.iterations === iterations &&
      plan.stop === first.stop &&
      plan.sigma === first.sigma &&
      plan.recordEvery === first.recordEvery &&
      plan.run.optimizer === run.optimizer &&
      plan.run.dialect === run.dialect &&
      plan.run.batch === run.batch &&
      plan.run.maximize === run.maximize &&
      !plan.run.changes &&
      isSameRule(plan.run) &&
      isSameSchedule(plan.run),
  )
}

/** Losses that are waited for: the same for all runs, or so many that follow from where a run begins. */
export type Targets =
  | readonly number[]
  | { readonly count: number; readonly of: (plan: Plan, startLoss: number) => readonly number[] }

interface Aims {
  readonly count: number
  of(plan: Plan, startLoss: number): readonly number[]
}

const aimsOf = (targets: Targets): Aims =>
  'of' in targets ? targets : { count: targets.length, of: () => targets }

/** Hyper-parameters that are not the same in all plans. */
const variedIn = ([first, ...others]: readonly Plan[]): readonly string[] =>
  Object.keys(first.run.hyper).filter((name) =>
    others.some(({ run }) => !Object.is(run.hyper[name], first.run.hyper[name])),
  )

function machineOf(plans: readonly Plan[], targets: number, kernels: Kernels): Machine | undefined {
  const [first] = plans
  if (!areAlike(plans) || !isPlain(first, judgeOf(first))) return undefined
  return kernels.machineFor(first, variedIn(plans), { for: 'sweep', targets })
}

/**
 * Compiles what `descendAll` needs for plans, some at least, and keeps it: the next call only makes the runs.
 * @returns false where they can't be made at once
 */
export const isReadyFor = (plans: readonly Plan[], targets: number, kernels: Kernels): boolean =>
  machineOf(plans, targets, kernels) !== undefined

/**
 * Runs that differ only in their hyper-parameters, starts and seeds, all at once: each as `descend()` makes
 * it, to the last bit.
 * @param plans of one objective, one method, one budget and the same rules, with a point for every update
 * @param targets losses; of each run it is told when it first came to them
 * @param kernels keeps what was compiled, for the next call
 * @returns in the order of the plans; undefined where this can't be done for them: then `descend()` makes each
 */
export function descendAll(
  plans: readonly Plan[],
  targets: Targets = [],
  kernels = new Kernels(),
): readonly BatchResult[] | undefined {
  if (plans.length === 0) return []
  const aims = aimsOf(targets)
  const machine = machineOf(plans, aims.count, kernels)
  if (!machine) return undefined
  const { room } = machine.lanes
  const results: BatchResult[] = []
  for (let from = 0; from < plans.length; from += room) {
    results.push(...some(machine, plans.slice(from, from + room), aims))
  }
  return results
}

/** What a start has come to already. */
function placeBest(
  { kernel, lanes, places }: Machine,
  begun: readonly { readonly plan: Plan; readonly start: Start }[],
  aims: Aims,
): void {
  const { doubles } = lanes
  const rowOf = (name: string): number => lanes.fieldRow(places.get(name) ?? -1)
  const aimRow = (name: string): number =>
    lanes.inputRow(kernel.inputs.findIndex((input) => input.name === name))
  const best = rowOf('best')
  const all = Array.from({ length: aims.count }, (_, j) => j)
  const reached = all.map((j) => rowOf(reachedName(j)))
  const aim = all.map((j) => aimRow(targetName(j)))
  begun.forEach(({ plan, start: { loss } }, lane) => {
    const targets = aims.of(plan, loss)
    const already = reachedAtStart(loss, targets, plan.run.maximize === true)
    doubles[best + lane] = loss
    for (const j of all) {
      doubles[aim[j] + lane] = targets[j]
      doubles[reached[j] + lane] = Number.isNaN(already[j]) ? Infinity : already[j]
    }
  })
}

const aimedAt = (plan: Plan, aims: Aims): readonly number[] => aims.of(plan, startOf(plan).loss)

/** As many as there is room for. */
function some(machine: Machine, plans: readonly Plan[], aims: Aims): readonly BatchResult[] {
  const results: (BatchResult | undefined)[] = new Array(plans.length)
  const begun: {
    readonly plan: Plan
    readonly start: Start
    readonly hyper: HyperValues
    readonly index: number
  }[] = []
  let start: Start | undefined
  plans.forEach((plan, index) => {
    if (index === 0 || !start || plan.start !== plans[index - 1].start) start = startOf(plan)
    const { outcome } = start
    if (outcome) results[index] = atStart(plan, start, outcome, aims.of(plan, start.loss))
    else begun.push({ plan, start, hyper: plan.run.hyper, index })
  })
  if (begun.length > 0) {
    placerOf(machine, plans[0], { 'best at': 0 }).each(begun)
    placeBest(machine, begun, aims)
    resultsOf(machine, begun, aims.count).forEach((result, lane) => (results[begun[lane].index] = result))
  }
  return results.map((result, index) => result ?? singly(plans[index], aimedAt(plans[index], aims)))
}
