/** Bytes in the log from which on it is worth shortening; a disk that moves more at once holds writers up. */
const long = 16 * 2 ** 20
/** What it has come to while it was being shortened: from there on the rest is waited for. */
const tooLong = 64 * 2 ** 20
/** A rest of fewer bytes is moved before anybody would notice that writers wait for it. */
const short = 4 * 2 ** 20

/**
 * Keeps the database's write-ahead log short without a write that waits for the disk. What is
 * committed moves into the database on a thread of its own; because the log begins anew only
 * once all of it has moved, writers are held for the last bit of it.
 */
export class LogKeeper {
  /** Bytes written since the log began, or was moved last. */
  private length = 0
  private holding = false
  private moving: Promise<void> | undefined

  /**
   * @param move moves all that is committed when it is called
   * @param goOn tells held writers that they may write again
   */
  constructor(
    private readonly move: () => Promise<void>,
    private readonly goOn: () => void,
  ) {}

  /** Whether writers are to wait until they are told to go on. */
  get holds(): boolean {
    return this.holding
  }

  wrote(bytes: number): void {
    this.length += bytes
    if (this.length >= long) void this.shorten()
  }

  /** Moves all that there is. Never throws: what could not be moved waits for the next time. */
  shorten(): Promise<void> {
    return (this.moving ??= this.moveAll().finally(() => (this.moving = undefined)))
  }

  private async moveAll(): Promise<void> {
    let moved = 0
    try {
      do {
        const before = this.length
        await this.move()
        this.length -= before
        moved += before
        this.holding ||= this.length > 0 && (this.length < short || moved + this.length >= tooLong)
      } while (this.length > 0)
    } catch {
      // The log grows on; whoever writes next hears what is wrong with the database.
    } finally {
      const held = this.holding
      this.holding = false
      if (held) this.goOn()
    }
  }
}
