import type { Migration } from './contract'

/** The colour a run is drawn in; until now, that of its place. */
export const colors: Migration = {
  version: 9,
  up: (db) =>
    db.exec(`
      alter table runs add column color integer not null default 0;
      update runs set color = position;
    `),
}
