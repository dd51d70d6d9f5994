import { existsSync } from 'node:fs'
import { Fault } from '../../faults'
import { dataFolder, databaseIn } from '../paths'

/**
 * The database whose runs are meant: the one named, else the app's own.
 * @throws Fault `invalid` where there is none
 */
export function historyIn(db: string | undefined): string {
  const database = db ?? databaseIn(dataFolder(undefined, process.env))
  if (!existsSync(database)) throw new Fault('invalid', `${database}: there is no such file`)
  return database
}
