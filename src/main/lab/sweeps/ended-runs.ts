import { runStatuses } from '@core/run-statuses'
import { failedOutcome, numbersOf, packRun, placeOf } from '@core/sweep/packing'
import type { RunKey } from '@core/sweep/runs'
import { reasonToJson } from '@core/reasons/json'
import { reasonText } from '@core/reasons/wording'
import type { EndedRuns, OwnRow } from '../../store/tables/sweep-runs'
import type { EndStatus, PointBatch, SweepAnswer } from '../../../worker/protocol'
import type { HashMaker } from '../runs/trajectory-hash'

/** What is kept of a run besides its numbers: its curve. */
function rowWith(curve: readonly PointBatch[], status: EndStatus, hashes: HashMaker): OwnRow {
  const [{ columns, count }] = curve
  const hash = hashes(columns.length / count)
  for (const piece of curve) hash.take(piece)
  const points = curve.reduce((sum, piece) => sum + piece.count, 0)
  return { own: { points, hash: hash.digest(status) }, curve: () => curve }
}

/** Runs as a thread tells of them, for the store. */
export function endedRuns(
  { count, numbers, reasons, curves }: SweepAnswer,
  targets: number,
  hashes: HashMaker,
): EndedRuns {
  const width = numbersOf(targets)
  const statusOf = (place: number): EndStatus =>
    runStatuses[numbers[place * width + placeOf.status]] as EndStatus
  const owned = new Map(
    curves.map(([place, curve]) => [place, rowWith(curve, statusOf(place), hashes)] as const),
  )
  return { count, numbers: numbers.subarray(0, count * width), reasons, owned }
}

/** A run that its thread ended in. */
export function lostRun(key: RunKey, targets: number): EndedRuns {
  const numbers = new Float64Array(numbersOf(targets))
  const outcome = failedOutcome(targets, 0)
  packRun({ key, outcome, reason: 0, endedAt: Date.now() }, numbers, 0)
  const reason = { kind: 'thread-ended', values: {} } as const
  return {
    count: 1,
    numbers,
    reasons: [[reasonText(reason), reasonToJson(reason)]],
    owned: new Map(),
  }
}
