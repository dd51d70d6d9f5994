import type { Experiment } from '@core/experiment'
import { call } from '../../client/lab'
import { download, safeFileName } from '../../client/download'

/** Saves an experiment to a file of its name, imported data written into it. */
export async function saveExperiment(experiment: Experiment): Promise<void> {
  const text = await call('experiments.write', { experiment })
  const name = `${safeFileName(experiment.name, 'experiment')}.json`
  download(new Blob([text], { type: 'application/json' }), name)
}
