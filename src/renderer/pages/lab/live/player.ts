import { useRafFn } from '@vueuse/core'
import { watch, type Ref } from 'vue'
import { shareAfter, timelineOf, type Replayed, type Timeline } from '../../../model/replay'
import { durationOf, useReplaySettings } from '../../../model/replay-settings'

/** A frame that took longer counts as so many milliseconds: a slow picture makes a slow race, not a jump. */
const longestFrame = 250

interface PlayerInput {
  readonly curves: () => readonly Replayed[]
  /** The newest update of the curves. */
  readonly last: () => number
  /** Undefined: at the newest update. */
  readonly playhead: Ref<number | undefined>
}

export interface Player {
  readonly playing: Readonly<Ref<boolean>>
  /** From where the playhead is, or from the start where it is at the end; playing: rests there. */
  toggle(): void
  playFromStart(): void
}

/** Moves the playhead at the chosen speed, until its end or until somebody else moves it. */
export function usePlayer({ curves, last, playhead }: PlayerInput): Player {
  const { stored, speed, pace } = useReplaySettings()
  let timeline: Timeline = timelineOf('update', 0, [])
  let elapsed = 0
  let duration = 1
  /** Where the playhead was put. */
  let placed: number | undefined

  const { isActive, pause, resume } = useRafFn(
    ({ delta }) => {
      elapsed += Math.min(delta, longestFrame)
      show()
    },
    { immediate: false },
  )

  function show(): void {
    const share = shareAfter(elapsed, duration, stored.value.loop)
    if (share === undefined) pause()
    placed = share === undefined ? undefined : timeline.at(share)
    playhead.value = placed
  }
  function play(from: number): void {
    // One update a second is the same however the time is spread.
    timeline = timelineOf(speed.value.value === 'each' ? 'update' : pace.value, last(), curves())
    duration = durationOf(speed.value.value, timeline.last)
    elapsed = timeline.shareOf(from) * duration
    if (timeline.last === 0) return
    show()
    resume()
  }

  watch(
    playhead,
    (now) => {
      if (now !== placed) pause()
    },
    { flush: 'sync' },
  )
  watch([speed, pace], () => {
    if (isActive.value) play(placed ?? 0)
  })

  return {
    playing: isActive,
    toggle() {
      if (isActive.value) pause()
      else play(playhead.value === undefined || playhead.value >= last() ? 0 : playhead.value)
    },
    playFromStart: () => play(0),
  }
}
