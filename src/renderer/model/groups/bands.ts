import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { CallInput, CurveBand } from '../../../main/contract'
import { call, onConnection } from '../../client/lab'
import { retryAfter } from '../curves/asking'
import { useRuns } from '../runs'

export type BandInput = CallInput<'curves.band'>

/** A group of runs whose band is to be drawn. */
export interface BandWish {
  readonly key: string
  /** Left out: it cannot be told of these runs what is plotted. */
  readonly input: BandInput | undefined
}

export interface Bands {
  /** By key, those that are there of what is wished for now. */
  readonly bands: Readonly<ShallowRef<ReadonlyMap<string, CurveBand>>>
  /** How many are still being worked out for the first time. */
  readonly waiting: Readonly<Ref<number>>
  /** Why one could not be read; empty when all could. */
  readonly error: Readonly<ShallowRef<string>>
}

interface Answer {
  /** What was asked, word for word. */
  readonly input: string
  /** How far its runs had come. */
  readonly points: string
  readonly band: CurveBand
}

/**
 * The bands over some groups, one asked for after the other, and again when their runs have gone on:
 * then for no more than half of the time.
 */
export function useBands(wishes: () => readonly BandWish[]): Bands {
  const runs = useRuns()
  const bands = shallowRef<ReadonlyMap<string, CurveBand>>(new Map())
  const waiting = ref(0)
  const error = shallowRef('')
  const held = new Map<string, Answer>()
  let reading = false
  let over = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const asked = () =>
    wishes().flatMap(({ key, input }) => {
      if (!input) return []
      const points = input.runs.map((run) => {
        const record = runs.byId.get(run)
        return record ? `${record.points}${record.status}` : ''
      })
      return [{ key, input, text: JSON.stringify(input), points: points.join() }]
    })

  function publish(): void {
    const now = asked()
    const there = now.flatMap(({ key, text }) => {
      const answer = held.get(key)
      return answer?.input === text ? [[key, answer.band] as const] : []
    })
    waiting.value = now.length - there.length
    const same =
      there.length === bands.value.size && there.every(([key, band]) => bands.value.get(key) === band)
    if (!same) bands.value = new Map(there)
  }

  function readSoon(milliseconds: number): void {
    timer ??= setTimeout(() => {
      timer = undefined
      void readOn()
    }, milliseconds)
  }

  async function readOn(): Promise<void> {
    if (reading || timer !== undefined) return
    reading = true
    try {
      for (;;) {
        const now = over ? [] : asked()
        const missing = now.find(({ key, text }) => held.get(key)?.input !== text)
        const old = now.find(({ key, points }) => held.get(key)?.points !== points)
        const next = missing ?? old
        if (!next) break
        const begun = performance.now()
        const band = await call('curves.band', next.input)
        held.set(next.key, { input: next.text, points: next.points, band })
        error.value = ''
        publish()
        if (missing) continue
        readSoon(performance.now() - begun)
        break
      }
    } catch (failure) {
      error.value = failure instanceof Error ? failure.message : String(failure)
      readSoon(retryAfter)
    } finally {
      reading = false
    }
  }

  watch(
    () => asked().map(({ key, text, points }) => [key, text, points].join(' ')),
    () => {
      const keys = new Set(wishes().map(({ key }) => key))
      for (const key of held.keys()) if (!keys.has(key)) held.delete(key)
      publish()
      void readOn()
    },
    { immediate: true },
  )
  const forget = onConnection((connected) => {
    if (connected) void readOn()
  })
  onScopeDispose(() => {
    forget()
    over = true
    clearTimeout(timer)
  })
  return { bands, waiting, error }
}
