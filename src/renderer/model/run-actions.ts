import { useRouter } from 'vue-router'
import type { Experiment } from '@core/experiment'
import type { RunRecord } from '../../main/contract'
import { useDraft } from './draft/draft'
import { useEditNote } from './draft/edit-note'
import { isLive } from '@core/run-statuses'
import { formatCount } from './format'
import { call } from '../client/lab'
import { useSession } from './session'
import { useNotify } from './notify'
import { useRuns } from './runs'
import { useTrashNote } from './trash-note'
import { onlyThisRun } from './only-this-run'

/** Ids one call takes at the most. */
const callSize = 10_000

export const runsText = (count: number): string => (count === 1 ? '1 run' : `${formatCount(count)} runs`)

const idsOf = (runs: readonly RunRecord[]): number[] => runs.map((run) => run.id)

/** Calls with as many ids at a time as one call takes. */
async function inParts(
  name: 'runs.trash' | 'runs.restore' | 'runs.purge',
  runs: readonly RunRecord[],
): Promise<void> {
  for (let first = 0; first < runs.length; first += callSize) {
    await call(name, { runs: idsOf(runs.slice(first, first + callSize)) })
  }
}

export interface RunActions {
  rename(run: RunRecord, label: string): Promise<boolean>
  note(run: RunRecord, note: string): Promise<boolean>
  /** Starts the run again under the same seed, in the Lab unless that is busy with others. */
  rerun(run: RunRecord): Promise<void>
  /** Opens the run's experiment in the composer: this run alone, or all of its runs. */
  compose(run: RunRecord, what: 'run' | 'experiment'): Promise<void>
  /** Starts the experiment that every lab comes with, and shows it in the Lab. */
  startReady(): Promise<void>
  stop(runs: readonly RunRecord[]): Promise<void>
  /** To the trash, with undo. Runs that are still going stay. */
  trash(runs: readonly RunRecord[]): Promise<void>
  restore(runs: readonly RunRecord[]): Promise<boolean>
  /** Deletes for good. */
  purge(runs: readonly RunRecord[]): Promise<boolean>
}

/** What can be done with runs; each outcome is told in a passing note. */
export function useRunActions(): RunActions {
  const router = useRouter()
  const notify = useNotify()
  const tell = useEditNote()
  const draft = useDraft()
  const session = useSession()
  const { take } = useRuns()
  const trashNote = useTrashNote()

  /** False where it did not work, which has been told by then. */
  async function attempt(failure: string, work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work()
      return true
    } catch (error) {
      notify.failed(failure, error)
      return false
    }
  }

  function compose(experiment: Experiment): void {
    draft.load(experiment)
    tell(`Opened “${experiment.name}”`)
  }

  async function restore(runs: readonly RunRecord[]): Promise<boolean> {
    return attempt(`Could not restore ${runsText(runs.length)}`, async () => {
      await inParts('runs.restore', runs)
      take(runs.map((run) => ({ ...run, trashedAt: null })))
    })
  }

  return {
    rename: (run, label) =>
      attempt('Could not rename the run', async () =>
        take([await call('runs.edit', { run: run.id, label })]),
      ),

    note: (run, note) =>
      attempt('Could not keep the note', async () => take([await call('runs.edit', { run: run.id, note })])),

    async rerun(run) {
      await attempt(`Could not run ${run.label} again`, async () => {
        const experiment = onlyThisRun(await call('runs.get', { run: run.id }))
        const busy = session.state.value === 'running' || session.state.value === 'paused'
        if (busy) {
          take(await call('runs.start', { experiment }))
          notify.done(
            `${run.label} runs again`,
            'The Lab goes on with what it has; follow this run in the history.',
          )
          return
        }
        compose(experiment)
        await router.push({ name: 'lab' })
        await session.start()
      })
    },

    async compose(run, what) {
      await attempt('Could not open the experiment', async () => {
        const detail = await call('runs.get', { run: run.id })
        compose(what === 'run' ? onlyThisRun(detail) : detail.experiment)
        session.clear()
        await router.push({ name: 'lab' })
      })
    },

    async startReady() {
      draft.reset()
      await router.push({ name: 'lab' })
      await session.start()
    },

    async stop(runs) {
      const live = runs.filter((run) => isLive(run.status))
      if (live.length === 0) return
      await attempt(`Could not stop ${runsText(live.length)}`, () =>
        call('runs.control', { runs: idsOf(live), action: 'cancel' }),
      )
    },

    async trash(runs) {
      const ended = runs.filter((run) => !isLive(run.status))
      const kept = runs.length - ended.length
      if (ended.length > 0) {
        await attempt(`Could not move ${runsText(ended.length)} to the trash`, async () => {
          await inParts('runs.trash', ended)
          const now = Date.now()
          take(ended.map((run) => ({ ...run, trashedAt: now })))
          const title = `${runsText(ended.length)} moved to the trash`
          trashNote.tell('run', idsOf(ended), title, () => restore(ended))
        })
      }
      if (kept > 0) {
        notify.done(
          `${runsText(kept)} still going`,
          `${kept === 1 ? 'It stays' : 'They stay'} where ${kept === 1 ? 'it is' : 'they are'}: stop first, then trash.`,
        )
      }
    },

    restore,

    purge: (runs) =>
      attempt(`Could not delete ${runsText(runs.length)}`, async () => {
        await inParts('runs.purge', runs)
        trashNote.gone('run', idsOf(runs))
      }),
  }
}
