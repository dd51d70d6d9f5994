import { useRouter } from 'vue-router'
import { parseExperiment } from '@core/experiment'
import { parseSweep, type Sweep } from '@core/sweep/document'
import type { CallArguments, SweepDetail, SweepRecord } from '../../../main/contract'
import { call } from '../../client/lab'
import { download, downloadFrom, safeFileName } from '../../client/download'
import { draftOf } from '../draft/document'
import { useDraft } from '../draft/draft'
import { useEditNote } from '../draft/edit-note'
import { composedName } from '../draft/name'
import { useNotify } from '../notify'
import { useTrashNote } from '../trash-note'
import { useSession } from '../session'
import { sweepRoute } from '../places'
import { withReferences } from './references'
import type { SweepView } from './results'
import type { Suite } from './suites'
import { useSweeps } from './sweeps'

export interface SweepActions {
  control(sweep: SweepRecord, action: CallArguments<'sweeps.control'>['action']): Promise<void>
  /** So many seeds, or points of a design that is no grid, more. */
  extend(sweep: SweepRecord, more: { readonly seeds?: number; readonly trials?: number }): Promise<void>
  edit(sweep: SweepRecord, edited: { readonly name?: string; readonly note?: string }): Promise<void>
  /** To the trash, with undo. */
  trash(sweep: SweepRecord): Promise<void>
  restore(sweep: SweepRecord): Promise<void>
  /** Deletes for good. */
  purge(sweeps: readonly SweepRecord[]): Promise<void>
  /** Opens the sweep in the composer, ranges and all. */
  compose(detail: SweepDetail): Promise<void>
  /** Runs it again with targets above the best losses that its runs have found. */
  measureFromBest(view: SweepView): Promise<void>
  /** Opens a ready-made tournament in the composer. */
  openSuite(suite: Suite): Promise<void>
  /** Opens one of its runs in the composer, and runs it where asked to. */
  composeRun(run: number, start: boolean): Promise<void>
  /** Saves its document as a file. */
  saveFile(detail: SweepDetail): void
  /** Saves what its runs came to as a CSV file, a row for each. */
  exportCsv(sweep: SweepRecord): Promise<void>
}

/** What can be done with sweeps; each outcome is told in a passing note. */
export function useSweepActions(): SweepActions {
  const router = useRouter()
  const notify = useNotify()
  const trashNote = useTrashNote()
  const tell = useEditNote()
  const draft = useDraft()
  const session = useSession()
  const sweeps = useSweeps()

  async function attempt(failure: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      notify.failed(failure, error)
    }
  }

  async function restore(sweep: SweepRecord): Promise<void> {
    await attempt(`“${sweep.name}” could not be restored`, async () => {
      await call('sweeps.restore', { sweeps: [sweep.id] })
      await sweeps.refresh()
    })
  }

  async function openSweep(sweep: Sweep, name: string): Promise<void> {
    draft.loadSweep(sweep)
    session.clear()
    await router.push({ name: 'lab' })
    tell(`Opened “${name}”`)
  }

  return {
    control: (sweep, action) =>
      attempt(`“${sweep.name}” did not take that`, async () =>
        sweeps.take([await call('sweeps.control', { sweep: sweep.id, action })]),
      ),
    extend: (sweep, more) =>
      attempt(`“${sweep.name}” could not be extended`, async () =>
        sweeps.take([await call('sweeps.extend', { sweep: sweep.id, ...more })]),
      ),
    edit: (sweep, edited) =>
      attempt(`“${sweep.name}” could not be changed`, async () =>
        sweeps.take([await call('sweeps.edit', { sweep: sweep.id, ...edited })]),
      ),
    trash: (sweep) =>
      attempt(`“${sweep.name}” could not be put in the trash`, async () => {
        await call('sweeps.trash', { sweeps: [sweep.id] })
        await sweeps.refresh()
        trashNote.tell('sweep', [sweep.id], `“${sweep.name}” is in the trash`, () => restore(sweep))
      }),
    restore,
    purge: (gone) =>
      attempt('The sweeps could not be deleted', async () => {
        const ids = gone.map(({ id }) => id)
        await call('sweeps.purge', { sweeps: ids })
        sweeps.drop(ids)
        trashNote.gone('sweep', ids)
      }),
    compose: (detail) =>
      attempt(`“${detail.name}” could not be opened`, async () => {
        const parsed = parseSweep(detail.document)
        if (!parsed.ok)
          throw new Error(parsed.issues.map(({ path, message }) => `${path} ${message}`).join('; '))
        await openSweep(parsed.value, detail.name)
      }),
    measureFromBest: (view) =>
      attempt(`“${view.detail.name}” could not be run again`, async () => {
        const sweep = await call('sweeps.start', { document: withReferences(view) })
        sweeps.take([sweep])
        await router.push(sweepRoute(sweep.id))
      }),
    openSuite: ({ sweep, name }) => attempt(`“${name}” could not be opened`, () => openSweep(sweep, name)),
    composeRun: (run, start) =>
      attempt('The run could not be opened', async () => {
        const parsed = parseExperiment(await call('sweeps.experiment', { run }))
        if (!parsed.ok)
          throw new Error(parsed.issues.map(({ path, message }) => `${path} ${message}`).join('; '))
        // It comes with the name of the sweep, which tells of all of its methods.
        const experiment = { ...parsed.value, name: composedName(draftOf(parsed.value)) }
        draft.load(experiment)
        session.clear()
        await router.push({ name: 'lab' })
        if (start) await session.start()
        else tell(`Opened “${experiment.name}”`)
      }),
    saveFile(detail) {
      const text = `${JSON.stringify(detail.document, null, 2)}\n`
      download(new Blob([text], { type: 'application/json' }), `${safeFileName(detail.name, 'sweep')}.json`)
    },
    exportCsv: (sweep) =>
      attempt('The file could not be written', async () => {
        const { address, extension } = await call('sweeps.export', { sweep: sweep.id })
        downloadFrom(address, `${safeFileName(sweep.name, 'sweep')}.${extension}`)
      }),
  }
}
