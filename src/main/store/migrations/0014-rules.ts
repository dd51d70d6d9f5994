import type { Migration } from './contract'

/** The update rule that a run brings itself, in JSON: NULL for a method of the catalog. */
export const rules: Migration = {
  version: 14,
  up: (db) => db.exec('alter table runs add column rule text check (json_valid(rule))'),
}
