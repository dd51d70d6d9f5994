import { Locked } from '../faults'
import type { Store } from '../store'
import { inSlices } from './yielding'

/** Chunks of curves deleted, and pages given back, without a pause: a millisecond or two. */
const chunksAStep = 32
const sweepRunsAStep = 200
const pagesAStep = 256
/** Until the next try, where another program keeps the database locked, in milliseconds. */
const lockDelay = 1_000

/** Deletes what has been emptied from the trash, and gives its room back to the disk, in turns with other work. */
export class Sweeper {
  private sweeping: Promise<Locked | undefined> | undefined
  private timer: NodeJS.Timeout | undefined
  private again = false
  private closed = false

  /** @param settle moves what has been committed into the file, which only then gets shorter */
  constructor(
    private readonly store: Store,
    private readonly settle: () => Promise<void>,
  ) {}

  /**
   * Never rejects: what can't be done now is done after the next start.
   * @returns what put it off, where it is done as soon as another program's lock is gone
   */
  sweep(): Promise<Locked | undefined> {
    this.again = true
    clearTimeout(this.timer)
    return (this.sweeping ??= this.sweepAll())
  }

  /** What is left is done after the next start. */
  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.timer)
    await this.sweeping
  }

  private async sweepAll(): Promise<Locked | undefined> {
    try {
      while (this.again && !this.closed) {
        this.again = false
        if (await inSlices(this.steps())) await this.settle()
      }
    } catch (error) {
      // Of anything else that is wrong with the database, whoever writes next hears.
      if (!(error instanceof Locked)) return undefined
      if (!this.closed) this.timer = setTimeout(() => void this.sweep(), lockDelay).unref()
      return error
    } finally {
      // Not a moment later: who asks from here on begins anew.
      this.sweeping = undefined
    }
    return undefined
  }

  /** @returns whether there was anything to do */
  private *steps(): Generator<void, boolean> {
    const { runs, sweeps, storage } = this.store
    let steps = 0
    for (; !this.closed && runs.discard(chunksAStep); steps++) yield
    for (; !this.closed && sweeps.discard(sweepRunsAStep); steps++) yield
    for (; !this.closed && storage.giveBack(pagesAStep); steps++) yield
    return steps > 0
  }
}
