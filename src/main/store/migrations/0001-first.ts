import type { Migration } from './contract'

/**
 * `*_at` are milliseconds since 1970. A loss is NULL where it is not a number. Wide
 * columns stand last, so that reading the others does not walk over them.
 */
export const first: Migration = {
  version: 1,
  up: (db) =>
    db.exec(`
      create table sessions (
        id           integer primary key autoincrement,
        pid          integer not null,
        started_at   integer not null,
        heartbeat_at integer not null
      ) strict;

      create table launches (
        id         integer primary key autoincrement,
        name       text not null,
        started_at integer not null,
        session    integer references sessions (id) on delete set null,
        document   text not null
      ) strict;
      create index launches_session on launches (session);

      create table runs (
        id              integer primary key autoincrement,
        launch          integer not null references launches (id) on delete cascade,
        position        integer not null,
        label           text not null,
        optimizer       text not null,
        dialect         text not null,
        hyper           text not null check (json_valid(hyper)),
        schedule        text not null check (json_valid(schedule)),
        batch           integer, -- NULL: the full data
        sampling        text not null,
        seed            integer not null,
        objective       text not null,
        objective_label text not null,
        dimension       integer not null,
        rows            integer not null,
        budget          integer not null,
        record_every    integer not null,
        status          text not null,
        reason          text not null,
        iterations      integer not null,
        points          integer not null,
        final_loss      real,
        best_loss       real,
        best_iteration  integer not null,
        duration        real not null,
        started_at      integer not null,
        ended_at        integer,
        trashed_at      integer,
        hash            text, -- of the trajectory
        note            text not null,
        unique (launch, position)
      ) strict;

      -- data: count float64 values, little-endian; every chunk but the last of a series is full.
      create table curve_chunks (
        run    integer not null references runs (id) on delete cascade,
        series text not null,
        chunk  integer not null,
        count  integer not null,
        data   blob not null,
        primary key (run, series, chunk)
      ) strict;

      create table experiments (
        id         integer primary key autoincrement,
        name       text not null,
        objective  text not null,
        runs       integer not null,
        created_at integer not null,
        updated_at integer not null,
        trashed_at integer,
        document   text not null
      ) strict;

      create table datasets (
        id          integer primary key autoincrement,
        name        text not null unique,
        sha256      text not null unique,
        rows        integer not null,
        columns     text not null check (json_valid(columns)),
        imported_at integer not null,
        text        text not null
      ) strict;
    `),
}
