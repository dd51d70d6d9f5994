import { runStatuses } from '@core/run-statuses'
import type { SweepAxis } from '@core/sweep/contract'
import type { SweepView } from '../../../../src/renderer/model/sweeps/results'

/** A run of a sweep that is made up. */
export interface MadeRun {
  readonly method?: number
  readonly problem?: number
  readonly trial: number
  readonly seed: number
  readonly values: readonly number[]
  readonly loss: number
  readonly status?: (typeof runStatuses)[number]
}

/** What the lab would tell of these runs. */
export function madeView(
  axes: readonly SweepAxis[],
  runs: readonly MadeRun[],
  methods: readonly string[] = ['GD'],
): SweepView {
  const column = (of: (run: MadeRun, place: number) => number): Float64Array => Float64Array.from(runs, of)
  const none = column(() => 0)
  return {
    detail: {
      id: 1,
      name: 'Made up',
      launch: 1,
      objectiveLabel: 'Sphere',
      methods,
      problems: 1,
      seeds: 2,
      total: runs.length,
      done: runs.length,
      diverged: 0,
      failed: 0,
      keep: 'values',
      status: 'finished',
      message: '',
      duration: 1,
      startedAt: 0,
      endedAt: 1,
      note: '',
      trashedAt: null,
      document: { runs: methods.map(() => ({ optimizer: 'gd' })) },
      axes,
      options: { design: 'grid', seed: 0, seeds: 2, keep: 'values', targets: [0.01], problems: [] },
      problemLabels: ['Sphere'],
      minima: [0],
      dimensions: [2],
    },
    results: {
      sweep: 1,
      first: 0,
      count: runs.length,
      total: runs.length,
      run: column((_, place) => 100 + place),
      method: column(({ method = 0 }) => method),
      problem: column(({ problem = 0 }) => problem),
      trial: column(({ trial }) => trial),
      seed: column(({ seed }) => seed),
      values: axes.map((_, axis) => column(({ values }) => values[axis])),
      status: column(({ status = 'finished' }) => runStatuses.indexOf(status)),
      startLoss: column(() => 1),
      finalLoss: column(({ loss }) => loss),
      bestLoss: column(({ loss }) => loss),
      bestIteration: none,
      iterations: none,
      evaluations: none,
      duration: none,
      reachedUpdates: [column(({ loss }) => (loss < 0.01 ? 5 : NaN))],
      reachedEvaluations: [column(({ loss }) => (loss < 0.01 ? 10 : NaN))],
    },
  }
}

export const axisOf = (path: string, values: readonly number[], run = 0): SweepAxis => ({
  run,
  path,
  label: path,
  axis: { kind: 'list', values },
})
