import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { call } from '../../client/lab'
import { errorText } from '../notify'
import { MapPicture } from './picture'
import { mapKey, type MapWanted } from './wanted'

export interface RateMap {
  /** The newest map of which something is there. */
  readonly picture: Readonly<ShallowRef<MapPicture | undefined>>
  /** Another number when more of it is there. */
  readonly version: Readonly<Ref<number>>
  readonly error: Readonly<Ref<string>>
}

/** Calls under way: as many as there are threads to answer them, with one more so that none waits for this page. */
const lanes = Math.min(8, navigator.hardwareConcurrency || 2) + 1
/** Pixels of the first calls, which are there at once, and of all others, at the most. */
const [few, many] = [64, 4_096]

interface Range {
  readonly from: number
  readonly limit: number
}

/** Pieces of the whole, the coarse pixels in small ones. */
function rangesOf(total: number): Range[] {
  const ranges: Range[] = []
  for (let from = 0; from < total;) {
    const limit = Math.min(from < 4 * few ? few : many, total - from)
    ranges.push({ from, limit })
    from += limit
  }
  return ranges
}

/** Has the lab work out a map while somebody looks at it, and anew when another one is wanted. */
export function useRateMap(wanted: () => MapWanted | undefined): RateMap {
  const picture = shallowRef<MapPicture>()
  const version = ref(0)
  const error = ref('')
  /** Which map is under way: answers for another one come too late. */
  let turn = 0

  async function follow(ranges: Range[], { experiment, ...rest }: MapWanted, fresh: MapPicture, own: number) {
    for (let range = ranges.shift(); range && own === turn; range = ranges.shift()) {
      const pixels = await call('maps.pixels', { experiment, ...rest, ...range })
      if (own !== turn) return
      const left = range.limit - pixels.count
      if (left > 0) ranges.unshift({ from: range.from + pixels.count, limit: left })
      fresh.take(pixels)
      picture.value = fresh
      version.value += 1
    }
  }

  async function begin(): Promise<void> {
    const own = ++turn
    const map = wanted()
    error.value = ''
    if (!map) return
    const { x, y, size } = map
    const fresh = new MapPicture({ x, y, size }, map.updates)
    const ranges = rangesOf(fresh.total)
    try {
      await Promise.all(Array.from({ length: lanes }, () => follow(ranges, map, fresh, own)))
    } catch (failure) {
      if (own !== turn) return
      turn += 1
      error.value = errorText(failure)
    }
  }

  watch(
    () => {
      const map = wanted()
      return map && mapKey(map)
    },
    begin,
    { immediate: true },
  )
  onScopeDispose(() => (turn += 1))
  return { picture, version, error }
}
