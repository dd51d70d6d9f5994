import type { Migration } from './contract'

/** Which series a run records, and the objective's lowest known value: NULL where none is known. */
export const series: Migration = {
  version: 2,
  up: (db) =>
    db.exec(`
      alter table runs add column series text not null default '["loss","gradient_norm"]'
        check (json_valid(series));
      alter table runs add column minimum real;

      -- Until now: the parameters beside these two, up to sixteen.
      with recursive
        upTo (dimension, names) as (
          values (0, '["loss","gradient_norm"]')
          union all
          select dimension + 1, json_insert(names, '$[#]', 'theta_' || dimension)
          from upTo where dimension < 16
        )
      update runs set series = (select names from upTo where upTo.dimension = runs.dimension)
      where dimension between 1 and 16;
    `),
}
