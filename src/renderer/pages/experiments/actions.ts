import { useRouter } from 'vue-router'
import { issueText } from '@core/issues'
import { isSweep, parseSweep } from '@core/sweep/document'
import { isRecord } from '@core/sweep/ranges'
import type { ExperimentRecord } from '../../../main/contract'
import { useDraft } from '../../model/draft/draft'
import { useEditNote } from '../../model/draft/edit-note'
import { readFile } from '../../model/experiment-reading'
import { saveExperiment } from '../../model/export/experiment-file'
import { call, LabError } from '../../client/lab'
import type { Sample } from '../../model/samples'
import { useSession } from '../../model/session'
import { useNotify } from '../../model/notify'
import { useTrashNote } from '../../model/trash-note'

/** Why a file could not be opened: a sentence, and each fault with its place. */
export interface FileFault {
  readonly title: string
  readonly text: string
  readonly faults: readonly string[]
}

export const experimentsText = (count: number): string =>
  count === 1 ? '1 experiment' : `${count} experiments`

const idsOf = (experiments: readonly ExperimentRecord[]): number[] => experiments.map(({ id }) => id)

export interface ExperimentActions {
  /** Opens it in the Lab, where saving overwrites it. */
  open(experiment: ExperimentRecord): Promise<void>
  /** Opens a ready-made one in the Lab, where saving keeps it as one more experiment. */
  openSample(sample: Sample): Promise<void>
  duplicate(experiment: ExperimentRecord): Promise<void>
  rename(experiment: ExperimentRecord, name: string): Promise<void>
  /** To the trash, with undo. */
  trash(experiments: readonly ExperimentRecord[]): Promise<void>
  restore(experiments: readonly ExperimentRecord[]): Promise<void>
  /** Deletes for good. */
  purge(experiments: readonly ExperimentRecord[]): Promise<void>
  /** Opens an experiment file in the Lab; the faults where it is none. */
  openFile(file: File): Promise<FileFault | undefined>
  saveFile(experiment: ExperimentRecord): Promise<void>
}

/** What can be done with saved experiments; failures are told in a passing note. */
export function useExperimentActions(): ExperimentActions {
  const router = useRouter()
  const notify = useNotify()
  const trashNote = useTrashNote()
  const tell = useEditNote()
  const draft = useDraft()
  const session = useSession()

  async function attempt(failure: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      notify.failed(failure, error)
    }
  }

  const restore = (experiments: readonly ExperimentRecord[]): Promise<void> =>
    attempt(`Could not restore ${experimentsText(experiments.length)}`, () =>
      call('experiments.restore', { experiments: idsOf(experiments) }),
    )

  return {
    open: ({ id, name }) =>
      attempt(`Could not open ${name}`, async () => {
        const { experiment, document } = await call('experiments.get', { experiment: id })
        const sweep = isSweep(document) ? parseSweep(document) : undefined
        if (sweep?.ok) draft.loadSweep(sweep.value, id)
        else draft.load(experiment, id)
        session.clear()
        await router.push({ name: 'lab' })
      }),

    async openSample({ experiment, name }) {
      draft.load(experiment)
      session.clear()
      tell(`Opened “${name}”`)
      await router.push({ name: 'lab' })
    },

    duplicate: ({ id, name }) =>
      attempt(`Could not duplicate ${name}`, async () => {
        const copy = await call('experiments.duplicate', { experiment: id })
        notify.done(`Saved as ${copy.name}`)
      }),

    rename: ({ id, name: before }, name) =>
      attempt(`Could not rename ${before}`, async () => {
        const { document } = await call('experiments.get', { experiment: id })
        if (isRecord(document)) await call('experiments.save', { id, experiment: { ...document, name } })
      }),

    trash: (experiments) =>
      attempt(`Could not move ${experimentsText(experiments.length)} to the trash`, async () => {
        await call('experiments.trash', { experiments: idsOf(experiments) })
        const what = experiments.length === 1 ? experiments[0].name : experimentsText(experiments.length)
        const title = `${what} moved to the trash`
        trashNote.tell('experiment', idsOf(experiments), title, () => restore(experiments))
      }),

    restore,

    purge: (experiments) =>
      attempt(`Could not delete ${experimentsText(experiments.length)}`, async () => {
        await call('experiments.purge', { experiments: idsOf(experiments) })
        trashNote.gone('experiment', idsOf(experiments))
      }),

    async openFile(file) {
      const title = `${file.name} could not be opened`
      try {
        const opened = await readFile(file)
        if (!opened) return undefined
        draft.load(opened.experiment)
        session.clear()
        tell(`Opened “${file.name}”`)
        for (const note of opened.notes) notify.remark(`“${file.name}” is of an older format`, note)
        await router.push({ name: 'lab' })
        return undefined
      } catch (error) {
        if (!(error instanceof LabError)) return { title, text: String(error), faults: [] }
        const faults = error.issues.map(issueText)
        if (faults.length < 2) return { title, text: error.message, faults: [] }
        return { title, text: `It has ${faults.length} faults:`, faults }
      }
    },

    saveFile: ({ id, name }) =>
      attempt(`Could not save ${name} to a file`, async () => {
        const { experiment, document } = await call('experiments.get', { experiment: id })
        await saveExperiment(experiment, document)
      }),
  }
}
