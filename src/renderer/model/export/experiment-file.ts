import type { Experiment } from '@core/experiment'
import { isSweep } from '@core/sweep/document'
import { call } from '../../client/lab'
import { withRanges } from '../sweeps/files'
import { download, safeFileName } from '../../client/download'

/**
 * Saves an experiment to a file of its name, imported data written into it.
 * @param document the one that it is kept as: of a sweep, with its ranges
 */
export async function saveExperiment(experiment: Experiment, document: unknown = experiment): Promise<void> {
  const written = await call('experiments.write', { experiment })
  const text = isSweep(document) ? withRanges(written, document) : written
  const name = `${safeFileName(experiment.name, 'experiment')}.json`
  download(new Blob([text], { type: 'application/json' }), name)
}
