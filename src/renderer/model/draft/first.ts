import { format } from '@core/experiment'
import { newRun } from './edit'
import type { Draft } from './document'
import { composedName } from './name'

/** The textbook's comparison, ready to run: what a first start shows. */
export function firstExperiment(): Draft {
  const first: Draft = {
    format,
    name: '',
    objective: {
      id: 'linear-regression',
      gradient: 'mean',
      data: { source: 'normal', rows: 500, seed: 0 },
    },
    start: [2, 2],
    iterations: 2_000,
    seed: 0,
    runs: [newRun('gd'), { ...newRun('gd'), batch: 1 }, { ...newRun('gd'), batch: 32 }, newRun('adam')],
    stop: { patience: 5 },
  }
  return { ...first, name: composedName(first) }
}
