import { isSweep } from '@core/sweep/document'
import type { ExperimentDetail, LabHandlers, OpenedExperiment } from '../../contract'
import { Fault } from '../../faults'
import type { Store } from '../../store'
import { parsed } from '../runs/prepare'
import { parsedSweep } from '../sweeps/preparing'
import type { Datasets } from '../tables/datasets'
import { fileOf, onDataset } from '../tables/inline-table'
import { writeExperiment } from './experiment-file'
import type { ExperimentReader } from './experiment-reader'

export interface ExperimentAnswerParts {
  readonly store: Store
  readonly datasets: Datasets
  readonly experiments: ExperimentReader
  /** Has what was purged deleted. */
  discard(): void
  /** Tells the windows, and hands the result on. */
  libraryChanged<Result>(result: Result): Result
}

type ExperimentHandlers = Pick<LabHandlers, Extract<keyof LabHandlers, `experiments.${string}`>>

/** The calls about saved experiments and their files. */
export function experimentAnswersOf({
  store,
  datasets,
  experiments: files,
  discard,
  libraryChanged,
}: ExperimentAnswerParts): ExperimentHandlers {
  const savedExperiment = (id: number): ExperimentDetail => {
    const detail = store.experiments.get(id)
    if (!detail) throw new Fault('missing', `there is no saved experiment ${id}`)
    return detail
  }

  /** Much data goes into the lab as a data set: a window can't carry it along with every edit. */
  async function readFile(text: string, reading: string | undefined): Promise<OpenedExperiment> {
    const { experiment, notes, table } = await files.read(text, reading)
    if (!table || experiment.objective.data?.source !== 'csv') return { experiment, notes }
    const { name } = await datasets.add(experiment.objective.data.path, fileOf(table))
    return libraryChanged({ experiment: onDataset(experiment, name), notes })
  }

  return {
    'experiments.list': ({ trash }) => store.experiments.list({ trash }),
    'experiments.get': ({ experiment }) => savedExperiment(experiment),
    'experiments.save': ({ id, experiment }) =>
      libraryChanged(
        store.experiments.save({
          ...(id ? { id } : {}),
          document: isSweep(experiment) ? parsedSweep(experiment) : parsed(experiment),
        }),
      ),
    'experiments.duplicate': ({ experiment }) => libraryChanged(store.experiments.duplicate(experiment)),
    'experiments.trash': ({ experiments }) => {
      store.experiments.trash(experiments)
      return libraryChanged(null)
    },
    'experiments.restore': ({ experiments }) => {
      store.experiments.restore(experiments)
      return libraryChanged(null)
    },
    'experiments.purge': ({ experiments }) => {
      store.experiments.purge(experiments)
      discard()
      return libraryChanged(null)
    },
    'experiments.read': ({ text, reading }) => readFile(text, reading),
    'experiments.reading': ({ reading }) => files.progress(reading),
    'experiments.abandon': ({ reading }) => {
      files.abandon(reading)
      return null
    },
    'experiments.write': ({ experiment }) => writeExperiment(parsed(experiment), datasets),
  }
}
