import { holdsMore, type Contents } from '../../src/main/store/open/contents'
import type { Word } from './words'

/** What a lab has acknowledged, and must therefore have. */
export class Ledger {
  /** So many points of each run, at least. */
  readonly points = new Map<number, number>()
  readonly settled = new Map<number, number>()
  /** So many rows of each table. */
  readonly tables = new Map<string, number>()
  readonly purged = new Set<number>()
  /** So many runs of each sweep. */
  readonly swept = new Map<number, number>()
  /** What the fullest backup holds, at least. */
  backup: Contents = { runs: 0, points: 0, experiments: 0, datasets: 0 }
  /** Points of runs and rows of tables, whatever became of them later. */
  acknowledged = 0
  answers = 0
  readonly unclear: string[] = []

  hear({ points, settled, table, purging, purged, swept, backup, unclear, answers }: Word): void {
    for (const [run, count] of points ?? []) {
      const before = this.points.get(run) ?? 0
      this.acknowledged += Math.max(0, count - before)
      this.points.set(run, Math.max(count, before))
    }
    for (const [run, count] of settled ?? []) this.settled.set(run, count)
    if (table) {
      this.tables.set(table.name, table.rows)
      this.acknowledged += table.rows
    }
    for (const run of purging ?? []) this.points.delete(run)
    for (const [sweep, runs] of swept ?? []) {
      const before = this.swept.get(sweep) ?? 0
      this.acknowledged += Math.max(0, runs - before)
      this.swept.set(sweep, Math.max(runs, before))
    }
    for (const run of purged ?? []) this.purged.add(run)
    if (backup) this.backedUp(backup)
    if (unclear !== undefined) this.unclear.push(unclear)
    this.answers += answers ?? 0
  }

  backedUp(contents: Contents): void {
    if (holdsMore(contents, this.backup)) this.backup = contents
  }
}
