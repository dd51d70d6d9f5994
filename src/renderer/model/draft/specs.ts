import type { HyperSpec } from '@core/hyper'
import { optimizerById } from '@core/optimizers'
import type { DraftRun } from './document'

/** What a run's method says of one of its hyper-parameters. */
export const specOf = (
  { optimizer, dialect }: Pick<DraftRun, 'optimizer' | 'dialect'>,
  name: string,
): HyperSpec | undefined => optimizerById(optimizer)?.dialects[dialect]?.hyper[name]
