import type { Migration } from './contract'

/**
 * From here on a full chunk whose values are all the same may have one of them for its data; the
 * tables stay what they are. Trajectories are hashed in another way, so the old hashes go.
 */
export const constantChunks: Migration = {
  version: 5,
  up: (db) => db.exec('update runs set hash = null'),
}
