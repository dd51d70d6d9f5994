import type { Migration } from './contract'

/** From here on the data of a full chunk may be packed; the tables stay what they are. */
export const packedChunks: Migration = {
  version: 6,
  up: () => undefined,
}
