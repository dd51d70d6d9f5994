import { connectToOpenFile } from './database'
import { migrations } from '../migrations'
import type { Identity } from './presence'
import { createStore, type Store } from '../store'

/** Which database a thread of its own is to open: its path, and what tells it from a later one of the same name. */
export interface Whereabouts {
  readonly file: string
  readonly identity: Identity | undefined
}

/**
 * One more connection to a database that this process has open, for a thread of its own.
 * @throws Error where that file is not there any more
 */
export const openSecondConnection = ({ file, identity }: Whereabouts): Store =>
  createStore({ db: connectToOpenFile(file, identity), file, migrations, now: Date.now })
