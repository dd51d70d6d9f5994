import { createGlobalState, useLocalStorage } from '@vueuse/core'
import { computed, type ComputedRef, type Ref } from 'vue'
import type { Pace } from './replay'

/** `each`: one update a second, however many there are. */
export type Speed = '16' | '8' | '4' | '2' | 'each'

/** From slow to fast. */
export const speeds: readonly { readonly value: Speed; readonly label: string; readonly short: string }[] = [
  { value: 'each', label: 'One update a second', short: '1/s' },
  { value: '16', label: 'In 16 seconds', short: '16 s' },
  { value: '8', label: 'In 8 seconds', short: '8 s' },
  { value: '4', label: 'In 4 seconds', short: '4 s' },
  { value: '2', label: 'In 2 seconds', short: '2 s' },
]

export const paces: readonly { readonly value: Pace; readonly label: string }[] = [
  { value: 'update', label: 'By update' },
  { value: 'log', label: 'By log of the update' },
  { value: 'loss', label: 'By progress of the loss' },
]

interface Stored {
  speed: Speed
  pace: Pace
  loop: boolean
  /** True: runs that are over before anybody could see them are shown once more, slowly. */
  fresh: boolean
}
const usual: Stored = { speed: '4', pace: 'log', loop: false, fresh: true }

export interface ReplaySettings {
  readonly stored: Ref<Stored>
  /** Those of the choices that are chosen. */
  readonly speed: ComputedRef<(typeof speeds)[number]>
  readonly pace: ComputedRef<Pace>
  /** One step along `speeds`; at the end of them nothing. */
  hurry(faster: boolean): void
}

/** Milliseconds that a replay up to an update takes. */
export const durationOf = (speed: Speed, last: number): number =>
  1_000 * (speed === 'each' ? last : Number(speed))

/** How replays go, on every page and at the next start. */
export const useReplaySettings = createGlobalState((): ReplaySettings => {
  const stored = useLocalStorage('descent-lab.replay', { ...usual }, { mergeDefaults: true })
  /** What lies in the storage may be of another version. */
  const chosen = <Choice extends { readonly value: string }>(
    choices: readonly Choice[],
    value: string,
    otherwise: string,
  ): Choice =>
    choices.find((choice) => choice.value === value) ??
    choices.find((choice) => choice.value === otherwise) ??
    choices[0]
  const speed = computed(() => chosen(speeds, stored.value.speed, usual.speed))
  return {
    stored,
    speed,
    pace: computed(() => chosen(paces, stored.value.pace, usual.pace).value),
    hurry(faster) {
      const next = speeds.at(Math.max(0, speeds.indexOf(speed.value) + (faster ? 1 : -1)))
      if (next) stored.value.speed = next.value
    },
  }
})
