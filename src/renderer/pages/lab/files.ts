import { documentOf, isSweep, plainOf } from '../../model/draft/sweep'
import { readFile } from '../../model/experiment-reading'
import { sweepIn, withRanges } from '../../model/sweeps/files'
import { LabError, call } from '../../client/lab'
import { useDraft } from '../../model/draft/draft'
import { useEditNote } from '../../model/draft/edit-note'
import { download, safeFileName } from '../../client/download'
import { nextTask } from '../../model/pace'
import { useNotify } from '../../model/notify'
import { questionBefore, type SaveChoice, type SaveQuestion } from './saving'
import { useSession } from '../../model/session'

export interface Files {
  /** Saves into the lab, over the saved experiment it came from; asks first where it has become another one. */
  save(): Promise<void>
  /** Saves into the lab as one more experiment. */
  saveCopy(): Promise<void>
  toFile(): Promise<void>
  fromFile(file: File): Promise<void>
  /** Starts over with the ready experiment. */
  startNew(): void
}

/**
 * What the Lab's menu does with experiments.
 * @param ask what to do with a saved experiment that would be overwritten; undefined: nothing
 */
export function useFiles(ask: (question: SaveQuestion) => Promise<SaveChoice | undefined>): Files {
  const draft = useDraft()
  const session = useSession()
  const notify = useNotify()
  const tell = useEditNote()

  /** Fields count when they are left; a shortcut leaves none. */
  function settle(): void {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    draft.commit()
  }

  async function write(id: number | undefined): Promise<void> {
    const experiment = documentOf(draft.document.value)
    const record = await call('experiments.save', id === undefined ? { experiment } : { id, experiment })
    draft.markSaved(record.id)
    notify.done(`Saved “${record.name}”`)
  }

  async function attempt(title: string, act: () => Promise<void>): Promise<void> {
    settle()
    try {
      await act()
    } catch (error) {
      notify.failed(title, error)
    }
  }
  /** What the lab refuses is about the document on screen. */
  const attemptWithDraft = (title: string, act: () => Promise<void>): Promise<void> =>
    attempt(title, async () => {
      try {
        await act()
      } catch (error) {
        if (error instanceof LabError) draft.refuse(error.issues)
        throw error
      }
    })

  async function over(id: number): Promise<void> {
    const { experiment } = await call('experiments.get', { experiment: id })
    const question = questionBefore(experiment, draft.document.value)
    const choice = question ? await ask(question) : 'replace'
    if (choice) await write(choice === 'replace' ? id : undefined)
  }

  const save = (): Promise<void> =>
    attemptWithDraft('The experiment could not be saved', async () => {
      const id = draft.savedId.value
      if (id === undefined) return write(undefined)
      try {
        await over(id)
      } catch (error) {
        if (!(error instanceof LabError && error.kind === 'missing')) throw error
        // Deleted for good meanwhile: what is on screen is all there is, so it is saved anew.
        await write(undefined)
      }
    })

  return {
    save,
    saveCopy: () => attemptWithDraft('The copy could not be saved', () => write(undefined)),
    toFile: () =>
      attemptWithDraft('The file could not be written', async () => {
        const { value: document } = draft.document
        const text = await call('experiments.write', { experiment: plainOf(document) })
        const whole = isSweep(document) ? withRanges(text, documentOf(document)) : text
        const name = `${safeFileName(draft.document.value.name)}.json`
        download(new Blob([whole], { type: 'application/json' }), name)
      }),
    fromFile: (file) =>
      attempt(`“${file.name}” could not be opened`, async () => {
        const sweep = await sweepIn(file)
        const opened = sweep ? undefined : await readFile(file)
        if (!sweep && !opened) return
        // Each of these changes a part of the page, and takes its time to do so.
        session.clear()
        await nextTask()
        if (sweep) draft.loadSweep(sweep)
        else if (opened) draft.load(opened.experiment)
        await nextTask()
        tell(`Opened “${file.name}”`)
        for (const note of opened?.notes ?? []) notify.remark(`“${file.name}” is of an older format`, note)
      }),
    startNew() {
      settle()
      draft.reset()
      session.clear()
      tell('A new experiment')
    },
  }
}
