import { createGlobalState, useManualRefHistory } from '@vueuse/core'
import { computed, ref, shallowReactive, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { parseExperiment, type Experiment } from '@core/experiment'
import { upgraded } from '@core/experiment-upgrade'
import type { Issue } from '@core/issues'
import { parseSweep, type Sweep } from '@core/sweep/document'
import { copyOf, draftOf, isDraft, type Draft } from './document'
import { relabelled, saidOf } from './edit'
import { firstExperiment } from './first'
import { inWords } from './issues'
import { composedName } from './name'
import { documentOf, draftOfSweep, isSweep, plainOf } from './sweep'

export interface DraftStore {
  /**
   * The experiment as it is being written; edit it in place. Its name follows what it is composed of
   * until somebody types another.
   */
  readonly document: Ref<Draft>
  /** The document with every default filled in; undefined while something is wrong with it. */
  readonly experiment: ComputedRef<Experiment | undefined>
  readonly issues: ComputedRef<readonly Issue[]>
  /** The saved experiment that `save` overwrites; undefined for one that was never saved. */
  readonly savedId: ComputedRef<number | undefined>
  /** Another number for another document: one that was opened, or the one before that undo brings back. */
  readonly opening: ComputedRef<number>
  /** True when something changed since it was opened or saved. */
  readonly dirty: ComputedRef<boolean>
  readonly canUndo: ComputedRef<boolean>
  readonly canRedo: ComputedRef<boolean>
  undo(): void
  redo(): void
  /** Opens an experiment; undo brings back the one before. */
  load(experiment: Experiment, savedId?: number): void
  /** Opens a sweep, which may be a saved one; undo brings back the one before. */
  loadSweep(sweep: Sweep, savedId?: number): void
  /** Opens the ready first experiment. */
  reset(): void
  /** Notes that the document as it stands is saved under this id. */
  markSaved(id: number): void
  /** Takes in what only the lab can find wrong, data being read; holds until the next edit. */
  refuse(issues: readonly Issue[]): void
  /** Ends the step of undo that is being written, and keeps the document for a reload. */
  commit(): void
}

/** Edits closer together than this are one step of undo. */
const pause = 400
const steps = 200

/** Where a document came from: what it was when opened or saved last, as JSON, and where it is saved. */
interface Origin {
  readonly baseline: string
  readonly savedId: number | undefined
}

/** What undo goes back to. A save is no edit, so origins stay outside and are pointed at. */
interface State {
  readonly origin: number
  document: Draft
}

interface Kept extends Origin {
  readonly document: Draft
}

const textOf = (document: Draft): string => JSON.stringify(document)

function restored(storage: Storage, key: string): Kept | undefined {
  try {
    const kept = JSON.parse(storage.getItem(key) ?? 'null') as Partial<Kept> | null
    const { document } = upgraded(kept?.document)
    if (!kept || !isDraft(document)) return undefined
    const isUntouched = kept.document !== undefined && textOf(kept.document) === kept.baseline
    const baseline = isUntouched ? textOf(document) : String(kept.baseline)
    return { document, baseline, savedId: kept.savedId }
  } catch {
    // Not ours, or cut short: the ready experiment is a better start than a blank page.
    return undefined
  }
}

/** @param key the draft's place in `storage`, where a reload finds it again */
export function createDraft(storage: Storage, key = 'descent-lab.draft'): DraftStore {
  const first = (): Kept => {
    const document = firstExperiment()
    return { document, baseline: textOf(document), savedId: undefined }
  }
  const { document: opened, ...opening } = restored(storage, key) ?? first()
  const origins = shallowReactive<Origin[]>([opening])
  const state = ref<State>({ origin: 0, document: opened })
  const history = useManualRefHistory<State>(state, { clone: copyOf, capacity: steps })

  const document = computed({
    get: () => state.value.document,
    set: (value) => (state.value.document = value),
  })
  const origin = computed(() => origins[state.value.origin])
  const text = computed(() => textOf(document.value))
  const refused = shallowRef<readonly Issue[]>([])
  const parsed = computed(() => parseExperiment(plainOf(document.value)))
  /** What is wrong with its ranges, once each value by itself is right. */
  const swept = computed(() => {
    if (!parsed.value.ok || !isSweep(document.value)) return []
    const sweep = parseSweep(documentOf(document.value))
    return sweep.ok ? [] : sweep.issues
  })

  const held = computed(() => textOf(history.last.value.snapshot.document))

  function keep(): void {
    try {
      storage.setItem(key, JSON.stringify({ document: document.value, ...origin.value } satisfies Kept))
    } catch {
      // Full, or turned off: the document lives on in this window.
    }
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  function commit(): void {
    clearTimeout(timer)
    timer = undefined
    if (held.value !== text.value) history.commit()
    keep()
  }
  watch(
    text,
    () => {
      refused.value = []
      clearTimeout(timer)
      timer = setTimeout(commit, pause)
    },
    { flush: 'sync' },
  )

  watch(
    [() => composedName(document.value), () => state.value.origin] as const,
    ([name, opened], [before, openedBefore]) => {
      // A name that somebody typed is another one, and stays.
      if (opened === openedBefore && document.value.name === before) document.value.name = name
    },
    { flush: 'sync' },
  )

  watch(
    [() => document.value.runs.map(saidOf), () => state.value.origin] as const,
    ([said, opened], [before, openedBefore]) => {
      if (opened !== openedBefore) return
      document.value.runs.forEach((run, place) => {
        const was = before.at(place)
        const label = run.label !== undefined && was ? relabelled(run.label, was, said[place]) : run.label
        if (label === undefined) delete run.label
        else if (label !== run.label) run.label = label
      })
    },
    { flush: 'sync' },
  )

  function open(next: Draft, savedId: number | undefined): void {
    commit()
    origins.push({ baseline: textOf(next), savedId })
    state.value = { origin: origins.length - 1, document: next }
    history.commit()
    commit()
  }

  return {
    document,
    experiment: computed(() => (parsed.value.ok ? parsed.value.value : undefined)),
    issues: computed(() => {
      if (!parsed.value.ok) return inWords(parsed.value.issues, document.value)
      return swept.value.length > 0 ? swept.value : refused.value
    }),
    savedId: computed(() => origin.value?.savedId),
    opening: computed(() => state.value.origin),
    dirty: computed(() => origin.value?.baseline !== text.value),
    canUndo: computed(() => history.canUndo.value || held.value !== text.value),
    canRedo: history.canRedo,
    undo() {
      commit()
      history.undo()
      commit()
    },
    redo() {
      commit()
      history.redo()
      commit()
    },
    load: (experiment, savedId) => open(draftOf(experiment), savedId),
    loadSweep: (sweep, savedId) => open(draftOfSweep(sweep), savedId),
    reset: () => open(firstExperiment(), undefined),
    markSaved(id) {
      commit()
      origins[state.value.origin] = { baseline: text.value, savedId: id }
      keep()
    },
    refuse: (issues) => (refused.value = issues),
    commit,
  }
}

/** The one experiment that is being composed; it outlives pages and reloads. */
export const useDraft = createGlobalState((): DraftStore => {
  const draft = createDraft(window.localStorage)
  window.addEventListener('pagehide', () => draft.commit())
  return draft
})
