import type { RunRecord } from '../../contract'

/** How long a change may wait before watchers hear of it, in milliseconds. */
const announceDelay = 50

/** Tells watchers which runs changed, of each the latest, all that changed in a while together. */
export class News {
  private readonly latest = new Map<number, RunRecord>()
  private timer: NodeJS.Timeout | undefined

  constructor(private readonly announce: (records: readonly RunRecord[]) => void) {}

  changed(record: RunRecord): void {
    this.latest.set(record.id, record)
    this.timer ??= setTimeout(() => this.tell(), announceDelay)
  }

  /** Tells what there is to tell now. */
  tell(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    const records = [...this.latest.values()]
    this.latest.clear()
    if (records.length > 0) this.announce(records)
  }
}
