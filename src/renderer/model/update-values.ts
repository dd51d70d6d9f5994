import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { UpdateValues } from '@core/arithmetic/update'
import { call } from '../client/lab'
import { errorText } from './notify'

/** An update of a run, and the parameters that are looked at. */
export interface WantedUpdate {
  readonly run: number
  /** Counts from 1. */
  readonly update: number
  /** From 0. */
  readonly coordinates: readonly number[]
}

export interface AskedUpdate {
  /** The last ones that came in; of `shown`. */
  readonly values: ShallowRef<UpdateValues | undefined>
  /** What they are of. */
  readonly shown: ShallowRef<WantedUpdate | undefined>
  readonly error: Ref<string>
  /** How much of the way to the update is done, from 0 to 1, once that takes a while. */
  readonly share: Ref<number | undefined>
  /** Gives up what takes a while; it is asked for again when something else has been in between. */
  stop(): void
}

/** What takes longer than this is said to be under way, in milliseconds; and how often it is asked how far it is. */
const patience = 300
const lookDelay = 250

let asked = 0

/** The numbers of an update as the lab works them out; while it does, what is wanted may change: the last counts. */
export function useUpdateValues(wanted: () => WantedUpdate | undefined): AskedUpdate {
  const replay = `update ${++asked} ${crypto.randomUUID()}`
  const values = shallowRef<UpdateValues>()
  const shown = shallowRef<WantedUpdate>()
  const error = ref('')
  const share = ref<number>()
  let underWay = false
  let next: WantedUpdate | undefined
  let slow: ReturnType<typeof setInterval> | undefined
  let late: ReturnType<typeof setTimeout> | undefined

  const stop = (): void => void call('runs.abandonReplay', { replay }).catch(() => undefined)

  function look(): void {
    // Somebody has gone elsewhere meanwhile.
    if (next) stop()
    share.value ??= 0
    void call('runs.replaying', { replay }).then(
      (now) => {
        if (underWay && now !== null) share.value = now
      },
      () => undefined,
    )
  }

  async function ask(update: WantedUpdate): Promise<void> {
    underWay = true
    late = setTimeout(() => {
      look()
      slow = setInterval(look, lookDelay)
    }, patience)
    try {
      const found = await call('runs.update', { ...update, coordinates: [...update.coordinates], replay })
      values.value = found
      shown.value = update
      error.value = ''
    } catch (reason) {
      if (!next) error.value = errorText(reason)
    }
    clearTimeout(late)
    clearInterval(slow)
    share.value = undefined
    underWay = false
    const following = next
    next = undefined
    if (following) await ask(following)
  }

  watch(
    wanted,
    (update, before) => {
      if (!update || JSON.stringify(update) === JSON.stringify(before)) return
      if (underWay) next = update
      else void ask(update)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    next = undefined
    clearTimeout(late)
    clearInterval(slow)
    if (underWay) stop()
  })
  return { values, shown, error, share, stop }
}
