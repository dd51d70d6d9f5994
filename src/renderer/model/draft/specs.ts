import type { HyperSpec } from '@core/hyper'
import { dialectOf } from '@core/rules'
import type { DraftRun } from './document'

/** What a run's method says of one of its hyper-parameters. */
export const specOf = (
  run: Pick<DraftRun, 'optimizer' | 'dialect' | 'rule'>,
  name: string,
): HyperSpec | undefined => dialectOf(run)?.hyper[name]
