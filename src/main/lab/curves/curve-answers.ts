import type { CurveSlice, LabHandlers, RunRecord } from '../../contract'
import { Fault } from '../../faults'
import type { Store } from '../../store'
import { createViewer } from './curve-view'

/** What stored curves are asked for. */
export type CurveCall = 'curves.read' | 'curves.view' | 'storage.read'
export type CurveAnswers = Pick<LabHandlers, CurveCall>

/** Numbers in one answer: 4 MB are through a bridge in a few milliseconds. */
const mostNumbers = 500_000

interface Wanted {
  readonly record: RunRecord
  readonly names: readonly string[]
  readonly first: number
  readonly limit: number
}

/** Answers the calls that need nothing but the store. */
export function createCurveAnswers(store: Store): CurveAnswers {
  const { curves, runs, storage } = store

  function found(run: number): RunRecord {
    const record = runs.get(run)
    if (!record) throw new Fault('missing', `there is no run ${run}`)
    return record
  }

  /** @throws Fault `invalid` */
  function requireSeries({ id, series: known }: RunRecord, series: readonly string[]): void {
    const unknown = series.find((name) => !known.includes(name))
    if (unknown === undefined) return
    throw new Fault(
      'invalid',
      `run ${id} has no series ${JSON.stringify(unknown)}; it has ${known.join(', ')}`,
    )
  }

  function sliceOf({ record: { id: run }, names, first, limit }: Wanted): CurveSlice {
    const slice = curves.read(run, names, first, limit)
    // Asked after the curve, so that a run that goes on has its last point accounted for.
    const { recordEvery: every, iterations: last } = found(run)
    return { run, ...slice, every, last }
  }

  const view = createViewer(curves, found)

  return {
    'curves.read'({ runs: asked, series }) {
      const wanted = asked.flatMap(({ run, first, limit = Infinity }): Wanted[] => {
        const record = runs.get(run)
        if (!record) return []
        return [{ record, names: series.filter((name) => record.series.includes(name)), first, limit }]
      })
      let left = mostNumbers
      return wanted.map((each, index) => {
        const width = Math.max(1, each.names.length)
        // What a run leaves of its share is for those after it.
        const share = Math.max(1, Math.floor(left / (wanted.length - index) / width))
        const slice = sliceOf({ ...each, limit: Math.min(each.limit, share) })
        left -= slice.count * width
        return slice
      })
    },

    'curves.view'(input) {
      for (const run of input.runs) requireSeries(found(run), input.series)
      return view(input)
    },

    // To add up what is in the trash takes a while.
    'storage.read': () => storage.read(store.file),
  }
}
