import type { RunRecord } from '../../contract'

/** Watchers hear of what is committed at once, but no more often than a screen has frames: milliseconds in between. */
const announceEvery = 16

/** Tells watchers which runs changed, of each the latest, all that changed in a while together. */
export class News {
  private readonly latest = new Map<number, RunRecord>()
  private timer: NodeJS.Timeout | undefined
  private toldAt = 0

  constructor(private readonly announce: (records: readonly RunRecord[]) => void) {}

  changed(record: RunRecord): void {
    this.latest.set(record.id, record)
    const rest = this.toldAt + announceEvery - performance.now()
    this.timer ??= setTimeout(() => this.tell(), Math.max(0, rest))
  }

  /** Tells what there is to tell now. */
  tell(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.toldAt = performance.now()
    const records = [...this.latest.values()]
    this.latest.clear()
    if (records.length > 0) this.announce(records)
  }
}
