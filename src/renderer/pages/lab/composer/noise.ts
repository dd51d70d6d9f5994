import { optimizerById } from '@core/optimizers'
import type { Draft } from '../../../model/draft/document'

/** Why these runs can have no noise; undefined where they can, or have none. */
export function noiseRefusal({ objective, runs }: Pick<Draft, 'objective' | 'runs'>): string | undefined {
  const methods = runs.flatMap(({ optimizer }) => optimizerById(optimizer) ?? [])
  // Their line search or curvature it would mislead.
  const exactOnly = [
    ...new Set(methods.filter(({ fullBatchOnly }) => fullBatchOnly).map(({ label }) => label)),
  ]
  if (!(Number(objective.sigma) > 0) || exactOnly.length === 0) return undefined
  const one = exactOnly.length === 1
  return `${exactOnly.join(', ')} ${one ? 'needs' : 'need'} exact gradients: take ${one ? 'it' : 'them'} out of the runs, or leave the noise out`
}
