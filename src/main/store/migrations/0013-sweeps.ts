import type { Migration } from './contract'

/**
 * Sweeps, and what each of their runs came to, in as little room as it needs: all of it is read for a
 * picture. The document of a sweep is its launch's. The same run is there once, whatever happens.
 * Lists of runs and the search for those that are not over pass over the many runs of a sweep.
 */
export const sweeps: Migration = {
  version: 13,
  up: (db) =>
    db.exec(`
      create table sweeps (
        id              integer primary key autoincrement,
        launch          integer not null unique references launches (id) on delete cascade,
        name            text not null,
        objective_label text not null,
        methods         text not null check (json_valid(methods)),
        problems        integer not null,
        seeds           integer not null,
        keep            text not null,
        total           integer not null,
        done            integer not null,
        diverged        integer not null,
        failed          integer not null,
        status          text not null,
        message         text not null,
        duration        real not null,
        session         integer references sessions (id) on delete set null,
        started_at      integer not null,
        ended_at        integer,
        trashed_at      integer,
        note            text not null
      ) strict;
      create index sweeps_session on sweeps (session);

      -- place: of the run in its launch. reached: float64 values, little-endian, the updates at which each
      -- target was reached, then the evaluations.
      create table sweep_runs (
        sweep          integer not null references sweeps (id) on delete cascade,
        place          integer not null,
        run            integer not null,
        method         integer not null,
        problem        integer not null,
        trial          integer not null,
        seed           integer not null,
        status         text not null,
        start_loss     real,
        final_loss     real,
        best_loss      real,
        best_iteration integer not null,
        iterations     integer not null,
        evaluations    real not null,
        duration       real not null,
        reached        blob not null,
        primary key (sweep, place),
        unique (sweep, method, problem, trial, seed)
      ) strict, without rowid;

      alter table runs add column sweep integer; -- NULL: it is of none
      create index runs_listed on runs (launch, position) where sweep is null;
      create index runs_unfinished on runs (id) where status in ('queued', 'running', 'paused');
      create index runs_condemned on runs (id) where trashed_at < 0;
    `),
}
