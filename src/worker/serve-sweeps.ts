import type { MessagePort } from 'node:worker_threads'
import type { Reason } from '@core/reasons/contract'
import { reasonToJson } from '@core/reasons/json'
import { reasonText } from '@core/reasons/wording'
import { numbersOf, packOutcome } from '@core/sweep/packing'
import type { RunKey } from '@core/sweep/runs'
import { sweepSlot, type PointBatch, type SweepAnswer, type SweepOrder } from './protocol'
import { ReadySweep, Stopped } from './ready-sweep'

/** Milliseconds after which what there is is told. */
const patience = 80
/** Runs that are told together at the most, and numbers of their curves. */
const mostTold = 1_000
const mostNumbers = 1 << 20

const buffersOf = ({ curves }: SweepAnswer): ArrayBuffer[] =>
  curves.flatMap((curve) => curve.map(({ columns }) => columns.buffer as ArrayBuffer))

function keysOf({ keys }: SweepOrder): readonly RunKey[] {
  return Array.from({ length: keys.length / 4 }, (_, index) => {
    const [method, problem, trial, seed] = keys.subarray(4 * index, 4 * index + 4)
    return { method, problem, trial, seed }
  })
}

/** Tells a reason in words and as data; most runs of a sweep end for the one of the run before. */
function reasonTeller(): (reason: Reason) => readonly [text: string, json: string] {
  let last: readonly [string, string] = ['', '']
  return (reason) => {
    const json = reasonToJson(reason)
    if (json !== last[1]) last = [reasonText(reason), json]
    return last
  }
}

/** Answers a port with runs of sweeps, one order after the other. */
export function serveSweeps(port: MessagePort): void {
  let ready: ReadySweep | undefined
  let flags: Int32Array = new Int32Array(1)
  let deadline = Infinity
  const pulse = (): void => {
    if (performance.now() > deadline || Atomics.load(flags, sweepSlot.stop) !== 0)
      throw new Stopped('stopped')
  }

  function* answersTo(order: SweepOrder, sweep: ReadySweep): Generator<SweepAnswer> {
    const keys = keysOf(order)
    const width = numbersOf(sweep.targets)
    const made = sweep.made(keys)
    const told = reasonTeller()
    let first = 0
    for (let stopped = false; first < keys.length && !stopped;) {
      const begun = performance.now()
      const most = Math.min(mostTold, keys.length - first)
      const numbers = new Float64Array(most * width)
      const reasons: (readonly [string, string])[] = []
      const curves: (readonly PointBatch[])[] = []
      let kept = 0
      while (reasons.length < most && kept < mostNumbers && performance.now() - begun < patience) {
        try {
          const { value: run } = made.next()
          if (!run) break
          packOutcome(run.numbers, sweep.targets, numbers, reasons.length * width)
          reasons.push(told(run.reason))
          curves.push(run.curve)
          kept += run.curve.reduce((sum, { columns }) => sum + columns.length, 0)
        } catch (error) {
          if (!(error instanceof Stopped)) throw error
          stopped = true
          break
        }
      }
      const count = reasons.length
      yield { first, count, numbers, reasons, curves, over: stopped || first + count === keys.length }
      first += count
    }
  }

  port.on('message', (order: SweepOrder) => {
    flags = new Int32Array(order.control)
    deadline = performance.now() + order.within
    if (ready?.sweep !== order.sweep) ready = new ReadySweep(order.sweep, order, pulse)
    for (const answer of answersTo(order, ready)) port.postMessage(answer, buffersOf(answer))
  })
}
