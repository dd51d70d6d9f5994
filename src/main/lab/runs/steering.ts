import type { Change } from '@core/experiment'
import { Fault } from '../../faults'
import type { RunMessage } from '../../../worker/protocol'

interface Waiting {
  settle(change: Change): void
  fail(fault: Fault): void
}

/** Whoever has asked for other settings of a run under way hears here where they take hold. */
export class Steering {
  private readonly waiting = new Map<number, Waiting[]>()

  /** @param ask what has the run change: its answers come in the order of the questions */
  constructor(private readonly ask: (run: number, set: Change['set']) => void) {}

  /** @throws Fault `conflict` where the run ends first, or has no update left */
  change(run: number, set: Change['set']): Promise<Change> {
    return new Promise((settle, fail) => {
      this.waiting.set(run, [...(this.waiting.get(run) ?? []), { settle, fail }])
      this.ask(run, set)
    })
  }

  take(run: number, message: RunMessage): void {
    const waiting = this.waiting.get(run)
    if (!waiting) return
    if (message.type === 'ended') {
      this.waiting.delete(run)
      for (const { fail } of waiting) fail(tooLate(run))
    }
    if (message.type !== 'changed') return
    const { at, changes } = message
    const change = changes.find((each) => each.at === at)
    const first = waiting.shift()
    if (change) first?.settle(change)
    else first?.fail(tooLate(run))
  }

  close(): void {
    const fault = new Fault('conflict', 'the lab was closed before the run had changed')
    for (const { fail } of [...this.waiting.values()].flat()) fail(fault)
    this.waiting.clear()
  }
}

const tooLate = (run: number): Fault =>
  new Fault('conflict', `run ${run} has no update left that could be made with other values`)
