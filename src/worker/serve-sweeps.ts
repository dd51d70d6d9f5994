import type { MessagePort } from 'node:worker_threads'
import { Kernels } from '@core/batch'
import type { Reason } from '@core/reasons/contract'
import { reasonToJson } from '@core/reasons/json'
import { reasonText } from '@core/reasons/wording'
import { numbersOf, packRun } from '@core/sweep/packing'
import { sweepSlot, type PointBatch, type SweepAnswer, type SweepOrder, type ToldReason } from './protocol'
import { ReadySweep, Stopped } from './ready-sweep'

/** Milliseconds after which what there is is told. */
const patience = 80
/** Runs that are told together at the most, and numbers of their curves. */
const mostTold = 1_000
const mostNumbers = 1 << 20

const buffersOf = ({ numbers, curves }: SweepAnswer): ArrayBuffer[] =>
  [numbers, ...curves.flatMap(([, curve]) => curve.map(({ columns }) => columns))].map(
    ({ buffer }) => buffer as ArrayBuffer,
  )

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b)
  const [from, to] = [a, b] as Readonly<Record<string, unknown>>[]
  const names = Object.keys(from)
  return names.length === Object.keys(to).length && names.every((name) => isSame(from[name], to[name]))
}

/** A list of reasons, each told once: most runs of a sweep end for the one of the run before. */
class Reasons {
  readonly told: ToldReason[] = []
  private readonly places = new Map<string, number>()
  private last: { readonly reason: Reason; readonly place: number } | undefined

  placeOf(reason: Reason): number {
    if (this.last && isSame(this.last.reason, reason)) return this.last.place
    const json = reasonToJson(reason)
    const place = this.places.get(json) ?? this.told.push([reasonText(reason), json]) - 1
    this.places.set(json, place)
    this.last = { reason, place }
    return place
  }
}

/** Answers a port with runs of sweeps, one order after the other. */
export function serveSweeps(port: MessagePort): void {
  let ready: ReadySweep | undefined
  // Of all sweeps: the next one may be like this one.
  const kernels = new Kernels()
  let flags: Int32Array = new Int32Array(1)
  let deadline = Infinity
  const pulse = (): void => {
    if (performance.now() > deadline || Atomics.load(flags, sweepSlot.stop) !== 0)
      throw new Stopped('stopped')
  }

  function* answersTo({ runs }: SweepOrder, sweep: ReadySweep): Generator<SweepAnswer> {
    const keys = Array.from(runs, (run) => sweep.runs.keyAt(run))
    const width = numbersOf(sweep.targets)
    const made = sweep.made(keys)
    let first = 0
    for (let stopped = false; first < keys.length && !stopped;) {
      const begun = performance.now()
      const most = Math.min(mostTold, keys.length - first)
      const numbers = new Float64Array(most * width)
      const reasons = new Reasons()
      const curves: (readonly [number, readonly PointBatch[]])[] = []
      let count = 0
      let kept = 0
      while (count < most && kept < mostNumbers && performance.now() - begun < patience) {
        try {
          const { value: run } = made.next()
          if (!run) break
          const { outcome, curve } = run
          const reason = reasons.placeOf(run.reason)
          const packed = { key: keys[first + count], outcome, reason, endedAt: Date.now() }
          packRun(packed, numbers, count * width)
          if (curve.length > 0) curves.push([count, curve])
          count += 1
          kept += curve.reduce((sum, { columns }) => sum + columns.length, 0)
        } catch (error) {
          if (!(error instanceof Stopped)) throw error
          stopped = true
          break
        }
      }
      const over = stopped || first + count === keys.length
      yield { first, count, numbers, reasons: reasons.told, curves, over }
      first += count
    }
  }

  port.on('message', (order: SweepOrder) => {
    flags = new Int32Array(order.control)
    deadline = performance.now() + order.within
    if (ready?.sweep !== order.sweep) ready = new ReadySweep(order.sweep, order, pulse, kernels)
    for (const answer of answersTo(order, ready)) port.postMessage(answer, buffersOf(answer))
  })
}
