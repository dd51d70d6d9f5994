import { shallowRef, type ShallowRef } from 'vue'
import type { Experiment, RunSpec } from '@core/experiment'
import { isSeedless, membersBySeed } from '@core/comparison/runs'
import { limits } from '@core/limits'
import type { RunDetail } from '../../../main/contract'
import { call } from '../../client/lab'
import { useNotify } from '../../model/notify'
import { specOf } from '../../model/only-this-run'
import { runsText } from '../../model/run-actions'
import { useRuns } from '../../model/runs'

/**
 * Experiments that give each group of runs so many seeds more, and those that only others of them have:
 * all are then under the same seeds. What every seed gives the same run of is left as it is.
 */
export function experimentsOf(runs: readonly RunDetail[], count: number): readonly Experiment[] {
  const groups = membersBySeed(runs).filter(([first]) => !isSeedless(first.experiment, first))
  const had = new Set(groups.flatMap((members) => members.map(({ seed }) => seed)))
  const next = Math.min(limits.seed - count, Math.max(...had)) + 1
  const wanted = [...new Set([...had, ...Array.from({ length: count }, (_, k) => next + k)])]
  const byProblem = new Map<string, { readonly of: Experiment; readonly runs: RunSpec[] }>()
  for (const [first, ...others] of groups) {
    const { experiment } = first
    const { objective, start, iterations, stop, record } = experiment
    const key = JSON.stringify([objective, start, iterations, stop, record])
    const held = byProblem.get(key) ?? { of: experiment, runs: [] }
    byProblem.set(key, held)
    const own = new Set([first, ...others].map(({ seed }) => seed))
    for (const seed of wanted) if (!own.has(seed)) held.runs.push({ ...specOf(first), seed })
  }
  return [...byProblem.values()].flatMap(({ of, runs: specs }) =>
    Array.from({ length: Math.ceil(specs.length / limits.runs) }, (_, part) => ({
      ...of,
      runs: specs.slice(part * limits.runs, (part + 1) * limits.runs),
    })),
  )
}

/** Starts runs under more seeds; what comes of it is told. */
export function useMoreSeeds(): {
  readonly starting: Readonly<ShallowRef<boolean>>
  /** @returns the new runs; none where it did not work */
  start(runs: readonly RunDetail[], count: number): Promise<readonly number[]>
} {
  const notify = useNotify()
  const { take } = useRuns()
  const starting = shallowRef(false)
  return {
    starting,
    async start(runs, count) {
      if (starting.value) return []
      starting.value = true
      try {
        const started: number[] = []
        for (const experiment of experimentsOf(runs, count)) {
          const records = await call('runs.start', { experiment })
          take(records)
          started.push(...records.map(({ id }) => id))
        }
        notify.done(
          `${runsText(started.length)} under more seeds`,
          'They join the comparison, and the history.',
        )
        return started
      } catch (error) {
        notify.failed('More seeds could not be run', error)
        return []
      } finally {
        starting.value = false
      }
    },
  }
}
