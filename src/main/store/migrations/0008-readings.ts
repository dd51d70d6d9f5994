import type { Migration } from './contract'

/** How the file of a data set was read, as in an experiment's `data.read`: NULL where nobody knows any more. */
export const readings: Migration = {
  version: 8,
  up: (db) => db.exec('alter table datasets add column read text check (json_valid(read))'),
}
