import type { Migration } from './contract'

/**
 * Why a run ended as a kind and its values, in JSON, beside the sentence: NULL where it has not
 * ended, or ended before reasons were kept so.
 */
export const reasons: Migration = {
  version: 10,
  up: (db) => db.exec('alter table runs add column reason_values text check (json_valid(reason_values))'),
}
