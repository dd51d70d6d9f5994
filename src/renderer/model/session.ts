import { createGlobalState, useLocalStorage } from '@vueuse/core'
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { CallArguments, RunRecord } from '../../main/contract'
import { limits, type Change } from '@core/experiment'
import { draftOf } from './draft/document'
import { objectiveKey } from './draft/problem'
import { useDraft } from './draft/draft'
import { plainOf } from './draft/sweep'
import { isLive } from '@core/run-statuses'
import { formatCount } from './format'
import { call, LabError } from '../client/lab'
import { useConnection } from '../client/connection'
import { useNotify } from './notify'
import { useRuns } from './runs'
import { valueText } from './run-text'

/** `ready`: nothing has run yet; `ended`: every run of the launch is over. */
export type SessionState = 'ready' | 'running' | 'paused' | 'ended'
type Action = CallArguments<'runs.control'>['action']

export interface Session {
  /** The runs on show, in the experiment's order: the newest launch, or the one remembered. */
  readonly runs: ComputedRef<readonly RunRecord[]>
  readonly state: ComputedRef<SessionState>
  /** The objective these runs minimise, as `objectiveKey`; empty until known. */
  readonly objectiveKey: Readonly<ShallowRef<string>>
  /** Starts every run of the draft. */
  start(paused?: boolean): Promise<void>
  /** Acts on the given runs, or on all that are live. */
  control(action: Action, runs?: readonly number[], updates?: number): Promise<void>
  /**
   * Starts a run beside one on show that is the same for its first updates, and goes on from there with
   * other values; the experiment that is composed gets it, too, where it is the same one.
   */
  fork(run: RunRecord, at: number, set: Change['set']): Promise<void>
  /** Gives a run under way other values, from its next update on. */
  change(run: RunRecord, set: Change['set']): Promise<void>
  /** One update more; starts the experiment paused where nothing is live. */
  step(updates?: number): Promise<void>
  /** Puts the results away; they stay in the history. */
  clear(): void
}

const order = (a: RunRecord, b: RunRecord): number => a.position - b.position || a.id - b.id

function createSession(): Session {
  const draft = useDraft()
  const { list, take } = useRuns()
  const notify = useNotify()
  const { connected } = useConnection()
  /** The launch shown last; 0 for none. */
  const remembered = useLocalStorage('descent-lab.launch', 0)
  const key = shallowRef('')

  const unfinished = computed(() => list.value.find(({ status }) => isLive(status))?.launch)
  const launch = computed(() => {
    const own = list.value.filter((run) => run.launch === remembered.value)
    if (own.some(({ status }) => isLive(status))) return remembered.value
    return unfinished.value ?? (own.length > 0 ? remembered.value : 0)
  })
  const runs = computed(() => list.value.filter((run) => run.launch === launch.value).sort(order))
  const live = computed(() => runs.value.filter(({ status }) => isLive(status)))
  const state = computed((): SessionState => {
    if (runs.value.length === 0) return 'ready'
    if (live.value.length === 0) return 'ended'
    return live.value.every(({ status }) => status === 'paused') ? 'paused' : 'running'
  })

  watch(
    [() => runs.value[0]?.id, connected],
    async ([run], [before]) => {
      // What is known stays so while the lab is out of reach.
      if (run !== before) key.value = ''
      if (run === undefined || key.value !== '' || !connected.value) return
      try {
        const { experiment } = await call('runs.get', { run })
        if (runs.value[0]?.id === run) key.value = objectiveKey(experiment.objective)
      } catch {
        // Its paths are then left out of the picture; the run itself is shown all the same.
      }
    },
    { immediate: true },
  )

  let last: Promise<void> = Promise.resolve()
  /** One act after the other, so that each sees what the one before has done; none is dropped. */
  function acting(title: string, act: () => Promise<void>): Promise<void> {
    last = last.then(async () => {
      try {
        await act()
      } catch (error) {
        if (error instanceof LabError) draft.refuse(error.issues)
        notify.failed(title, error)
      }
    })
    return last
  }

  const start = (paused = false): Promise<void> =>
    acting('The experiment could not be started', async () => {
      // Pressed twice, the second press finds the runs of the first.
      if (live.value.length > 0) return
      draft.commit()
      const started = await call('runs.start', { experiment: plainOf(draft.document.value), paused })
      take(started)
      remembered.value = started[0]?.launch ?? 0
    })

  const control = (action: Action, only?: readonly number[], updates = 1): Promise<void> =>
    acting('The runs did not take that', async () => {
      const ids = only ?? live.value.map(({ id }) => id)
      if (ids.length > 0) await call('runs.control', { runs: [...ids], action, updates })
    })

  /** The composer's experiment goes on as the one whose runs are on show. */
  async function compose(run: RunRecord): Promise<void> {
    const { document } = draft
    const { objective, iterations, runs: composed } = document.value
    const { at = 0 } = run.forkOf ?? {}
    if (objectiveKey(objective) !== key.value || at >= iterations || composed.length >= limits.runs) return
    const { experiment } = await call('runs.get', { run: run.id })
    const [spec] = draftOf({ ...experiment, runs: [experiment.runs[run.position]] }).runs
    composed.push(spec)
    draft.commit()
  }

  const fork = (run: RunRecord, at: number, set: Change['set']): Promise<void> =>
    acting(`${run.label} could not be forked`, async () => {
      const started = await call('runs.fork', { run: run.id, at, set })
      take([started])
      remembered.value = started.launch
      await compose(started)
    })

  const change = (run: RunRecord, set: Change['set']): Promise<void> =>
    acting(`${run.label} could not be changed`, async () => {
      const { at } = await call('runs.change', { run: run.id, set })
      const values = Object.entries(set).map(([name, value]) => `${name} ${valueText(value)}`)
      notify.done(`${run.label}: ${values.join(', ')}`, `From update ${formatCount(at + 1)} on`)
    })

  async function step(updates = 1): Promise<void> {
    void start(true)
    await control('step', undefined, updates)
  }

  return {
    runs,
    state,
    objectiveKey: key,
    start,
    control,
    fork,
    change,
    step,
    clear: () => (remembered.value = 0),
  }
}

/** What the Lab page shows running; it outlives the page, and a reload finds it again. */
export const useSession = createGlobalState(createSession)
