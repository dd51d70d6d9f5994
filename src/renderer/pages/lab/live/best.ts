import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { climbs } from '@core/ascent'
import type { RunRecord } from '../../../../main/contract'
import type { Curve } from '../../../model/curves/curves'
import { pointsOf } from '../../../model/curves/parts'
import { call } from '../../../client/lab'
import { paced } from '../../../model/pace'
import { lastAtOrBelow } from '../../../model/sequence'

/** The lowest finite loss of a run up to some moment, or the highest of one that climbs, and the update it was first seen after. */
export interface Best {
  readonly loss: number
  readonly iteration: number
}

type Scored = Pick<RunRecord, 'bestLoss' | 'bestIteration' | 'hyper'>

function bestOf(
  run: Pick<Scored, 'hyper'>,
  iterations: Float64Array,
  losses: Float64Array,
  last: number,
): Best | undefined {
  const isClimb = climbs(run)
  let found = -1
  for (let index = 0; index <= last; index++) {
    const isBetter = isClimb ? losses[index] > losses[found] : losses[index] < losses[found]
    if (Number.isFinite(losses[index]) && (found < 0 || isBetter)) found = index
  }
  return found < 0 ? undefined : { loss: losses[found], iteration: iterations[found] }
}

const none: Best = { loss: NaN, iteration: 0 }

/**
 * The best of a run up to the playhead, of the recorded points where it came later; undefined where
 * the points up to there are not held, and the lab has to be asked.
 */
export function bestUpTo(
  run: Scored,
  curve: Curve | undefined,
  playhead: number | undefined,
): Best | undefined {
  const { bestLoss, bestIteration } = run
  if (playhead === undefined || bestIteration <= playhead) return { loss: bestLoss, iteration: bestIteration }
  if (!curve) return undefined
  const { iterations, series, length, whole } = curve
  const last = lastAtOrBelow(whole?.iterations ?? iterations, playhead)
  if (!series.loss || last >= length) return undefined
  return bestOf(run, iterations, series.loss, last) ?? none
}

interface BestInput {
  readonly runs: () => readonly RunRecord[]
  readonly curves: () => ReadonlyMap<number, Curve>
  readonly playhead: () => number | undefined
}

/**
 * The best of each run up to the playhead, by id. Of runs whose points are not held the lab is asked,
 * no more often than the page can draw; until it has answered they have none.
 */
export function useBest({
  runs,
  curves,
  playhead,
}: BestInput): Readonly<ShallowRef<ReadonlyMap<number, Best>>> {
  const best = shallowRef<ReadonlyMap<number, Best>>(new Map())
  /** What the lab said, and of which moment. */
  let told: { readonly at: number | undefined; readonly best: ReadonlyMap<number, Best> } = {
    at: undefined,
    best: new Map(),
  }
  let asking = false

  function gather(): readonly number[] {
    const known = new Map<number, Best>()
    const missing: number[] = []
    for (const run of runs()) {
      const answer = told.at === playhead() ? told.best.get(run.id) : undefined
      const found = bestUpTo(run, curves().get(run.id), playhead()) ?? answer
      if (found) known.set(run.id, found)
      else missing.push(run.id)
    }
    best.value = known
    return missing
  }

  async function ask(): Promise<void> {
    const at = playhead()
    const missing = gather()
    if (asking || at === undefined || missing.length === 0) return
    asking = true
    try {
      const slices = await call('curves.read', {
        runs: missing.map((run) => ({ run })),
        series: ['loss'],
        picture: { to: at, columns: 1 },
      })
      const known = new Map(runs().map((run) => [run.id, run]))
      const answers = slices.map((slice) => {
        const { iterations, values } = pointsOf(slice, 'loss')
        // One point beyond the range comes along.
        const last = lastAtOrBelow(iterations, at)
        const asked = known.get(slice.run) ?? { hyper: {} }
        return [slice.run, bestOf(asked, iterations, values, last) ?? none] as const
      })
      told = { at, best: new Map(answers) }
      request()
    } catch {
      // The charts say what is wrong with reading; the next move of the playhead asks again.
    } finally {
      asking = false
    }
  }
  const { request, cancel } = paced(() => void ask())
  watch([runs, curves, playhead], () => void (gather().length > 0 && request()), { immediate: true })
  onScopeDispose(cancel)
  return best
}
