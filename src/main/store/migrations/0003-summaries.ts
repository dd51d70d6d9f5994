import type { Migration } from './contract'

/**
 * What the points of a whole chunk come to, block by block. Chunks from before have none until
 * somebody looks at them.
 */
export const summaries: Migration = {
  version: 3,
  up: (db) =>
    db.exec(`
      create table curve_summaries (
        run    integer not null references runs (id) on delete cascade,
        series text not null,
        chunk  integer not null,
        data   blob not null,
        primary key (run, series, chunk)
      ) strict, without rowid;
    `),
}
