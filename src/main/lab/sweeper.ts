import type { Store } from '../store'
import { inTurns } from './turns'

/** Chunks of curves deleted, and pages given back, without a pause: a millisecond or two. */
const chunksAStep = 32
const pagesAStep = 256

/** Deletes what has been emptied from the trash, and gives its room back to the disk, in turns with other work. */
export class Sweeper {
  private sweeping: Promise<void> | undefined
  private again = false
  private closed = false

  /** @param settle moves what has been committed into the file, which only then gets shorter */
  constructor(
    private readonly store: Store,
    private readonly settle: () => Promise<void>,
  ) {}

  /** Never rejects: what can't be done now is done after the next start. */
  sweep(): Promise<void> {
    this.again = true
    return (this.sweeping ??= this.sweepAll())
  }

  /** What is left is done after the next start. */
  async close(): Promise<void> {
    this.closed = true
    await this.sweeping
  }

  private async sweepAll(): Promise<void> {
    try {
      while (this.again && !this.closed) {
        this.again = false
        if (await inTurns(this.steps())) await this.settle()
      }
    } catch {
      // Whoever writes next hears what is wrong with the database.
    } finally {
      // Not a moment later: who asks from here on begins anew.
      this.sweeping = undefined
    }
  }

  /** @returns whether there was anything to do */
  private *steps(): Generator<void, boolean> {
    const { runs, storage } = this.store
    let steps = 0
    for (; !this.closed && runs.discard(chunksAStep); steps++) yield
    for (; !this.closed && storage.giveBack(pagesAStep); steps++) yield
    return steps > 0
  }
}
