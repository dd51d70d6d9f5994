import type { RunRecord, SweepRecord } from '../contract'
import type { Store } from '../store'
import { discard } from './tables/imports'

/** Hears of what was found to have ended. */
export interface Ended {
  runs(records: readonly RunRecord[]): void
  sweeps(records: readonly SweepRecord[]): void
}

/** The other labs on the same database, which may be open at the same time, and may have died. */
export class Neighbours {
  /** Contents that are being deleted. */
  private readonly discarding = new Set<number>()

  constructor(
    private readonly store: Store,
    private readonly session: number,
    private readonly ended: Ended,
  ) {}

  /** Says that this lab is there, then looks who is not. */
  beat(): void {
    this.store.sessions.beat(this.session)
    this.bury()
  }

  /** Whether another lab has the database open. */
  any(): boolean {
    return this.store.sessions.living().some((session) => session !== this.session)
  }

  /** Ends the runs of those that died, and deletes what they had begun to import. */
  bury(): void {
    const dead = this.store.sessions.dead()
    const runs = this.store.runs.markInterrupted(dead)
    if (runs.length > 0) this.ended.runs(runs)
    const sweeps = this.store.sweeps.markInterrupted(dead)
    if (sweeps.length > 0) this.ended.sweeps(sweeps)
    for (const content of this.store.datasets.begunBy(dead)) {
      if (this.discarding.has(content)) continue
      this.discarding.add(content)
      void discard(this.store, content).finally(() => this.discarding.delete(content))
    }
  }
}
