import { basename } from 'node:path'
import type { Notice } from '../contract'
import { Fault } from '../faults'
import type { Loss, Store } from '../store'
import { noMoreKept, notSaved, savedAs, saving } from '../store/open/notices'

/** How often to look whether the file is still there, in milliseconds. */
const lookDelay = 500

interface Vanished {
  readonly loss: Loss
  /** Where everything was saved; undefined while that is under way, or where it failed. */
  readonly saved: string | undefined
  readonly asking: boolean
}

/**
 * Stands by the database file. When it vanishes under the open lab, all there is is saved under a
 * new name and the lab goes on there at once; only then is the person asked.
 */
export class DatabaseWatch {
  private readonly home: string
  private readonly timer: NodeJS.Timeout
  private vanished: Vanished | undefined
  private moving: Promise<void> = Promise.resolve()
  /** What there is to know about it. */
  notice: Notice | undefined

  /** @param changed called whenever the notice, or the file, is another; settles when nobody uses the old file */
  constructor(
    private readonly store: Store,
    private readonly changed: () => Promise<void>,
  ) {
    this.home = store.file
    store.watch((loss) => this.lost(loss))
    this.timer = setInterval(() => store.look(), lookDelay).unref()
  }

  /** Where everything was saved, as long as nobody has said whether to go on there. */
  get savedAs(): string | null {
    return this.vanished?.asking ? (this.vanished.saved ?? null) : null
  }

  /** Goes on in the file that everything was saved in, or keeps no more. @throws Fault */
  async goOn(keep: boolean): Promise<void> {
    const { vanished } = this
    if (!vanished?.asking || vanished.saved === undefined) {
      throw new Fault('conflict', 'the database is where it belongs: there is nothing to decide')
    }
    const { loss, saved } = vanished
    if (!keep) {
      await this.settle(async () => {
        await this.store.stopKeeping()
        this.notice = noMoreKept(this.home, loss, saved)
      }).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error)
        throw new Fault('internal', `${basename(saved)} could not be left: ${reason}`)
      })
    }
    this.vanished = { ...vanished, asking: false }
    await this.changed()
  }

  /** Looks a last time; settles when what there is to save is saved. */
  async close(): Promise<void> {
    clearInterval(this.timer)
    this.store.look()
    await this.moving
  }

  private lost(loss: Loss): void {
    this.vanished = { loss, saved: undefined, asking: false }
    this.notice = saving(this.home, loss)
    void this.changed()
    void this.settle(() => this.save(loss))
  }

  private async save(loss: Loss): Promise<void> {
    try {
      await this.store.saveBeside()
      const saved = this.store.file
      this.vanished = { loss, saved, asking: true }
      this.notice = savedAs(this.home, loss, saved)
    } catch (error) {
      this.notice = notSaved(this.home, loss, error)
    }
    await this.changed()
  }

  /** One move after the other; closing waits for them. */
  private settle(work: () => Promise<void>): Promise<void> {
    const done = this.moving.then(work)
    this.moving = done.catch(() => undefined)
    return done
  }
}
