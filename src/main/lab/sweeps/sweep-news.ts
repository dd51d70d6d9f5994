import type { SweepRecord } from '../../contract'

/** Milliseconds between two pieces of news: a few a second. */
const announceEvery = 250

/** Tells watchers of sweeps that have got on, and at once of one that ended or was changed. */
export class SweepNews {
  private readonly changed = new Set<number>()
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly recordOf: (sweep: number) => SweepRecord | undefined,
    private readonly announce: (records: readonly SweepRecord[]) => void,
  ) {}

  gotOn(sweep: number): void {
    this.changed.add(sweep)
    this.timer ??= setTimeout(() => this.tell(), announceEvery).unref()
  }

  now(sweeps: readonly number[]): void {
    for (const sweep of sweeps) this.changed.add(sweep)
    this.tell()
  }

  close(): void {
    clearTimeout(this.timer)
  }

  private tell(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    const records = [...this.changed].flatMap((sweep) => this.recordOf(sweep) ?? [])
    this.changed.clear()
    if (records.length > 0) this.announce(records)
  }
}
