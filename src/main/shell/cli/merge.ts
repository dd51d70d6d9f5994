import { existsSync } from 'node:fs'
import { countText } from '@core/issues'
import { plain } from '@core/plain-text'
import { Fault } from '../../faults'
import { mergeSweeps } from '../../lab/sweeps/merge'
import { openStore, type Store } from '../../store'
import { named } from './experiment-in'
import { write } from './terminal-text'

const opened = (file: string): Store => openStore({ file, onTrouble: 'refuse' }).store

/**
 * Puts the sweeps of several databases together in one.
 * @throws Fault where one of them is none, or the same run is not the same in two of them
 */
export async function merge(out: string, files: readonly string[]): Promise<void> {
  const stores: Store[] = []
  const open = (file: string): Promise<Store> =>
    named(file, async () => {
      const store = opened(file)
      stores.push(store)
      return store
    })
  const missing = files.find((file) => !existsSync(file))
  if (missing !== undefined) throw new Fault('invalid', `${missing}: there is no such file`)
  try {
    const target = { name: out, store: await open(out) }
    const sources = []
    for (const name of files) sources.push({ name, store: await open(name) })
    const session = target.store.sessions.begin(process.pid)
    const merged = mergeSweeps(target, sources, session)
    target.store.sessions.end(session)
    const lines = merged.map(
      ({ sweep: { name, done, total }, added }) =>
        `${plain(name)}: ${countText(added, 'run', 'runs')} added, ${done} of ${total} there`,
    )
    const text = lines.length > 0 ? lines.join('\n') : 'there is no sweep to merge'
    await write(process.stdout, `${text}\n`)
  } finally {
    for (const store of stores) store.close()
  }
}
