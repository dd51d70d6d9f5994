import { iterationOf } from '@core/plan'
import type { CallArguments, CurveSlice, LabHandlers, RunRecord } from '../../contract'
import { Fault } from '../../faults'
import type { Store } from '../../store'
import { createBands } from './curve-bands'
import type { CurveGrid, CurvePart } from './curve-part'
import { createPictures } from './curve-picture'

/** What stored curves are asked for. */
export type CurveCall = 'curves.read' | 'curves.band' | 'storage.read'
export type CurveAnswers = Pick<LabHandlers, CurveCall>

/** Numbers in one answer: 4 MB are through a bridge in a few milliseconds. */
const mostNumbers = 500_000

/** Answers the calls that need nothing but the store. */
export function createCurveAnswers(store: Store): CurveAnswers {
  const { curves, runs, storage, sweeps } = store

  /** Asked after the curve, so that a run that goes on has its last point accounted for. */
  function recordingOf(run: number): Pick<CurveSlice, 'every' | 'last'> {
    const record = runs.get(run)
    if (!record) throw new Fault('missing', `there is no run ${run}`)
    return { every: record.recordEvery, last: record.iterations }
  }

  function gridOf(run: number): CurveGrid {
    const total = curves.count(run)
    const { every, last } = recordingOf(run)
    return { total, every, last, at: (index) => iterationOf(index, every, last) }
  }

  function sliceOf({ run, names, first, limit }: CurvePart): CurveSlice {
    const slice = curves.read(run, names, first, limit)
    return { run, ...slice, ...recordingOf(run) }
  }

  /** Every point, as far as they go into one answer. */
  function slicesOf(parts: readonly CurvePart[]): readonly CurveSlice[] {
    let left = mostNumbers
    return parts.map((part, index) => {
      const width = Math.max(1, part.names.length)
      // What a run leaves of its share is for those after it.
      const share = Math.max(1, Math.floor(left / (parts.length - index) / width))
      const slice = sliceOf({ ...part, limit: Math.min(part.limit, share) })
      left -= slice.count * width
      return slice
    })
  }

  const picturesOf = createPictures(curves, gridOf)

  /** @throws Fault `conflict` where the curve of a sweep's run was never kept */
  function withCurve(run: number): RunRecord | undefined {
    const record = runs.get(run)
    if (record?.points === 0 && sweeps.keyOf(run)) {
      const message = `the sweep of run ${run} kept values and no curves; open the run in the Lab to make its curve`
      throw new Fault('conflict', message)
    }
    return record
  }

  const partsOf = ({ runs: asked, series }: CallArguments<'curves.read'>): readonly CurvePart[] =>
    asked.flatMap(({ run, first, limit = Infinity }) => {
      const record = withCurve(run)
      if (!record) return []
      return [{ run, names: series.filter((name) => record.series.includes(name)), first, limit }]
    })

  return {
    'curves.read': (input) =>
      input.picture ? picturesOf(partsOf(input), input.picture) : slicesOf(partsOf(input)),

    'curves.band': createBands(curves, withCurve),

    // To add up what is in the trash takes a while.
    'storage.read': () => storage.read(store.file),
  }
}
