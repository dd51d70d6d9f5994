import type { Migration } from './contract'

/**
 * States of a run on its way, a bounded number of them, to make any of its updates again from.
 * Runs from before have none: theirs are made again from the start.
 */
export const milestones: Migration = {
  version: 11,
  up: (db) =>
    db.exec(`
      create table milestones (
        run       integer not null references runs (id) on delete cascade,
        iteration integer not null,
        state     blob not null,
        primary key (run, iteration)
      ) strict, without rowid;
    `),
}
