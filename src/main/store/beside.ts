import { connect } from './database'
import { migrations } from './migrations'
import { createStore, type Store } from './store'

/** One more connection to a database that this process has open, for a thread of its own. */
export const openBeside = (file: string): Store =>
  createStore({ db: connect(file), file, migrations, now: Date.now })
