import type { Database } from 'better-sqlite3'
import type { Milestone } from '../../../worker/protocol'

/** States of runs on their way. */
export function createMilestones(db: Database) {
  const insert = db.prepare<[run: number, iteration: number, state: Uint8Array]>(
    'insert or ignore into milestones (run, iteration, state) values (?, ?, ?)',
  )
  const latest = db
    .prepare<[run: number, iteration: number], Buffer>(
      'select state from milestones where run = ? and iteration <= ? order by iteration desc limit 1',
    )
    .pluck()

  const every = db
    .prepare<[run: number], Buffer>('select state from milestones where run = ? order by iteration')
    .pluck()

  return {
    /** One that is there already stays: a run that starts over comes by the same ones. */
    keep: (run: number, { iteration, state }: Milestone): void => void insert.run(run, iteration, state),

    /** The last state of a run after at most so many updates; undefined where none is kept. */
    before: (run: number, iteration: number): Uint8Array | undefined => latest.get(run, iteration),

    /** All that are kept of a run, the earliest first. */
    of: (run: number): readonly Uint8Array[] => every.all(run),
  }
}
