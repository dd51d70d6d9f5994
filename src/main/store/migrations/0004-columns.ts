import type { Migration } from './contract'

/**
 * Imported tables as numbers, column by column. Those that are there already stay text until
 * somebody uses them: turning them into numbers would take too long for a step.
 */
export const columns: Migration = {
  version: 4,
  up: (db) =>
    db.exec(`
      create table contents (
        id      integer primary key autoincrement,
        session integer references sessions (id) on delete cascade -- that is importing it; NULL: it is whole
      ) strict;
      create index contents_session on contents (session);

      -- data: float64 values, little-endian, of the column that stands at that place in the file;
      -- every chunk but the last of a column holds as many.
      create table content_chunks (
        content integer not null references contents (id) on delete cascade,
        place   integer not null,
        chunk   integer not null,
        data    blob not null,
        primary key (content, place, chunk)
      ) strict;

      -- NULL: the text is all there is; it is empty where there is a content.
      alter table datasets add column content integer references contents (id);
    `),
}
