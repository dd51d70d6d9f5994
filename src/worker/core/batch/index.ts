import type { Plan } from '../plan'
import { judgeOf } from '../stopping'
import type { Beginning } from './drive'
import { targetName, reachedName } from './kernel'
import { Kernels, type Machine } from './kernels'
import { beginningOf, isPlain, startOf, type Start } from './lane'
import { atStart, reachedAtStart, readerOf, singly, type BatchResult } from './result'

export { Kernels } from './kernels'
export type { BatchResult } from './result'

/** Whether plans have all in common but their hyper-parameters, starts and seeds. */
function areAlike([first, ...others]: readonly Plan[]): boolean {
  const { objective, iterations, run } = first
  const sameSchedule = JSON.stringify(run.schedule)
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
      JSON.stringify(plan.run.schedule) === sameSchedule,
  )
}

/** Hyper-parameters that are not the same in all plans. */
const variedIn = ([first, ...others]: readonly Plan[]): readonly string[] =>
  Object.keys(first.run.hyper).filter((name) =>
    others.some(({ run }) => !Object.is(run.hyper[name], first.run.hyper[name])),
  )

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
  targets: readonly number[] = [],
  kernels = new Kernels(),
): readonly BatchResult[] | undefined {
  if (plans.length === 0) return []
  const [first] = plans
  if (!areAlike(plans) || !isPlain(first, judgeOf(first))) return undefined
  const machine = kernels.machineFor(first, variedIn(plans), { for: 'sweep', targets: targets.length })
  if (!machine) return undefined
  const { room } = machine.lanes
  const results: BatchResult[] = []
  for (let from = 0; from < plans.length; from += room) {
    results.push(...some(machine, plans.slice(from, from + room), targets))
  }
  return results
}

/** As many as there is room for. */
function some(machine: Machine, plans: readonly Plan[], targets: readonly number[]): readonly BatchResult[] {
  const { kernel, lanes } = machine
  const reader = readerOf(machine, plans[0])
  const aims = Object.fromEntries(targets.map((target, j) => [targetName(j), target]))
  const results: (BatchResult | undefined)[] = plans.map(() => undefined)
  const begun: { readonly start: Start; readonly index: number; readonly beginning: Beginning }[] = []
  plans.forEach((plan, index) => {
    const start = startOf(plan)
    const { loss, outcome } = start
    if (outcome) return void (results[index] = atStart(start, outcome, targets))
    const reached = reachedAtStart(loss, targets, plan.run.maximize === true)
    const watched = {
      ...aims,
      ...Object.fromEntries(reached.map((update, j) => [reachedName(j), update])),
      best: loss,
      'best at': 0,
    }
    begun.push({ start, index, beginning: beginningOf(kernel, start, watched) })
  })
  const firstChanges = new Float64Array(begun.length)
  lanes.all(
    begun.map(({ beginning }) => beginning),
    (ended) => {
      const { start, index } = begun[ended.lane]
      results[index] = reader.result(ended, start, firstChanges[ended.lane], targets.length)
    },
    (lane) => void (firstChanges[lane.lane] = reader.firstChange(lane)),
  )
  return results.map((result, index) => result ?? singly(plans[index], targets))
}
