import type { Migration } from './contract'

/**
 * Settings that a run changed on its way, and which run it was forked from and where, in JSON: NULL
 * where there is none.
 */
export const changes: Migration = {
  version: 12,
  up: (db) =>
    db.exec(`
      alter table runs add column changes text check (json_valid(changes));
      alter table runs add column fork_of text check (json_valid(fork_of));
    `),
}
