import { shallowRef, watch, type ShallowRef } from 'vue'
import { distanceSeries, isParameterSeries, iterationOf } from '@core/plan'
import type { RunDetail } from '../../../main/contract'
import { isLive } from '@core/run-statuses'
import { call } from '../../client/lab'
import { boundOf } from '../../model/bind'
import { readingAt } from '../../model/playhead'
import { distanceToMinimum } from '../../model/distance-to-minimum'

/** Of the last recorded parameters of a run to the nearest known minimum; undefined where that is not known. */
export async function finalDistance(run: RunDetail): Promise<number | undefined> {
  const { id, points, minimum, experiment } = run
  const recorded = run.series.includes(distanceSeries)
  const parameters = run.series.filter(isParameterSeries)
  if (points === 0 || minimum === null || (!recorded && parameters.length === 0)) return undefined
  const series = recorded ? [distanceSeries] : parameters
  const slices = await call('curves.read', { runs: [{ run: id, first: points - 1, limit: 1 }], series })
  const [reading] = slices.map(({ count: length, first, every, last, series }) => {
    const iterations = Float64Array.of(iterationOf(first, every, last)).subarray(0, length)
    return readingAt({ run: id, length, iterations, series }, undefined)
  })
  if (!reading) return undefined
  const minima = recorded ? [] : (await boundOf(experiment)).objective.minima
  return distanceToMinimum(run, reading, minima).distance
}

/** The same for whichever run is shown; undefined until it has ended and the distance is known. */
export function useFinalDistance(run: () => RunDetail | undefined): Readonly<ShallowRef<number | undefined>> {
  const distance = shallowRef<number>()
  const ended = (): RunDetail | undefined => {
    const shown = run()
    return shown && !isLive(shown.status) ? shown : undefined
  }
  watch(
    () => ended()?.id,
    async (id) => {
      const of = ended()
      distance.value = undefined
      if (!of) return
      try {
        const found = await finalDistance(of)
        if (ended()?.id === id) distance.value = found
      } catch {
        // Without its data the minimum is not known; the other results stand on their own.
      }
    },
    { immediate: true },
  )
  return distance
}
