import type { Migration } from './contract'

/**
 * How often a run's method evaluated values, gradients and Hessians of its objective; of batches by the
 * share of the rows. NULL: the run is from before they were counted.
 */
export const evaluations: Migration = {
  version: 7,
  up: (db) =>
    db.exec(`
      alter table runs add column value_evaluations integer;
      alter table runs add column gradient_evaluations real;
      alter table runs add column hessian_evaluations integer;
    `),
}
